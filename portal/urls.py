from django.urls import URLPattern, path, register_converter

from newsroom.languages import LANGUAGES
from portal import feeds, views


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


def pages(language: str) -> list[URLPattern]:
    """The same pages under each language's prefix."""
    prefix = LANGUAGES[language].prefix.lstrip("/")
    prefix = f"{prefix}/" if prefix else ""
    given = {"language": language}
    patterns = [path(prefix, views.front, given, name=f"front-{language}")]
    for kind, folder in (("article", "articles"), ("interview", "interviews")):
        patterns += [
            path(f"{prefix}{folder}/", views.archive, {**given, "kind": kind}),
            path(
                f"{prefix}{folder}/<year:year>/<month:month>/",
                views.archive,
                {**given, "kind": kind},
            ),
            path(f"{prefix}{folder}/<str:slug>/", views.story, given),
        ]
    return [
        *patterns,
        path(f"{prefix}topics/<str:slug>/", views.topic, given),
        path(f"{prefix}people/<str:slug>/", views.person, given),
        path(f"{prefix}search/", views.search, given),
        path(f"{prefix}feed.xml", feeds.feed, given),
    ]


urlpatterns = [
    *(pattern for language in LANGUAGES for pattern in pages(language)),
    path("sitemap.xml", feeds.sitemap),
    path("robots.txt", feeds.robots),
]
