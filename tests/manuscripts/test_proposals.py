"""Who is proposed for the labels of a manuscript."""

from __future__ import annotations

import pytest

from manuscripts import importer, people

pytestmark = pytest.mark.django_db


def proposed(*labels):
    turns = "\n\n".join(f"**{label}:** Words of {place}." for place, label in enumerate(labels))
    [proposals] = importer.prepare(f"# A talk\n\n{turns}\n\n{turns}").proposals
    return {label: proposal.choice for label, proposal in proposals.items()}


@pytest.mark.parametrize("part", ["Host", "Speaker 1", "Q", "Audience member", "听众", "受访者"])
def test_a_part_is_proposed_as_nobody(part):
    assert proposed(part, "Dana Ito")[part] == people.NOBODY


@pytest.mark.parametrize("name", ["Dana Ito", "李伟", "Ann Host"])
def test_a_name_is_proposed_as_a_person(name):
    assert proposed("Interviewer", name)[name] == f"new:{name}"


def test_a_name_beside_another_speakers_is_not_its_surname():
    # As captions write it, without “and”.
    text = "\n\n".join(
        f"**{label}:** So here is that talk between Kevin Tom and {number} more."
        for number, label in enumerate(["Kevin", "Tom", "Kevin", "Tom"])
    )
    [proposals] = importer.prepare(f"# A talk\n\n{text}").proposals
    assert not [each.choice for each in proposals.values() if each.choice == "new:Kevin Tom"]


def test_a_name_of_one_word_is_not_called_a_part():
    [proposals] = importer.prepare(
        "# A talk\n\n**Host:** Hello?\n\n**Alban:** Hello.\n\n**Host:** So?\n\n**Alban:** So."
    ).proposals
    assert proposals["Host"].reason == "A part, not a name."
    assert proposals["Alban"].reason.startswith("One word")
