"""How the portal writes dates, and where its addresses lead."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from datetime import date, datetime
from functools import lru_cache, wraps
from typing import Any

from django import template
from django.template.defaultfilters import truncatechars
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext_noop, ngettext
from django.utils.translation import gettext as _

from newsroom import marking
from newsroom.languages import Language
from portal import quoting
from portal.addresses import absolute, address
from prose.urls import publisher_host

register = template.Library()

MONTH = {"zh": "Y年n月", "ar": "F Y"}
DATELINE = {"zh": "Y年n月j日 l", "ar": "l، j F Y"}
ROLES = {
    "author": gettext_noop("By"),
    "interviewer": gettext_noop("Interview by"),
    "translator": gettext_noop("Translated by"),
    "interpreter": gettext_noop("Interpreted by"),
    "photographer": gettext_noop("Pictures by"),
    "illustrator": gettext_noop("Graphics by"),
    "researcher": gettext_noop("Research by"),
    "editor": gettext_noop("Edited by"),
}


def once_a_language(write: Callable[..., str]) -> Callable[..., str]:
    """Pages say the same few things again and again, and the catalogues never change while we run."""

    @lru_cache(maxsize=1024)
    def said(language: str | None, *given: Hashable) -> str:
        return write(*given)

    @wraps(write)
    def in_this_language(*given: Hashable) -> str:
        return said(get_language(), *given)

    return in_this_language


@register.filter
def at_most(words: str, length: int) -> str:
    """Words cut to `length` letters. Django's filter takes its time for words that fit, too."""
    return words if len(words) <= length else truncatechars(words, length)


@register.filter
def day(moment: datetime | None, language: Language) -> str:
    """9 May 2026, as the language writes it."""
    if moment is None:
        return ""
    return _written(timezone.localtime(moment).date(), language.day)


@register.filter
def calendar_day(day: str, language: Language) -> str:
    """A day that a record names, 2026-05-09, as the language writes it."""
    try:
        on = date.fromisoformat(day)
    except ValueError:
        return ""
    return _written(on, language.day)


@register.filter
def host(url: str) -> str:
    """Whose an address is: example.org; nothing for what no link may lead to."""
    return publisher_host(url) if url.startswith(("https://", "http://")) else ""


@register.filter
def month(moment: datetime, language: Language) -> str:
    return _written(timezone.localtime(moment).date(), MONTH.get(language.code, "F Y"))


@register.filter
def hour(moment: datetime) -> str:
    return f"{timezone.localtime(moment):%H:%M}"


@register.filter
def dateline(moment: datetime, language: Language) -> str:
    """Saturday, 9 May 2026."""
    on = timezone.localtime(moment).date()
    return _written(on, DATELINE.get(language.code, "l, j F Y"))


@once_a_language
def _written(on: date, form: str) -> str:
    return date_format(on, form)


@register.filter(name="moment")
def machine_readable(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")


@register.filter
def calendar(moment: datetime) -> str:
    """The day as machines read it: 2026-05-09."""
    return timezone.localtime(moment).date().isoformat()


@register.filter
def two_digits(moment: datetime) -> str:
    return f"{moment:%m}"


@register.filter
@once_a_language
def role_words(role: str) -> str:
    return _(ROLES.get(role, "By"))


@register.filter
@once_a_language
def kind_words(kind: str) -> str:
    return _("Interview") if kind == "interview" else _("Article")


@register.filter
@once_a_language
def note_words(kind: str) -> str:
    return marking.kind_words(kind)


@register.filter
@once_a_language
def kinds_words(kind: str) -> str:
    return _("Interviews") if kind == "interview" else _("Articles")


@register.filter
def all_kinds_words(kind: str) -> str:
    return kinds_words(kind) if kind else _("Everything")


@register.filter
@once_a_language
def minutes_words(minutes: int) -> str:
    return ngettext("%(n)d minute", "%(n)d minutes", minutes) % {"n": minutes}


@register.filter
@once_a_language
def spoken_words(words: int) -> str:
    return ngettext("%(n)s word", "%(n)s words", words) % {"n": f"{words:,}"}


@register.filter
def hits_words(found: Any) -> str:
    if found.more:
        return _("More than %(n)s passages") % {"n": "2,000"}
    return ngettext("%(n)d passage", "%(n)d passages", found.count) % {"n": found.count}


@register.filter(name="absolute")
def absolute_filter(path: str) -> str:
    return absolute(path)


@register.simple_tag
def quotation(words: str, speaker: str, title: str, site: str, on: str, url: str) -> Any:
    """A quotation with its source, in pieces: in the words and marks of the page's language."""
    form = _("“%(words)s” (%(speaker)s, in “%(title)s”, %(site)s, %(day)s, %(url)s)")
    if "“%(title)s”" in form:
        title = quoting.inside_quotes(title)
    whole = form % {
        "words": quoting.apart(words),
        "speaker": quoting.apart(speaker),
        "title": quoting.apart(title),
        "site": quoting.apart(site),
        "day": on,
        "url": quoting.apart(url),
    }
    return quoting.pieces(whole)


@register.simple_tag
def to(language: Language, *parts: str) -> str:
    """The path of one of the portal's pages: {% to language "topics" topic.slug %}."""
    return address(language.code, *map(str, parts))
