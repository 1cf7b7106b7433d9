"""A day and a time as somebody's clock shows it, on days when clocks are changed too."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import date_format

# A time at either end of the calendar cannot be told on other clocks.
YEARS = range(1900, 3000)


class MomentField(forms.DateTimeField):
    """Refuses a time that the clock skips or shows twice, and says what would do instead."""

    def to_python(self, value: Any) -> datetime | None:
        written = self._read(value)
        if written is not None and written.year not in YEARS:
            raise ValidationError(
                f"Choose a year between {YEARS[0]} and {YEARS[-1]}.", code="out_of_reach"
            )
        try:
            return super().to_python(value)
        except ValidationError as error:
            read = self._read(value)
            if read is None:
                raise
            raise ValidationError(_sentence(read), code="clock_changed") from error

    def _read(self, value: Any) -> datetime | None:
        """The time as it was written, if it is one at all."""
        with timezone.override(timezone.get_fixed_timezone(0)):
            try:
                read = super().to_python(value)
            except ValidationError:
                return None
        return read and read.replace(tzinfo=None)


def _sentence(read: datetime) -> str:
    zone = timezone.get_current_timezone()
    day = date_format(read, "j F Y")
    before, after = (read.replace(tzinfo=zone, fold=fold).utcoffset() for fold in (0, 1))
    assert before is not None and after is not None
    if after > before:
        # In a gap the two readings are the same moment told on the clocks after and before it.
        later = read + (after - before)
        return (
            f"There is no {read:%H:%M} on {day} in {zone}: clocks are put forward over it. "
            f"{later:%H:%M} is the same moment on the new clock."
        )
    step = before - after
    return (
        f"{read:%H:%M} comes twice on {day} in {zone}, because clocks are put back by "
        f"{_length(step)}. Choose a time before or after that."
    )


def _length(step: timedelta) -> str:
    minutes = round(step.total_seconds() / 60)
    return "an hour" if minutes == 60 else f"{minutes} minutes"
