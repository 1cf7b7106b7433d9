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
