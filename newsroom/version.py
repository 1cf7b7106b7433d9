"""The site's version: one number that every change of a public page raises."""

from django.db.models import F

from newsroom.models import SiteVersion


def bump() -> None:
    """Raise the version. The last statement of a verb: the row is locked until the commit."""
    if not SiteVersion.objects.filter(pk=1).update(number=F("number") + 1):
        SiteVersion.objects.get_or_create(pk=1, defaults={"number": 1})


def current() -> int:
    return SiteVersion.objects.values_list("number", flat=True).filter(pk=1).first() or 0
