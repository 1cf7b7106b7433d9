"""Which questions stand in an interview's list of contents: the field where editors tick them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django import forms

from interviews.deriving import last_question
from newsroom.admin.story_form import StoryForm

if TYPE_CHECKING:
    from interviews.models import Interview

    MultipleChoiceField = forms.MultipleChoiceField
else:
    MultipleChoiceField = forms.MultipleChoiceField

_MARKUP = re.compile(r"\]\([^)]*\)|[*_`\[]")
KEPT = "_questions_asked"


def questions(interview: Interview) -> list[tuple[str, str]]:
    """Key and words of every turn of an interviewer, as the text was saved last; one query."""
    if not interview.pk:
        return []
    if KEPT not in interview.__dict__:
        asked = interview.turns.standing().filter(kind="speech", speaker__role="interviewer")
        interview.__dict__[KEPT] = [
            (key, last_question(" ".join(_MARKUP.sub("", text).split())))
            for key, text in asked.values_list("key", "text")
        ]
    kept: list[tuple[str, str]] = interview.__dict__[KEPT]
    return kept


class QuestionsWidget(forms.CheckboxSelectMultiple):
    """Plain checkboxes; an empty value beside them says that they were there to be ticked."""

    template_name = "interviews/questions_widget.html"


class QuestionsField(MultipleChoiceField):
    """Keys in the column, apart by spaces; boxes in the form. Keys of no question are dropped:
    somebody may have taken one out while the form was open."""

    widget = QuestionsWidget

    def prepare_value(self, value: Any) -> list[str]:
        return value.split() if isinstance(value, str) else [each for each in value or [] if each]

    def clean(self, value: Any) -> str:
        ticked = set(self.prepare_value(value))
        return " ".join(key for key, _ in self.choices if key in ticked)  # type: ignore[union-attr,misc]

    def has_changed(self, initial: Any, data: Any) -> bool:
        return set(self.prepare_value(initial)) != set(self.prepare_value(data))


class InterviewForm(StoryForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields.get("contents_of")
        if isinstance(field, QuestionsField):
            field.choices = questions(self.instance)
