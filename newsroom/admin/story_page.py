"""What the page round a story's form shows: status, the main button, side facts, errors."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from newsroom import approval
from newsroom.admin.wordings import facts_read
from newsroom.models import Edition, LogEntry, Stage, Story
from newsroom.permissions import Action, can
from newsroom.problems import problems
from newsroom.status import Status, minute, status

SUBMIT = ("_submit", "Send for review")


@dataclass(frozen=True, slots=True)
class Group:
    """Side facts that fold away behind their name and a summary."""

    name: str
    summary: str
    fieldset: Any
    formsets: list[Any]
    has_errors: bool


@dataclass(frozen=True, slots=True)
class MainButton:
    name: str
    label: str


def page_context(
    model_admin: Any, request: HttpRequest, context: dict[str, Any], story: Any
) -> dict[str, Any]:
    """`context` is Django's for its change form; this is what ours adds."""
    user = request.user
    form = context["adminform"].form
    kind = model_admin.model.KIND
    saved = story is not None and story.pk is not None
    now = status(story) if saved else None
    found = problems(story) if saved and can(user, Action.PUBLISH, story) else []
    lacks_approval = any(problem.place == "stage" for problem in found)
    fieldsets = list(context["adminform"])
    return {
        "title": str(story) if saved else f"New {kind}",
        "subtitle": None,
        "kind": kind,
        "status": now,
        "status_line": now.line if now else "New. Nothing is saved yet.",
        "main_button": main_button(user, story if saved else None, now, lacks_approval),
        "blocking": [problem for problem in found if problem.severity == "error"],
        "warnings": [problem for problem in found if problem.severity == "warning"],
        "may_edit": context.get("has_change_permission", True) if saved else True,
        "may_publish": can(user, Action.PUBLISH, story if saved else None),
        "may_withdraw": bool(now and now.live) and can(user, Action.WITHDRAW, story),
        "may_amend": bool(now and now.live and now.has_changes)
        and can(user, Action.CORRECT, story),
        "may_retract": bool(now and now.entry and not now.entry.is_tombstone)
        and can(user, Action.RETRACT, story),
        "may_take_down": bool(now and now.entry) and can(user, Action.TAKE_DOWN, story),
        "may_submit": saved and story.stage == Stage.DRAFT and can(user, Action.SUBMIT, story),
        "may_approve": saved and story.stage != Stage.READY and can(user, Action.APPROVE, story),
        "may_send_back": saved and story.stage != Stage.DRAFT and can(user, Action.APPROVE, story),
        "returned": returned(story) if saved else None,
        "may_delete": bool(now and not now.entry) and can(user, Action.DELETE, story),
        "live_url": live_url(now.live) if now and now.live else "",
        "notes": story.note_counts() if saved else None,
        "notes_url": reverse("admin:desk_notes", args=[story.pk]) if saved else "",
        "published_url": _just_published(request, now),
        "main_fields": fieldsets[0],
        "facts_read": facts_read(form, request.POST) if saved else "",
        "groups": _groups(form, fieldsets[1:], context["inline_admin_formsets"]),
        "error_list": errors(form, context["inline_admin_formsets"]),
        "preview_url": reverse("admin:desk_preview", args=[kind, *([story.pk] if saved else [])]),
        "pictures_url": reverse("admin:desk_pictures"),
        **_links(model_admin, story if saved else None),
    }


def _links(model_admin: Any, story: Story | None) -> dict[str, str]:
    opts = model_admin.opts
    name = f"admin:{opts.app_label}_{opts.model_name}"
    links = {"list_url": reverse(f"{name}_changelist")}
    if story is not None:
        links["original_url"] = model_admin.form_url(story)
        links["history_url"] = reverse(f"{name}_history", args=[story.pk])
        links["delete_url"] = reverse(f"{name}_delete", args=[story.pk])
    return links


