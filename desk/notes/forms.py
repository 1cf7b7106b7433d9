"""What a note of each kind is asked, and on which words it is put."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelectMultiple
from django.db import IntegrityError, transaction

from annotations.models import Annotation, Source, Term, Verdict
from annotations.sourcing import fits, source_at, sources_at
from annotations.verbs import LONGEST, Content, NoteRefused
from newsroom.admin.fields import AddressesField, PlainTextField, WebAddressField
from newsroom.admin.rows import SearchedSelect
from newsroom.models import Story, User
from newsroom.permissions import Action, can

Kind = Annotation.Kind
# What the four buttons say.
BUTTONS = {
    Kind.SOURCE: "Source",
    Kind.EXPLAIN: "Explain",
    Kind.CHECK: "Check",
    Kind.COMMENT: "Comment",
}
_NUMBER = re.compile(r"[0-9]{1,18}")
TOO_LONG = "This address is longer than 2,000 characters. Is there a shorter one?"


class SearchedSources(AutocompleteSelectMultiple):
    """Several of them; what was posted and cannot be a row's number is asked about nowhere."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        posted = super().value_from_datadict(data, files, name) or []
        return [each for each in posted if _NUMBER.fullmatch(each)]


class OneOf(SearchedSelect):
    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        posted = str(super().value_from_datadict(data, files, name) or "")
        return posted if _NUMBER.fullmatch(posted) else ""


def _searched(name: str, widget: type[Any] = OneOf) -> Any:
    return widget(Annotation._meta.get_field(name), admin.site)


def _words(label: str, hint: str = "") -> forms.CharField:
    return PlainTextField(
        label=label,
        required=False,
        help_text=hint,
        max_length=20 * LONGEST,  # the verb says how long a note may be; nothing typed is cut
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )


class KindForm(forms.Form):
    """Of one kind. `content` makes what the form names anew, so it is asked for last."""

    kind: Kind
    hold = forms.BooleanField(
        label="Hold: keep it back when the piece is published", required=False
    )

    def __init__(self, *args: Any, story: Story, user: User, **kwargs: Any) -> None:
        self.story, self.user = story, user
        kwargs["prefix"] = self.kind.value
        super().__init__(*args, **kwargs)
        self.order_fields([name for name in self.fields if name != "hold"])

    def content(self) -> Content:
        given = self.cleaned_data
        return Content(body=given.get("body", ""), hold=given.get("hold", False))

    @classmethod
    def of(cls, note: Annotation) -> dict[str, Any]:
        """What its fields say at first, of a note there is."""
        return {"body": note.body, "hold": note.hold}


class SourceForm(KindForm):
    kind = Kind.SOURCE
    source = forms.ModelChoiceField(
        Source.objects.all(),
        label="A source that is known here",
        required=False,
        widget=_searched("source"),
        help_text="Search by title, publisher or address.",
    )
    address = WebAddressField(
        label="Or its address", required=False, help_text="Paste it: https://…", max_length=9000
    )
    body = _words("What it says of these words", "May be left empty.")

    def clean_address(self) -> str:
        return _not_too_long(self.cleaned_data["address"])

    def content(self) -> Content:
        given = self.cleaned_data
        source = given["source"]
        if source is None and given["address"]:
            source = source_at(given["address"])
        return Content(body=given["body"], source=source, hold=given["hold"])

    @classmethod
    def of(cls, note: Annotation) -> dict[str, Any]:
        return {**super().of(note), "source": note.source_id}


class ExplainForm(KindForm):
    kind = Kind.EXPLAIN
    term = forms.ModelChoiceField(
        Term.objects.all(),
        label="A word of the glossary",
        required=False,
        widget=_searched("term"),
        help_text="Its definition is shown at every place that explains it.",
    )
    word = forms.CharField(label="Or a new word for it", required=False, max_length=200)
    definition = _words("What the new word means", "In a sentence or two; Markdown.")
    body = _words("What it means here", "Context for this place. Markdown.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not can(self.user, Action.CATALOGUE):
            del self.fields["word"], self.fields["definition"]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        word, means = given.get("word", ""), given.get("definition", "").strip()
        if word and not means:
            self.add_error("definition", f"Say what “{word}” means.")
        elif means and not word:
            self.add_error("word", "Say which word this defines.")
        elif word and given.get("term"):
            self.add_error("word", "Choose a word above, or write a new one: not both.")
        elif word and self._known(word):
            self.add_error("word", f"The glossary has “{word}” already: choose it above.")
        return given

    def _known(self, word: str) -> bool:
        return Term.objects.filter(language=self.story.language, word__iexact=word).exists()

    def content(self) -> Content:
        given = self.cleaned_data
        term = given["term"]
        if given.get("word"):
            try:
                with transaction.atomic():
                    term = Term.objects.create(
                        language=self.story.language,
                        word=given["word"],
                        definition=given["definition"].strip(),
                    )
            except IntegrityError as problem:
                raise NoteRefused(
                    f"Somebody put “{given['word']}” into the glossary in the meantime: choose it."
                ) from problem
        return Content(body=given["body"], term=term, hold=given["hold"])

    @classmethod
    def of(cls, note: Annotation) -> dict[str, Any]:
        return {**super().of(note), "term": note.term_id}


class CheckForm(KindForm):
    """The words are the claim."""

    kind = Kind.CHECK
    verdict = forms.ModelChoiceField(
        Verdict.objects.all(), label="Verdict", required=False, empty_label="Still open"
    )
    body = _words("How you know", "What was found, for readers. Markdown.")
    evidence = forms.ModelMultipleChoiceField(
        Source.objects.all(),
        label="Sources that are known here",
        required=False,
        widget=_searched("evidence", SearchedSources),
        help_text="Search by title, publisher or address.",
    )
    addresses = AddressesField(
        label="More sources",
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "ltr"}),
        help_text="Their addresses, one a line.",
    )

    def clean_addresses(self) -> list[str]:
        return [_not_too_long(each) for each in self.cleaned_data["addresses"]]

    def content(self) -> Content:
        given = self.cleaned_data
        new = sources_at(dict.fromkeys(given["addresses"], ""))
        known = {source.pk: source for source in [*given["evidence"], *new.values()]}
        return Content(
            body=given["body"],
            verdict=given["verdict"],
            evidence=list(known.values()),
            hold=given["hold"],
        )

    @classmethod
    def of(cls, note: Annotation) -> dict[str, Any]:
        evidence = [source.pk for source in note.evidence.all()]
        return {**super().of(note), "verdict": note.verdict_id, "evidence": evidence}


class CommentForm(KindForm):
    """Between editors: never for readers, so there is nothing to hold back."""

    kind = Kind.COMMENT
    body = _words("Your comment", "Colleagues read it; readers never do.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["hold"]


FORMS: dict[str, type[KindForm]] = {
    form.kind.value: form for form in (SourceForm, ExplainForm, CheckForm, CommentForm)
}


class ReplyForm(forms.Form):
    reply = _words("Your reply")


def _not_too_long(address: str) -> str:
    if not fits(address):
        raise forms.ValidationError(TOO_LONG)
    return address
