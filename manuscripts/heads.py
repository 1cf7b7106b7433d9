"""What a manuscript's own head says of its pieces beyond their words: byline, section, topics,
address. The page that shows it and the import that does it read it here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from manuscripts.people import Known
from newsroom import paths
from newsroom.languages import LANGUAGES
from newsroom.models import Story, Topic
from prose.slugs import slugify

if TYPE_CHECKING:
    from manuscripts.importer import Import


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that the head says: what is done of it, and what is not, with the reason."""

    label: str
    done: str = ""
    undone: str = ""


def names_in(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value] if value.strip() else []
    if isinstance(value, list | dict):
        return list(dict.fromkeys(str(each) for each in value if str(each).strip()))
    return [str(value)] if value else []


def section(metadata: Mapping[str, Any]) -> Topic | None:
    [wanted] = names_in(metadata.get("section"))[:1] or [""]
    slug = slugify(wanted)
    return Topic.objects.filter(kind=Topic.Kind.SECTION, slug=slug).first() if slug else None


def topics(metadata: Mapping[str, Any]) -> list[Topic]:
    wanted = [slugify(name) for name in names_in(metadata.get("topics"))]
    return list(Topic.objects.filter(slug__in=wanted).exclude(kind=Topic.Kind.SECTION))


def address(metadata: Mapping[str, Any]) -> str:
    [wanted] = names_in(metadata.get("slug"))[:1] or [""]
    return wanted


def said(coming: Import, *, may_add: bool, language: str = "") -> list[Line]:
    """Every such thing in the head of `coming`, as it will be done by somebody who `may_add`
    people; `language` is what was chosen for the text, which the head's own goes before."""
    if not coming.parsed.stories:
        return []
    metadata, first = coming.parsed.metadata, coming.parsed.stories[0]
    lines = [
        *_byline(names_in(metadata.get("authors")), coming.known, may_add=may_add),
        *_section(names_in(metadata.get("section"))[:1], section(metadata)),
        *_topics(names_in(metadata.get("topics")), topics(metadata)),
    ]
    if slugify(address(metadata)):
        story = Story(kind=first.kind, language=first.language, title=first.title)
        label = "Address" if len(coming.parsed.stories) == 1 else "Address of the first"
        lines.append(Line(label, paths.free_slug(story, address(metadata))))
    if language and first.language != language and metadata.get("language"):
        held, chosen = LANGUAGES[first.language].name, LANGUAGES[language].name
        lines.append(Line("Language", f"{held}, as the head says, and not {chosen} as chosen."))
    return lines


def _byline(names: Sequence[str], known: Known, *, may_add: bool) -> list[Line]:
    done, undone = [], []
    for name in names:
        person = known.credited(name)
        if person is not None:
            done.append(f"{person.name} (known here)")
        elif known.called(name):
            undone.append(
                f"{name} stands in no byline: {len(known.called(name))} people are called so."
            )
        elif may_add:
            done.append(f"{name} (a new person)")
        else:
            undone.append(f"{name} is not known here, so stands in no byline.")
    return [Line("Byline", ", ".join(done), " ".join(undone))] if names else []


def _section(names: Sequence[str], found: Topic | None) -> list[Line]:
    if found is not None:
        return [Line("Section", found.name)]
    return [Line("Section", undone=f"“{name}” is no section here, so none.") for name in names]


def _topics(names: Sequence[str], found: Sequence[Topic]) -> list[Line]:
    slugs = {topic.slug for topic in found}
    unknown = [f"“{name}”" for name in names if slugify(name) not in slugs]
    missing = f"Not known here, so left out: {', '.join(unknown)}." if unknown else ""
    return [Line("Topics", ", ".join(topic.name for topic in found), missing)] if names else []
