"""Filling in a story's form as a browser would: every field that the page holds, then changes."""

from __future__ import annotations

from html.parser import HTMLParser

from django.urls import reverse


class _Fields(HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.fields = {}
        self._textarea = self._select = None
        self._inside = False

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag == "form":
            self._inside = attrs.get("id") != "logout-form" and attrs.get("method") == "post"
        if not self._inside or "disabled" in attrs:
            return
        name = attrs.get("name")
        if tag == "input" and name and "__prefix__" not in name:
            kind = attrs.get("type", "text")
            if kind in {"checkbox", "radio"} and "checked" not in attrs:
                return
            if kind not in {"submit", "file"}:
                unsaid = "on" if kind in {"checkbox", "radio"} else ""
                self.fields.setdefault(name, []).append(attrs.get("value", unsaid))
        elif tag == "textarea" and name:
            self._textarea = name
            self.fields[name] = [""]
        elif tag == "select" and name and "__prefix__" not in name:
            self._select = name
        elif tag == "option" and self._select and "selected" in attrs:
            self.fields.setdefault(self._select, []).append(attrs.get("value", ""))

    def handle_data(self, text):
        if self._textarea:
            self.fields[self._textarea][0] += text

    def handle_endtag(self, tag):
        if tag == "textarea" and self._textarea:
            # The newline after <textarea> is the template's.
            value = self.fields[self._textarea][0]
            self.fields[self._textarea][0] = value.removeprefix("\n").replace("\n", "\r\n")
            self._textarea = None
        elif tag == "select":
            self._select = None
        elif tag == "form":
            self._inside = False


def fields_of(response):
    """What a browser would post from the page's form, before anything is typed."""
    parser = _Fields()
    parser.feed(response.content.decode())
    return parser.fields


def fill_in(client, url, /, button="_save", **changes):
    """Open the form at `url`, change the named fields, press `button`."""
    page = client.get(url)
    assert page.status_code == 200, page.content[:500]
    fields = {**fields_of(page), **changes}
    if button:
        fields[button] = "1"
    return client.post(url, fields)


def form_of(story):
    return reverse(f"admin:{story.kind}s_{story.kind}_change", args=[story.pk])


def autosave_address(story):
    return reverse("admin:desk_autosave", args=[story.kind, story.pk])


def autosave(client, story, doing="words", fields=None, **changes):
    fields = fields or fields_of(client.get(form_of(story)))
    return client.post(autosave_address(story), {**fields, **changes, "_doing": doing})


def save(client, story, fields, **changes):
    return client.post(form_of(story), {**fields, **changes, "_save": "1"})
