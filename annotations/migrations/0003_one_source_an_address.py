from django.db import migrations

from prose.urls import canonical

# What editors may have written about a source: kept from whichever record has it.
FACTS = ["title", "publisher", "author", "published_on", "read_on", "archived_url"]


def keep_one_of_each(apps, schema_editor):
    """More ways of writing one address are known now: its records become one, with its notes."""
    Source = apps.get_model("annotations", "Source")
    Annotation = apps.get_model("annotations", "Annotation")
    kept, renamed = {}, []
    for source in Source.objects.exclude(url="").order_by("pk").iterator():
        key = canonical(source.url)
        if key in kept:
            merge(kept[key], source, Annotation)
        elif len(key) <= 2000:
            kept[key] = source
            if key != source.canonical_url:
                renamed.append((source, key))
    # First out of each other's way: one may be called by what another was called.
    for source, _ in renamed:
        Source.objects.filter(pk=source.pk).update(canonical_url=f"renaming:{source.pk}")
    for source, key in renamed:
        Source.objects.filter(pk=source.pk).update(canonical_url=key)


def merge(source, double, Annotation):
    Annotation.objects.filter(source=double.pk).update(source=source.pk)
    for note in Annotation.objects.filter(evidence=double.pk):
        note.evidence.add(source.pk)
        note.evidence.remove(double.pk)
    missing = [name for name in FACTS if getattr(double, name) and not getattr(source, name)]
    for name in missing:
        setattr(source, name, getattr(double, name))
    if missing:
        source.save(update_fields=missing)
    double.delete()


class Migration(migrations.Migration):
    dependencies = [("annotations", "0002_notes_on_exact_words")]

    operations = [migrations.RunPython(keep_one_of_each, migrations.RunPython.noop, elidable=True)]