def main_button(
    user: Any, story: Story | None, now: Status | None, lacks_approval: bool = False
) -> MainButton:
    """The one thing to do next, as far as this person may."""
    if lacks_approval or not can(user, Action.PUBLISH, story):
        stage = story.stage if story is not None else Stage.DRAFT
        if stage == Stage.IN_REVIEW and can(user, Action.APPROVE, story):
            return MainButton("_approve", "Approve")
        if stage != Stage.IN_REVIEW and can(user, Action.SUBMIT, story):
            is_ready = story is not None and approval.is_approved(story)
            return MainButton("_save", "Save") if is_ready else MainButton(*SUBMIT)
        return MainButton("_save", "Save")
    if now is None:
        return MainButton("_publish", "Publish")
    if story is not None and story.embargo_until and story.embargo_until > timezone.now():
        return MainButton("_publish_later", "Publish at…")
    if now.live is None and now.scheduled:
        return MainButton("_publish_later", "Publish changes at…")
    return MainButton("_publish", "Publish changes" if now.live else "Publish")


def returned(story: Story) -> LogEntry | None:
    """Why a draft came back from its review, while that is the last thing that happened to it."""
    if story.stage != Stage.DRAFT:
        return None
    last = LogEntry.objects.filter(story=story.pk).first()
    return last if last is not None and last.verb == "return" else None


def live_url(edition: Edition) -> str:
    return f"{settings.SITE_URL}{edition.path}"


def _just_published(request: HttpRequest, now: Status | None) -> str:
    """The live link to show after publishing: the address says which edition it was."""
    number = request.GET.get("published", "")
    if now is None or now.live is None or number != str(now.live.number):
        return ""
    return live_url(now.live)


def _groups(form: Any, fieldsets: list[Any], formsets: list[Any]) -> list[Group]:
    groups = []
    for fieldset in fieldsets:
        rows = [each for each in formsets if each.opts.group == fieldset.name]
        # A fieldset's own fields, flat: lines may hold several.
        names = [name for name in fieldset.fields if name in form.fields]
        groups.append(
            Group(
                name=fieldset.name,
                summary=_summary(form, names, rows),
                fieldset=fieldset,
                formsets=rows,
                has_errors=any(form.errors.get(name) for name in names)
                or any(each.formset.total_error_count() for each in rows),
            )
        )
    return groups


def _summary(form: Any, names: list[str], formsets: list[Any]) -> str:
    """A few words of what is in a folded group."""
    story = form.instance
    words = []
    if "slug" in names and story.slug:
        words.append(story.slug)
    if "section" in names and story.section_id:
        words.append(str(story.section))
    if "verbatim" in names:
        words.append("Kept" if story.verbatim.strip() else "None")
    if "lead_picture" in names:
        words.append(str(story.lead_picture) if story.lead_picture_id else "None")
    if "recording" in names:
        words.append(str(story.recording) if story.recording_id else "None")
    if "assignee" in names and story.assignee_id:
        words.append(str(story.assignee))
    if "embargo_until" in names and story.embargo_until:
        words.append(f"Embargo until {minute(story.embargo_until)}")
    for each in formsets:
        count = each.formset.initial_form_count()
        if count:
            name = each.opts.verbose_name if count == 1 else each.opts.verbose_name_plural
            words.append(f"{count} {name}")
    return " · ".join(words)


def errors(form: Any, formsets: list[Any]) -> list[dict[str, str]]:
    """Every error once, with the id of the field it concerns, for the list on top."""
    found = [{"id": "", "label": "", "text": str(text)} for text in form.non_field_errors()]
    forms = [form]
    for each in formsets:
        found += [
            {"id": "", "label": each.opts.verbose_name_plural, "text": str(text)}
            for text in each.formset.non_form_errors()
        ]
        forms += each.formset.forms
    for one in forms:
        if one is not form and one.errors:
            found += [{"id": "", "label": "", "text": str(text)} for text in one.non_field_errors()]
        for name, texts in one.errors.items():
            if name == "__all__":
                continue
            field = one[name]
            found += [
                {"id": field.id_for_label, "label": field.label, "text": str(text)}
                for text in texts
            ]
    return found
