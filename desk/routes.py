"""Every address of the site and who may do what there: one declared table.

`manage.py routes` prints it, and a test asks each address as each kind of visitor. An address
without a row fails that test, and so does a row without an address.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.urls import get_resolver

from newsroom.languages import DEFAULT, LANGUAGES
from newsroom.permissions import Action


class Who(StrEnum):
    """Where no action decides."""

    EVERYBODY = "everybody"
    COLLEAGUES = "colleagues"  # whoever is logged in
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class Row:
    """`about` is what the address names: a story, one of its editions or revisions, or nothing.

    `post` is None where the address takes no POST at all.
    """

    pattern: str
    get: Action | Who
    post: Action | Who | None = None
    about: str = ""


def of_model(
    name: str,
    see: Action | Who,
    *,
    add: Action | Who = Who.NOBODY,
    change: Action | Who = Who.NOBODY,
    delete: Action | Who = Who.NOBODY,
    history: Action | Who | None = None,
    about: str = "",
) -> list[Row]:
    """The pages that the admin has for a model."""
    app, model = name.split(".")
    folder = f"admin/{app}/{model}/"
    about = about or model
    return [
        Row(folder, see, see),
        Row(f"{folder}add/", add, add),
        Row(f"{folder}<path:object_id>/history/", history or see, history or see, about),
        Row(f"{folder}<path:object_id>/delete/", delete, delete, about),
        Row(f"{folder}<path:object_id>/change/", see, change, about),
        Row(f"{folder}<path:object_id>/", Who.COLLEAGUES, Who.COLLEAGUES, about),
    ]


def _own(name: str) -> list[Row]:
    """A kind of story: a reporter's own drafts, and everything for editors."""
    return of_model(
        name,
        Action.VIEW,
        add=Action.CREATE,
        change=Action.EDIT,
        delete=Action.DELETE,
        about="story",
    )


def _catalogue(name: str, **others: Action) -> list[Row]:
    """What pieces have in common: seen by every colleague, changed by editors."""
    return of_model(name, Action.VIEW, change=Action.CATALOGUE, **others)


_DESK = "admin/desk/"
NEWSROOM = [
    Row("admin/", Who.COLLEAGUES, Who.COLLEAGUES),
    Row("admin/login/", Who.EVERYBODY, Who.EVERYBODY),
    Row("admin/logout/", Who.COLLEAGUES, Who.COLLEAGUES),
    Row("admin/password_change/", Who.COLLEAGUES, Who.COLLEAGUES),
    Row("admin/password_change/done/", Who.COLLEAGUES),
    Row("admin/autocomplete/", Who.COLLEAGUES),
    Row("admin/jsi18n/", Who.COLLEAGUES),
    Row("admin/r/<path:content_type_id>/<path:object_id>/", Who.NOBODY, Who.NOBODY),
    Row("admin/^(?P<app_label>…)/$", Who.COLLEAGUES, Who.COLLEAGUES),
    Row("admin/(?P<url>.*)$", Who.NOBODY, Who.NOBODY),
    Row(f"{_DESK}preview/<str:kind>/", Action.CREATE, Action.CREATE),
    Row(f"{_DESK}preview/<str:kind>/<int:pk>/", Action.VIEW, Action.EDIT, "story"),
    Row(f"{_DESK}pictures/", Action.CREATE, Action.CREATE),
    Row(f"{_DESK}recordings/<slug:key>/", Action.VIEW, None, "recording"),
    Row(f"{_DESK}publish/<int:pk>/", Action.PUBLISH, Action.PUBLISH, "story"),
    Row(f"{_DESK}withdraw/<int:pk>/", Action.WITHDRAW, Action.WITHDRAW, "story"),
    Row(f"{_DESK}correct-live/<int:pk>/", Action.CORRECT, Action.CORRECT, "story"),
    Row(f"{_DESK}approve/<int:pk>/", Action.APPROVE, Action.APPROVE, "story"),
    Row(f"{_DESK}return/<int:pk>/", Action.APPROVE, Action.APPROVE, "story"),
    Row(f"{_DESK}retract/<int:pk>/", Action.RETRACT, Action.RETRACT, "story"),
    Row(f"{_DESK}take-down/<int:pk>/", Action.TAKE_DOWN, Action.TAKE_DOWN, "story"),
    Row(f"{_DESK}seal/<int:pk>/", Action.RETRACT, Action.RETRACT, "edition"),
    Row(f"{_DESK}scheduled/<int:pk>/", Action.PUBLISH, Action.PUBLISH, "edition"),
    Row(f"{_DESK}revision/<int:pk>/", Action.VIEW, None, "revision"),
    Row(f"{_DESK}revision/<int:pk>/name/", Who.NOBODY, Action.EDIT, "revision"),
    Row(f"{_DESK}compare/<int:pk>/", Action.VIEW, None, "story"),
    Row(f"{_DESK}restore/<int:pk>/<str:key>/", Action.EDIT, Action.EDIT, "story"),
    # Read, it tells a browser what became of its own forms.
    Row(f"{_DESK}autosave/<str:kind>/", Who.COLLEAGUES, Action.CREATE),
    Row(f"{_DESK}autosave/<str:kind>/<int:pk>/", Who.COLLEAGUES, Action.EDIT, "story"),
    Row(f"{_DESK}turns/", Who.NOBODY, Action.CREATE),
    Row(f"{_DESK}turns/<int:pk>/", Who.NOBODY, Action.EDIT, "story"),
    Row(f"{_DESK}apart/<int:pk>/", Who.NOBODY, Action.EDIT, "story"),
    Row(f"{_DESK}alias/<int:pk>/", Who.NOBODY, Action.CATALOGUE, "person"),
    Row(f"{_DESK}notes/", Action.VIEW),
    Row(f"{_DESK}notes/<int:pk>/", Action.VIEW, Action.ANNOTATE, "story"),
    Row(f"{_DESK}notes/<int:pk>/publish/", Action.PUBLISH, Action.PUBLISH, "story"),
    Row(f"{_DESK}term/<int:pk>/", Action.CATALOGUE, Action.PUBLISH, "term"),
    Row(f"{_DESK}note/<int:pk>/", Action.VIEW, Action.ANNOTATE, "note"),
    # Whoever wrote them has them, and nobody else.
    Row(f"{_DESK}unsaved/<int:pk>/", Who.NOBODY, Who.NOBODY),
    Row("admin/manuscripts/manuscript/import/", Action.CREATE, Action.CREATE),
    Row("admin/newsroom/user/<int:pk>/password/", Action.MANAGE_USERS, Action.MANAGE_USERS, "user"),
    *_own("articles.article"),
    *_own("interviews.interview"),
    # Its form leads to that of its kind.
    *of_model("newsroom.story", Action.VIEW, change=Action.VIEW, about="story"),
    *of_model("newsroom.logentry", Action.VIEW),
    *of_model("newsroom.houserules", Action.RULE, change=Action.RULE),
    *of_model("manuscripts.manuscript", Action.VIEW),
    *of_model(
        "newsroom.user",
        Action.MANAGE_USERS,
        add=Action.MANAGE_USERS,
        change=Action.MANAGE_USERS,
    ),
    *_catalogue("newsroom.person", add=Action.CATALOGUE, delete=Action.CATALOGUE),
    *_catalogue("newsroom.topic", add=Action.CATALOGUE, delete=Action.CATALOGUE),
    *_catalogue("newsroom.picture", add=Action.CREATE),
    *_catalogue("interviews.recording", add=Action.CREATE, delete=Action.CATALOGUE),
    *_catalogue("annotations.source", add=Action.CATALOGUE, delete=Action.CATALOGUE),
    *_catalogue("annotations.term", add=Action.CATALOGUE, delete=Action.CATALOGUE),
    *of_model(
        "annotations.verdict",
        Action.VIEW,
        add=Action.RULE,
        change=Action.RULE,
        delete=Action.RULE,
    ),
]


