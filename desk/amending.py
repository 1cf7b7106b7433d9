"""Correcting the live text while its draft is being rewritten: first the words, then the question."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_http_methods

from desk.asking import page, sent, story_of, user_of
from desk.changing import ChangeForm
from desk.publishing import LaterForm
from newsroom import carrying, corrections, verbs
from newsroom.admin.every_story import form_url
from newsroom.models import Change, Edition, Story
from newsroom.permissions import Action, require

LABELS = {
    "title": "Title", "standfirst": "Standfirst", "body": "Text", "introduction": "Introduction",
    "transcript": "Transcript",
}  # fmt: skip
CARRIED = "The draft has the same words too."
NOT_CARRIED = (
    "The draft says something else in the same place, so it was left as it is: look whether it "
    "needs the correction too."
)


class WordsForm(forms.Form):
    """The words of the live edition, to be changed. `seen` is its number."""

    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, live: Edition, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        record = live.record
        self.fields["seen"].initial = live.number
        words = {"title": record["title"], "standfirst": record["standfirst"], **record["texts"]}
        for name, text in words.items():
            if name not in LABELS:
                continue  # what was said word for word is no text that readers have
            rows = {"title": 1, "standfirst": 3}.get(name, 20)
            self.fields[name] = forms.CharField(
                label=LABELS[name],
                initial=text,
                required=name == "title",
                max_length=300 if name == "title" else None,
                strip=name in {"title", "standfirst"},
                widget=forms.Textarea(attrs={"rows": rows, "lang": live.language, "dir": "auto"}),
            )

    @property
    def words(self) -> dict[str, str]:
        return {
            name: text.replace("\r\n", "\n")
            for name, text in self.cleaned_data.items()
            if name != "seen"
        }


@require_http_methods(["GET", "POST"])
def amend(request: HttpRequest, pk: int) -> HttpResponse:
    user, story = user_of(request), story_of(pk)
    require(user, Action.CORRECT, story)
    live = Edition.objects.live().filter(story=pk).select_related("body").first()
    if live is None:
        messages.error(request, "It is not live, so there is no live text to correct.")
        return HttpResponseRedirect(form_url(story))
    form = WordsForm(sent(request), live=live)
    question = later = None
    if form.is_valid():
        passages = _differences(story, live, form.words)
        if not passages and form.words["title"] == live.title:
            form.add_error(None, "No word differs from what readers have. Change them first.")
        elif form.cleaned_data["seen"] != live.number:
            form.add_error(
                None, "Another edition is live since you opened this page. Look at it once more."
            )
        else:
            asked = "change" in request.POST or "note" in request.POST
            question = ChangeForm(request.POST if asked else None, passages=passages)
            scheduled = Edition.objects.later_than(live.issued_at).filter(story=pk)
            later = LaterForm(request.POST if asked else None) if scheduled.exists() else None
            if question.is_valid() and (later is None or later.is_valid()):
                try:
                    edition = verbs.amend(
                        story,
                        form.words,
                        by=user,
                        seen=live.number,
                        change=Change(question.cleaned_data["change"]),
                        note=question.told,
                        corrected=question.corrected(),
                        later=(later.cleaned_data["later"] or None) if later else None,
                    )
                except verbs.VerbRefused as refusal:
                    question.add_error(None, str(refusal))
                else:
                    carried = carrying.carry_over(story, live, form.words, by=user)
                    messages.success(request, CARRIED if carried else NOT_CARRIED)
                    return HttpResponseRedirect(f"{form_url(story)}?published={edition.number}")
    context = {
        "story": story, "form": form, "question": question, "later": later,
        "form_url": form_url(story),
        "texts": [form[name] for name in form.fields if name != "seen"],
    }  # fmt: skip
    refused = bool(form.errors or (question and question.errors))
    return page(
        request, "desk/amend.html", f"Correct the live text of “{story}”", context, refused=refused
    )


def _differences(story: Story, live: Edition, words: dict[str, str]) -> list[corrections.Corrected]:
    record = story.freeze(base=live, words=words)
    return corrections.differences(live, record, story.derive(record).texts)
