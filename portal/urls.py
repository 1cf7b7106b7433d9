from django.urls import URLPattern, path, re_path, register_converter

from newsroom import exports
from newsroom.languages import DEFAULT, LANGUAGES
from newsroom.models import Kind
from portal import changes, checks, feeds, sources, views
from portal.annotated import NAME as ANNOTATIONS
from portal.annotated import annotated
from portal.exports import transcript


class YearConverter:
    regex = "[12][0-9]{3}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return f"{value:04}"


class MonthConverter:
    regex = "0[1-9]|1[0-2]"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return f"{value:02}"


register_converter(YearConverter, "year")
register_converter(MonthConverter, "month")


class PageConverter:
    """The second page of a list and those after it; the first has no number."""

    regex = "[2-9]|[1-9][0-9]{1,2}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return str(value)


class EditionConverter:
    """The number of an edition, short enough for any database."""

    regex = "[1-9][0-9]{0,5}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return str(value)


class SlugConverter:
    """Any name a piece, a topic or a person may have; no database takes a NUL."""

    regex = r"[^/\x00]+"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class KeyConverter:
    """The key of a turn or a note, however it was made."""

    regex = "[0-9a-z]{1,12}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class ExportConverter:
    """What an interview can be had in as a file."""

    regex = "|".join(exports.FORMATS)

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(SlugConverter, "name")
register_converter(KeyConverter, "key")
register_converter(ExportConverter, "export")
register_converter(PageConverter, "page")
register_converter(EditionConverter, "edition")


def pages(language: str) -> list[URLPattern]:
    """The same pages under each language's prefix."""
    prefix = LANGUAGES[language].prefix.lstrip("/")
    prefix = f"{prefix}/" if prefix else ""
    given = {"language": language}
    patterns = [path(prefix, views.front, given)]
    for kind in Kind:
        folder = f"{prefix}{kind.folder}/"
        of_kind = {**given, "kind": kind.value}
        patterns += [
            path(folder, views.archive, of_kind),
            path(f"{folder}<year:year>/", views.year_or_story, of_kind),
            path(f"{folder}<year:year>/<month:month>/", views.archive, of_kind),
            path(f"{folder}<name:slug>/", views.story, of_kind),
            path(f"{folder}<name:slug>/editions/<edition:number>/", views.earlier, of_kind),
            path(f"{folder}<name:slug>/{ANNOTATIONS}", annotated, of_kind),
            path(f"{folder}<name:slug>/sources/", sources.page, of_kind),
            path(f"{folder}<name:slug>/{sources.FILE}", sources.file, of_kind),
            path(f"{folder}<name:slug>/notes/<key:key>/", views.note, of_kind),
        ]
    interviews = f"{prefix}{Kind.INTERVIEW.folder}/"
    patterns.append(path(f"{interviews}<name:slug>/turns/<key:key>/", views.turn, given))
    exported = f"{prefix}{Kind.INTERVIEW.folder}/<name:slug>/transcript.<export:name>"
    patterns.append(path(exported, transcript, given))
    for folder, view in (("topics", views.topic), ("people", views.person)):
        patterns += [
            path(f"{prefix}{folder}/<name:slug>/", view, given),
            path(f"{prefix}{folder}/<name:slug>/<page:page>/", view, given),
        ]
    said = f"{prefix}people/<name:slug>/said/"
    patterns += [
        path(said, views.person_said, given),
        path(f"{said}<page:page>/", views.person_said, given),
    ]
    return [
        *patterns,
        path(f"{prefix}search/", views.search, given),
        path(f"{prefix}feed.xml", feeds.feed, given),
        path(f"{prefix}corrections/", changes.corrections, given),
        path(f"{prefix}corrections/<page:page>/", changes.corrections, given),
        path(f"{prefix}corrections.xml", changes.corrections_feed, given),
        path(f"{prefix}checks/", checks.checks, given),
        path(f"{prefix}checks/<page:page>/", checks.checks, given),
        path(f"{prefix}checks.xml", checks.checks_feed, given),
    ]


PREFIXES = "|".join(code for code in LANGUAGES if code != DEFAULT)
FOLDERS = "articles|interviews|topics|people|search|corrections|checks"

urlpatterns = [
    *(pattern for language in LANGUAGES for pattern in pages(language)),
    path("sitemap.xml", feeds.sitemap),
    path("robots.txt", feeds.robots),
    re_path(rf"^(?:(?:{PREFIXES})/)?(?:{FOLDERS})(?:/.*)?(?<!/)$", views.slashless),
    re_path(rf"^(?:{PREFIXES})$", views.slashless),
]
