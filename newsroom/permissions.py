"""Who may do what: one function, asked by every form, view, action, command and import."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Q

from newsroom.models import Role, Story, User


class Action(StrEnum):
    VIEW = "view"
    CREATE = "create"
    EDIT = "edit"
    SUBMIT = "submit"
    ANNOTATE = "annotate"
    ASSIGN = "assign"
    APPROVE = "approve"
    DELETE = "delete"
    PUBLISH = "publish"
    CORRECT = "correct"
    WITHDRAW = "withdraw"
    RETRACT = "retract"
    TAKE_DOWN = "take_down"
    CATALOGUE = "catalogue"  # people, topics, pictures
    MANAGE_USERS = "manage_users"
    READ_LOG = "read_log"  # of all pieces
    RULE = "rule"  # the house rules


_OWN = {Action.VIEW, Action.EDIT, Action.SUBMIT, Action.ANNOTATE}
_REPORTER = {Action.CREATE}
_EDITOR = _REPORTER | _OWN | {Action.ASSIGN, Action.APPROVE, Action.DELETE, Action.CATALOGUE}
_EDITOR |= {Action.READ_LOG}
_PUBLISHER = _EDITOR | {Action.PUBLISH, Action.CORRECT, Action.WITHDRAW, Action.RETRACT}
_ADMINISTRATOR = _PUBLISHER | {Action.TAKE_DOWN, Action.MANAGE_USERS, Action.RULE}

GRANTED: dict[str, frozenset[Action]] = {
    Role.REPORTER: frozenset(_REPORTER),
    Role.EDITOR: frozenset(_EDITOR),
    Role.PUBLISHER: frozenset(_PUBLISHER),
    Role.ADMINISTRATOR: frozenset(_ADMINISTRATOR),
}


def can(user: Any, action: Action | str, story: Story | None = None) -> bool:
    """May `user` do `action` (to `story`, where it concerns one)?

    A reporter works on own drafts: stories he or she began or is assigned to. Without a story,
    VIEW and EDIT ask whether there is any such story at all, for lists and menus. An account
    switched off, an anonymous visitor and a user who must first choose a new password may
    nothing.
    """
    if not isinstance(user, User) or not user.is_active or user.must_change_password:
        return False
    action = Action(action)
    if action in GRANTED.get(user.role, frozenset()):
        return True
    if user.role == Role.REPORTER and action in _OWN:
        return story is None or user.pk in {story.created_by_id, story.assignee_id}
    return False


def visible(user: Any) -> Q:
    """The stories that `can(user, VIEW, story)` allows, as a condition on a story's row."""
    if not can(user, Action.VIEW):
        return Q(pk__in=[])
    if Action.VIEW in GRANTED[user.role]:
        return Q()
    return Q(created_by=user.pk) | Q(assignee=user.pk)


def require(user: Any, action: Action, story: Story | None = None) -> None:
    """Raise PermissionDenied with a sentence for the person who asked."""
    if not can(user, action, story):
        thing = f"“{story}”" if story is not None else "this"
        raise PermissionDenied(
            f"Your role does not include “{action.replace('_', ' ')}” for {thing}."
        )