def _portal(prefix: str) -> list[Row]:
    kinds = [
        f"{kind}{rest}"
        for kind in ("articles/", "interviews/")
        for rest in (
            "",
            "<year:year>/",
            "<year:year>/<month:month>/",
            "<name:slug>/",
            "<name:slug>/editions/<edition:number>/",
            "<name:slug>/annotations.json",
            "<name:slug>/sources/",
            "<name:slug>/sources.json",
            "<name:slug>/notes/<key:key>/",
        )
    ]
    lists = [f"{folder}/<name:slug>/{rest}" for folder in ("topics", "people")
             for rest in ("", "<page:page>/")]  # fmt: skip
    lists += [f"people/<name:slug>/said/{rest}" for rest in ("", "<page:page>/")]
    kinds.append("interviews/<name:slug>/transcript.<export:name>")
    others = ["", "interviews/<name:slug>/turns/<key:key>/", "search/", "feed.xml", "corrections/",
              "corrections/<page:page>/", "corrections.xml", "checks/", "checks/<page:page>/",
              "checks.xml"]  # fmt: skip
    return [Row(f"{prefix}{pattern}", Who.EVERYBODY) for pattern in kinds + lists + others]


PUBLIC = [
    *(row for code in LANGUAGES for row in _portal("" if code == DEFAULT else f"{code}/")),
    Row("media/<path:path>", Who.EVERYBODY),
    Row("favicon.ico", Who.EVERYBODY),
    Row("sitemap.xml", Who.EVERYBODY),
    Row("robots.txt", Who.EVERYBODY),
    Row("^(an address without its slash)$", Who.EVERYBODY),
    Row("^(a language without its slash)$", Who.EVERYBODY),
]

TABLE = NEWSROOM + PUBLIC

_SPELLED_OUT = (
    (re.compile(r"^admin/\^\(\?P<app_label>.*"), "admin/^(?P<app_label>…)/$"),
    (re.compile(r"^\^\(\?:\(\?:.*"), "^(an address without its slash)$"),
    (re.compile(r"^\^\(\?:.*"), "^(a language without its slash)$"),
)


def patterns() -> Iterator[str]:
    """Every address that the site answers, as its pattern."""
    for pattern in _walk(get_resolver().url_patterns, ""):
        for long, short in _SPELLED_OUT:
            if long.match(pattern):
                pattern = short
                break
        yield pattern


def _walk(found: Any, prefix: str) -> Iterator[str]:
    for each in found:
        whole = prefix + str(each.pattern)
        if hasattr(each, "url_patterns"):
            yield from _walk(each.url_patterns, whole)
        else:
            yield whole
