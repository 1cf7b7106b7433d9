"""A story's form as a wording: read off what was posted or saved, and written back as a post."""

from __future__ import annotations

import json
from typing import Any

from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.http import HttpRequest, QueryDict

from newsroom.merging import ROWS, Row, Wording, row_key
from newsroom.models import Stage, Story
from newsroom.permissions import Action, can

# What the form showed of the facts that no revision holds.
FACTS_READ = "facts_read"
NO_TEXTS_OR_FACTS = {"based_on", "topics"}
# More rows than a form ever has: a forged count must not keep the server busy.
MOST_ROWS = 200


class SavedForm:
    """The form of a story as it would be shown now."""

    def __init__(self, model_admin: Any, request: HttpRequest, form: Any, story: Any) -> None:
        self.form = type(form)(instance=story)
        self.text_names = {"title", "standfirst", *story.texts()}
        self.formsets: dict[str, Any] = {}
        for formset, inline in model_admin.get_formsets_with_inlines(request, story):
            prefix = formset.get_default_prefix()
            if prefix in ROWS:
                rows = inline.get_queryset(request)
                self.formsets[prefix] = formset(instance=story, prefix=prefix, queryset=rows)

    @property
    def fact_names(self) -> list[str]:
        apart = self.text_names | NO_TEXTS_OR_FACTS
        return [name for name in self.form.fields if name not in apart]

    def facts(self) -> dict[str, str]:
        return {name: _one(self.form[name]) for name in self.fact_names}

    def rows(self, prefix: str) -> list[tuple[str, Row]]:
        """Each row with the id it has."""
        kind = ROWS[prefix]
        found = []
        for form in self.formsets[prefix].initial_forms:
            row = {
                name: _one(form[name]) if name in form.fields else str(getattr(form.instance, name))
                for name in (*kind.key, *kind.values)
            }
            if "order" in form.fields:
                row["order"] = _one(form["order"])
            found.append((str(form.instance.pk), row))
        return found


def facts_read(form: Any, post: Any) -> str:
    """For the form's page: the facts as they were when it was opened."""
    if form.is_bound:
        return str(post.get(FACTS_READ, ""))
    apart = {"title", "standfirst", *form.instance.texts()} | NO_TEXTS_OR_FACTS
    return json.dumps({name: _one(form[name]) for name in form.fields if name not in apart})


def facts_claimed(post: QueryDict) -> dict[str, str]:
    """What the form says it showed: the writer's own word, and trusted for no more than that."""
    try:
        claimed = json.loads(post.get(FACTS_READ, "{}"))
    except (ValueError, RecursionError):
        return {}
    if not isinstance(claimed, dict):
        return {}
    # Half a character, which JSON can spell, cannot be shown.
    return {
        name: value
        for name, value in claimed.items()
        if isinstance(value, str) and value.isprintable()
    }


def posted(request: HttpRequest, saved: SavedForm, story: Story) -> Wording:
    """What the form that was sent holds, read leniently: saving will say what makes no sense."""
    post = request.POST
    texts = {name: _lines(str(post[name])) for name in saved.text_names if name in post}
    for name in {"title", "standfirst"} & texts.keys():
        texts[name] = texts[name].strip()
    facts = {name: _sent(saved, name, post) for name in saved.fact_names if name in post}
    if "_submit" in post and "stage" in facts and can(request.user, Action.SUBMIT, story):
        facts["stage"] = str(Stage.IN_REVIEW)
    topics = post.getlist("topics") if "topics" in saved.form.fields else None
    rows = {
        prefix: _posted_rows(post, prefix, saved)
        for prefix in saved.formsets
        if f"{prefix}-TOTAL_FORMS" in post
    }
    sets = frozenset(name for name in facts if _takes_many(saved.form.fields[name]))
    return Wording(texts, facts, sets, topics, rows)


def write(post: QueryDict, wording: Wording, saved: SavedForm) -> None:
    """Put `wording` into `post`, as if it had been typed into the form as it is now."""
    for name, value in {**wording.texts, **wording.facts}.items():
        if name in saved.fact_names and _takes_many(saved.form.fields[name]):
            post.setlist(name, ["", *value.split()])
        else:
            post[name] = value
    if wording.topics is not None:
        post.setlist("topics", wording.topics)
    for prefix, rows in wording.rows.items():
        _write_rows(post, prefix, rows, saved)
    post[FACTS_READ] = json.dumps(saved.facts())


def _posted_rows(post: QueryDict, prefix: str, saved: SavedForm) -> list[Row]:
    kind = ROWS[prefix]
    known = dict(saved.rows(prefix))
    total = post.get(f"{prefix}-TOTAL_FORMS", "")
    rows = []
    for place in range(min(int(total) if total.isdecimal() else 0, MOST_ROWS)):
        start = f"{prefix}-{place}-"
        row = {
            name: _lines(str(post[start + name])).strip()
            for name in (*kind.key, *kind.values, "order")
            if start + name in post
        }
        # A label is not the form's to say: it is read off the transcript.
        row = {**known.get(post.get(f"{start}id", ""), {}), **row}
        if row.get(kind.key[0]) and not post.get(f"{start}DELETE"):
            rows.append(row)
    return sorted(rows, key=_order)


def _order(row: Row) -> int:
    order = row.get("order", "")
    return int(order) if order.isdecimal() and len(order) < 10 else 0


def _write_rows(post: QueryDict, prefix: str, rows: list[Row], saved: SavedForm) -> None:
    for name in [name for name in post if name.startswith(f"{prefix}-") and "_FORMS" not in name]:
        del post[name]
    there = saved.rows(prefix)
    keys = {row_key(prefix, row): row for _, row in there}
    rows = [{**keys.get(row_key(prefix, row), {}), **row} for row in rows]
    if "order" in saved.formsets[prefix].form.base_fields:
        orders = [_order(row) for row in rows]
        for place, row in enumerate(rows):
            row["order"] = str(place if orders != sorted(orders) else orders[place])
    wanted = {row_key(prefix, row): row for row in rows}
    new = [row for key, row in wanted.items() if key not in keys]
    lines = [
        (number, wanted.get(row_key(prefix, row), {**row, "DELETE": "on"})) for number, row in there
    ]
    lines += [("", row) for row in new]
    for place, (number, row) in enumerate(lines):
        for name, value in {**row, "id": number}.items():
            post[f"{prefix}-{place}-{name}"] = value
    post[f"{prefix}-TOTAL_FORMS"] = str(len(lines))
    post[f"{prefix}-INITIAL_FORMS"] = str(len(there))


def _takes_many(field: Any) -> bool:
    """Several boxes of one name are one fact: their values, in one order, apart by spaces."""
    return bool(getattr(field.widget, "allow_multiple_selected", False))


def _sent(saved: SavedForm, name: str, post: QueryDict) -> str:
    if _takes_many(saved.form.fields[name]):
        return " ".join(sorted(filter(None, post.getlist(name))))
    return str(post[name]).strip()


def _one(bound: Any) -> str:
    """A field's value as a browser would send it."""
    widget = bound.field.widget
    if isinstance(widget, RelatedFieldWidgetWrapper):
        widget = widget.widget
    value = widget.format_value(bound.value())
    if isinstance(value, list):
        many = sorted(map(str, value)) if _takes_many(bound.field) else value[:1]
        value = " ".join(map(str, filter(None, many)))
    return "" if value is None else str(value)


def _lines(words: str) -> str:
    return words.replace("\r\n", "\n").replace("\r", "\n")
