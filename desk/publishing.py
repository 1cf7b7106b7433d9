"""The small pages between a button and a verb: what will happen, and what is in the way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from desk.asking import page, story_of, user_of
from desk.changing import ChangeForm, differences
from desk.notes.alone import pending
from newsroom import paths, verbs
from newsroom.admin.every_story import form_url
from newsroom.admin.moments import MomentField
from newsroom.models import Change, Edition, RelatedStory, Story
from newsroom.permissions import Action, can, require
from newsroom.problems import Problem, problems
from newsroom.status import Status, minute, status, statuses

MOST_STORIES = 200
MOMENT = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A piece on the page: the one asked for, or one that could go out with it."""

    story: Story
    status: Status
    problems: list[Problem]
    ticked: bool

    @property
    def blocking(self) -> list[Problem]:
        return [problem for problem in self.problems if problem.severity == "error"]

    @property
    def warnings(self) -> list[Problem]:
        return [problem for problem in self.problems if problem.severity == "warning"]

    @property
    def address(self) -> str:
        story = self.story
        return settings.SITE_URL + paths.path_for(story.kind, story.language, story.slug)

    @property
    def seen(self) -> str:
        """What the page showed of it: its version, the numbers of its standing entries, and when
        it changed last, because notes change without a version."""
        standing = [entry.number for entry in (self.status.entry, *self.status.scheduled) if entry]
        changed = f"{self.story.changed_at.timestamp():.6f}"
        return "-".join(map(str, [self.story.version, *standing, changed]))

    @property
    def form_url(self) -> str:
        return form_url(self.story)


class LaterForm(forms.Form):
    # No default: what becomes of a scheduled edition is for the publisher to say.
    later = forms.ChoiceField(
        label="What becomes of the scheduled edition?",
        required=False,
        choices=[
            ("remake", "Make it again from this text, at its time"),
            ("cancel", "Cancel it"),
        ],
        widget=forms.RadioSelect,
    )


class WhenForm(LaterForm):
    when = forms.ChoiceField(
        label="When",
        choices=[("now", "Now"), ("later", "At a time")],
        initial="now",
        widget=forms.RadioSelect,
    )
    at = MomentField(label="Time", required=False, widget=MOMENT)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("when") == "later" and not cleaned.get("at") and "at" not in self.errors:
            self.add_error("at", "Choose the day and the time.")
        return cleaned


@require_http_methods(["GET", "POST"])
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """GET says what publishing would do; POST publishes, all chosen pieces or none."""
    user = user_of(request)
    main = story_of(pk)
    require(user, Action.PUBLISH, main)
    candidates = _candidates(request, main)
    main = candidates[0].story
    if request.method != "POST":
        embargo = main.embargo_until
        held = embargo is not None and embargo > timezone.now()
        later = held or request.GET.get("when") == "later"
        form = WhenForm(
            initial={"when": "later" if later else "now", "at": embargo if held else None}
        )
        return _publish_page(request, main, candidates, form, _question(request, candidates))
    if _pressed_twice(request, candidates[0]):
        return HttpResponseRedirect(_published_url(candidates[0].status.live, main))
    form = WhenForm(request.POST)
    chosen = [each for each in candidates if each.ticked]
    question = _question(request, candidates)
    if form.is_valid() and not chosen:
        form.add_error(None, "None of these pieces can be published yet.")
    answered = question is None or question.is_valid()
    if form.is_valid() and answered and not _seen_otherwise(request, chosen, form):
        at = form.cleaned_data["at"] if form.cleaned_data["when"] == "later" else None
        try:
            editions = verbs.publish(
                *(each.story for each in chosen),
                by=user,
                at=at,
                later=form.cleaned_data["later"] or None,
                **(_answer(question) if question is not None else {}),
            )
        except verbs.NothingNew as refusal:
            # Two presses at one moment: the other one has done it.
            messages.info(request, str(refusal))
            return HttpResponseRedirect(_published_url(status(main).live, main))
        except verbs.ScheduledLater as refusal:
            form.add_error("later", str(refusal))
        except verbs.VerbRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            return _done(request, main, editions)
    return _publish_page(request, main, candidates, form, question)


def _question(request: HttpRequest, candidates: list[Candidate]) -> ChangeForm | None:
    """What kind of change it is: asked where readers have an earlier text of a piece, or were
    told why they have none any more."""
    chosen = [each for each in candidates if each.ticked]
    again = any(each.status.entry and each.status.entry.is_tombstone for each in chosen)
    if not again and not any(each.status.live for each in chosen):
        return None
    main = candidates[0]
    alone = "chosen" not in request.GET
    passages = differences(main.story) if alone and main.status.live else []
    sent = request.POST if request.method == "POST" else None
    return ChangeForm(sent, passages=passages, correctable=alone, over_tombstone=again)


def _answer(question: ChangeForm) -> dict[str, Any]:
    return {
        "change": Change(question.cleaned_data["change"]),
        "note": question.told,
        "corrected": question.corrected(),
    }


@require_http_methods(["GET", "POST"])
def scheduled(request: HttpRequest, pk: int) -> HttpResponse:
    """An edition to come: moved to another time, or cancelled."""
    user = user_of(request)
    entry = get_object_or_404(Edition.objects.select_related("story").defer("record"), pk=pk)
    require(user, Action.PUBLISH, entry.story)
    form = RescheduleForm(request.POST or None, initial={"at": entry.issued_at})
    if request.method == "POST":
        try:
            if "cancel" in request.POST:
                verbs.cancel(entry, by=user)
                messages.success(request, "Cancelled. That edition will not go out.")
                return HttpResponseRedirect(form_url(entry.story))
            if form.is_valid():
                entry = verbs.reschedule(entry, at=form.cleaned_data["at"], by=user)
                messages.success(request, f"Moved to {minute(entry.issued_at)}.")
                return HttpResponseRedirect(form_url(entry.story))
        except verbs.VerbRefused as error:
            form.add_error(None, str(error))
    context = {"entry": entry, "form": form, "form_url": form_url(entry.story)}
    return page(request, "desk/scheduled.html", f"“{entry.title}”", context, form)


