"""What the page of a conflict shows: values in words, and what each side changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms

from newsroom.admin.wordings import SavedForm
from newsroom.merging import Question, Together
from prose.comparing import Run, word_runs

# Of a long change, so much is shown; all of it is in the form.
SHOWN = 1200
MOST_CHANGES = 200


@dataclass(frozen=True, slots=True)
class QuestionView:
    name: str
    label: str
    before: str
    base: str
    mine: list[Run]
    theirs: list[Run]
    is_words: bool
    chosen: str


@dataclass(frozen=True, slots=True)
class ChangeView:
    """One place of the piece that one side changed."""

    label: str
    by_mine: bool
    runs: list[Run]
    is_long: bool


def question_views(
    together: Together, saved: SavedForm, choices: Mapping[str, str]
) -> list[QuestionView]:
    return [_question(each, saved, choices) for each in together.questions]


def _question(question: Question, saved: SavedForm, choices: Mapping[str, str]) -> QuestionView:
    three = question.base, question.mine, question.theirs
    if not question.is_words:
        field = _field(question.field, question.value, saved)
        three = _shown(field, three[0]), _shown(field, three[1]), _shown(field, three[2])
    return QuestionView(
        name=question.name,
        label=_label(question, saved),
        before=question.before,
        base=three[0],
        mine=_wording(three[0], three[1], is_words=question.is_words),
        theirs=_wording(three[0], three[2], is_words=question.is_words),
        is_words=question.is_words,
        # Of words both are kept unless somebody says otherwise; of facts only one can be.
        chosen=choices.get(question.name, "both" if question.is_words else ""),
    )


def _wording(base: str, words: str, *, is_words: bool) -> list[Run]:
    """The words as they stand, those that are new told apart."""
    if not is_words or not base:
        return [Run("same", words)] if words else []
    return [run for run in word_runs(base, words) if run.kind != "deleted"]


@dataclass(frozen=True, slots=True)
class Changes:
    """What each side changed alone, the first ones; `more` are not shown."""

    shown: list[ChangeView]
    more: int


def changed_places(together: Together, saved: SavedForm) -> Changes:
    views = []
    for change in together.changes[:MOST_CHANGES]:
        before, after = change.before, change.after
        if change.field in saved.form.fields and change.field not in saved.text_names:
            field = saved.form.fields[change.field]
            before, after = _shown(field, before), _shown(field, after)
        views.append(
            ChangeView(
                label=_name(change.field, saved),
                by_mine=change.by_mine,
                runs=list(word_runs(before[:SHOWN], after[:SHOWN])),
                is_long=max(len(before), len(after)) > SHOWN,
            )
        )
    return Changes(views, len(together.changes) - len(views))


def _label(question: Question, saved: SavedForm) -> str:
    if not question.value:
        return _name(question.field, saved)
    field = _field(question.field, question.value, saved)
    key = question.row.partition(" ")[0] if question.field == "related_stories" else question.row
    formset = saved.formsets[question.field]
    if question.field == "related_stories":
        key = _shown(formset.form.base_fields["target"], key)
    return f"{_name(question.field, saved)}, {key}: {field.label or question.value}"


def _name(name: str, saved: SavedForm) -> str:
    if name in saved.formsets:
        return str(saved.formsets[name].model._meta.verbose_name_plural).capitalize()
    label = saved.form.fields[name].label if name in saved.form.fields else None
    text = str(label or name.replace("_", " "))
    return text[:1].upper() + text[1:]


def _field(name: str, value: str, saved: SavedForm) -> Any:
    if value:
        return saved.formsets[name].form.base_fields[value]
    return saved.form.fields[name]


def _shown(field: Any, value: str) -> str:
    """A value as the form shows it: a person's name, not a number."""
    if not value:
        return ""
    if isinstance(field, forms.ModelChoiceField):
        try:
            return str(field.to_python(value) or value)
        except forms.ValidationError:
            return "Something that is no longer there"
    if isinstance(field, forms.MultipleChoiceField):
        labels = dict(field.choices)  # type: ignore[arg-type]
        return " · ".join(str(labels.get(each, each)) for each in value.split())
    if isinstance(field, forms.ChoiceField):
        return str(dict(field.choices).get(value, value))  # type: ignore[arg-type]
    return value.replace("T", " ") if isinstance(field, forms.DateTimeField) else value
