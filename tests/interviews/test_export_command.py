from __future__ import annotations

import io

import pytest
from django.core.management import CommandError, call_command

from newsroom import saving, verbs
from tests.making import make_article, make_interview, make_user

pytestmark = pytest.mark.django_db

TIMED = "**Host:** [00:00:01] Where?\n\n**Ana Silva:** [00:00:03] There."


def export(pk, name, **options):
    out = io.StringIO()
    call_command("export_transcript", str(pk), format=name, stdout=out, **options)
    return out.getvalue()


def refused(pk, name, **options):
    with pytest.raises(CommandError) as error:
        export(pk, name, **options)
    return str(error.value)


def test_the_live_text_is_written_and_not_the_draft():
    interview = make_interview(transcript=TIMED)
    verbs.publish(interview, by=make_user())
    interview.transcript = TIMED.replace("There", "Nowhere")
    saving.save(interview, by=make_user())
    assert "Ana Silva: There." in export(interview.pk, "srt")
    assert "Ana Silva: Nowhere." in export(interview.pk, "srt", draft=True)


def test_each_refusal_says_why():
    interview = make_interview()
    assert "is not live" in refused(interview.pk, "md")
    assert "has no times" in refused(interview.pk, "vtt", draft=True)
    assert "There is no story" in refused(10**6, "md")
    assert "is no interview" in refused(make_article().pk, "md")
    assert "Nobody says anything" in refused(make_interview(transcript="").pk, "md", draft=True)