class RescheduleForm(forms.Form):
    at = MomentField(label="New time", widget=MOMENT)


def _candidates(request: HttpRequest, main: Story) -> list[Candidate]:
    """`main`, the pieces chosen in a list, and those tied to it that readers cannot read yet."""
    sent = request.POST if request.method == "POST" else request.GET
    chosen = [
        int(raw) for raw in sent.getlist("with")[:MOST_STORIES] if raw.isdecimal() and len(raw) < 16
    ]
    in_list = "chosen" in request.GET
    tied = set() if in_list else _tied(main)
    others = Story.objects.filter(pk__in={*chosen, *tied} - {main.pk}).order_by("pk")
    stories = [main, *(story.concrete for story in others)]
    standing = statuses(stories)
    found = []
    for story in stories:
        if story is not main:
            if not can(request.user, Action.PUBLISH, story):
                continue
            if story.pk not in chosen and (standing[story.pk].live or standing[story.pk].scheduled):
                continue
        faults = problems(story)
        blocked = any(fault.severity == "error" for fault in faults)
        # Offered ticked; what the publisher unticked stays so.
        wanted = story.pk in chosen if request.method == "POST" or chosen else True
        ticked = (story is main and not in_list) or ((story is main or wanted) and not blocked)
        found.append(Candidate(story, standing[story.pk], faults, ticked))
    if in_list:
        # One that cannot go must not stand in the way of those that can.
        found.sort(key=lambda each: bool(each.blocking))
    return found


def _tied(main: Story) -> set[int]:
    """Ids of the pieces that `main` links to, or that link to it."""
    there = RelatedStory.objects.filter(story=main.pk).values_list("target", flat=True)
    back = RelatedStory.objects.filter(target=main.pk).values_list("story", flat=True)
    return {*there, *back}


def _seen_otherwise(request: HttpRequest, chosen: list[Candidate], form: WhenForm) -> bool:
    """Whether a piece was saved since the page was shown: nobody publishes words unseen."""
    for each in chosen:
        if request.POST.get(f"seen-{each.story.pk}") != each.seen:
            form.add_error(
                None,
                f"“{each.story}” was saved or published again since you opened this page. Look "
                "at it once more, then publish.",
            )
            return True
    return False


def _pressed_twice(request: HttpRequest, main: Candidate) -> bool:
    """The first press published it: the second one finds this person's edition, unchanged since."""
    live = main.status.live
    shown = request.POST.get(f"seen-{main.story.pk}", "")
    return (
        live is not None
        and shown.partition("-")[0] == str(main.story.version)
        and shown != main.seen
        and live.created_by_id == request.user.pk
        and not main.status.has_changes
        and request.POST.get("when") == "now"
    )


def _published_url(edition: Edition | None, story: Story) -> str:
    return f"{form_url(story)}?published={edition.number if edition else ''}"


def _done(request: HttpRequest, main: Story, editions: list[Edition]) -> HttpResponse:
    first = next((each for each in editions if each.story_id == main.pk), editions[0])
    is_live = first.issued_at <= timezone.now()
    if "chosen" in request.GET:
        count = len(editions)
        pieces = "1 piece" if count == 1 else f"{count} pieces"
        when = "Readers see it all now." if is_live else f"They go out {minute(first.issued_at)}."
        messages.success(request, f"{'Published' if is_live else 'Scheduled'} {pieces}. {when}")
        return HttpResponseRedirect(reverse("admin:newsroom_story_changelist"))
    for edition in editions:
        if edition.story_id == main.pk:
            continue
        done = "Published with it" if is_live else "Scheduled with it"
        messages.success(request, f"{done}: “{edition.title}”.")
    if is_live:
        return HttpResponseRedirect(_published_url(first, main))
    messages.success(
        request, f"Scheduled for {minute(first.issued_at)}. Readers see nothing of it until then."
    )
    return HttpResponseRedirect(form_url(main))


def _publish_page(
    request: HttpRequest,
    main: Story,
    candidates: list[Candidate],
    form: WhenForm,
    question: ChangeForm | None,
) -> HttpResponse:
    first = candidates[0]
    chosen = [each for each in candidates if each.ticked]
    context = {
        "main": first,
        "others": candidates[1:],
        "form": form,
        "question": question,
        "scheduled": [entry for each in chosen for entry in each.status.scheduled],
        "notes_wait": first.status.live is not None and _notes_wait(main),
        "zone": timezone.get_current_timezone_name(),
        "now": timezone.localtime(),
        "embargo": main.embargo_until
        if main.embargo_until and main.embargo_until > timezone.now()
        else None,
        "can_publish": not first.blocking,
        "form_url": first.form_url,
    }
    title = f"Publish “{main}”" if len(candidates) == 1 else f"Publish “{main}” and others"
    return page(request, "desk/publish.html", title, context, refused=form.is_bound)


def _notes_wait(story: Story) -> bool:
    """Whether readers of its live text could get other notes than they have."""
    waiting = pending(story)
    return waiting is not None and waiting.has_any
