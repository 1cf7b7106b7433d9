"""What makes a story unpublishable, said once, for every form, action, command and import."""

from dataclasses import dataclass
from typing import Literal

from newsroom import approval
from newsroom.models import Picture, Story
from newsroom.publication import picture_keys

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Problem:
    """`place` is the form field it concerns; `remedy` says what to do about it."""

    severity: Severity
    place: str
    message: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.message} {self.remedy}".strip()


def problems(story: Story) -> list[Problem]:
    """Everything in the way of publishing `story`, errors first. Warnings never stop a publish."""
    concrete = story.concrete
    found = [*common(concrete), *concrete.problems(), *concrete.note_problems()]
    return sorted(found, key=lambda problem: problem.severity != "error")


def blocking(story: Story) -> list[Problem]:
    return [problem for problem in problems(story) if problem.severity == "error"]


def blocking_words(story: Story) -> list[Problem]:
    """As `blocking`, of words that are not the working copy's: its notes are not on them."""
    found = [*common(story), *story.problems()]
    return [problem for problem in found if problem.severity == "error"]


def common(story: Story) -> list[Problem]:
    found = []
    if not story.title.strip():
        found.append(Problem("error", "title", "It has no title.", "Write one."))
    if not story._state.adding and not story.slug:
        found.append(
            Problem("error", "slug", "It has no address.", "Write one, or save to have one made.")
        )
    if not story._state.adding and approval.is_lacking(story):
        found.append(
            Problem(
                "error",
                "stage",
                "Nobody has approved this wording.",
                "Send it for review: somebody else than its last writer has to approve it.",
            )
        )
    if not story.standfirst.strip():
        found.append(
            Problem(
                "warning",
                "standfirst",
                "It has no standfirst.",
                "Cards and link previews will show the title alone.",
            )
        )
    if story.section_id is None:
        found.append(
            Problem(
                "warning",
                "section",
                "It stands in no section.",
                "Choose one, or the front page shows it among the latest only.",
            )
        )
    return [*found, *_of_pictures(story)]


def _of_pictures(story: Story) -> list[Problem]:
    """Pictures in a text that are not there, or stand over it already."""
    named = {place: picture_keys(text) for place, text in story.texts().items()}
    keys = set().union(*named.values())
    if not keys:
        return []
    known = set(Picture.objects.filter(key__in=keys).values_list("key", flat=True))
    found = [
        Problem(
            "warning",
            place,
            f"It shows a picture that does not exist: “{key}”.",
            "Choose it again with Picture, or take that line out; readers see nothing there.",
        )
        for place, each in named.items()
        for key in sorted(each - known)
    ]
    lead = story.lead_picture
    return found + [
        Problem(
            "warning",
            place,
            "Its lead picture stands in the text too.",
            "Readers see it twice: choose another for one of the places.",
        )
        for place, each in named.items()
        if lead is not None and lead.key in each
    ]
