"""Which editions name a recording, so that asking whether it is public takes no look through all."""

from django.db import migrations, models


def read_off(apps, schema_editor):
    """As publishing does it: an edition's record names the recording that it was frozen with."""
    recordings = apps.get_model("interviews", "Recording")
    through = recordings.editions.through.objects
    known = set(recordings.objects.values_list("pk", flat=True))
    editions = apps.get_model("newsroom", "Edition").objects.filter(record__has_key="recording")
    rows = editions.order_by("pk").values_list("pk", "record__recording__id")
    through.bulk_create(
        through.model(edition_id=edition, recording_id=recording)
        for edition, recording in rows.iterator()
        if recording in known
    )


class Migration(migrations.Migration):
    dependencies = [
        ("interviews", "0003_two_people"),
        ("newsroom", "0003_open_forms"),
    ]

    operations = [
        migrations.AddField(
            model_name="recording",
            name="editions",
            field=models.ManyToManyField(
                editable=False, related_name="recordings", to="newsroom.edition"
            ),
        ),
        migrations.RunPython(read_off, migrations.RunPython.noop),
    ]
