"""Rules that no linter knows: read off the project's own files."""

from __future__ import annotations

import re

import pytest
from django.conf import settings
from django.urls import URLPattern, URLResolver, get_resolver

ROOT = settings.BASE_DIR
ROOMS = [
    "prose",
    "newsroom",
    "annotations",
    "articles",
    "interviews",
    "manuscripts",
    "portal",
    "desk",
    "briportal",
]
SOURCES = [path for room in ROOMS for path in sorted((ROOT / room).rglob("*.py"))]
TEMPLATES = sorted(path for path in (ROOT / "templates").rglob("*") if path.is_file())

TEMPLATE_TAG = re.compile(r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}", re.DOTALL)
# A style or an event handler inside a tag; a style element; a script without an address.
INLINE = re.compile(
    r"<[a-z][^<>]*\s(?:style|on[a-z]+)\s*=|<style\b|<script(?![^<>]*\ssrc=)|javascript:", re.I
)


def name(path):
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_a_template_has_nothing_inline(path):
    words = TEMPLATE_TAG.sub("tag", path.read_text(encoding="utf-8"))
    assert not INLINE.search(words)


@pytest.mark.parametrize(
    "words",
    [
        '<p style="color: red">',
        "<p\n  class='x' style = 'x'>",
        '<button type="button" onclick="go()">',
        "<style>",
        "<script>",
        "<script type='module'>",
        '<a href="javascript:go()">',
    ],
)
def test_the_rule_finds_what_is_inline(words):
    assert INLINE.search(words)


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_a_template_trusts_no_text(path):
    """`prose.html` alone says that text is HTML."""
    assert not re.search(r"\|\s*safe\b|\bautoescape\s+off\b|\bsafeseq\b", path.read_text())


def test_text_becomes_trusted_html_in_one_file_only():
    using = re.compile(r"\bmark_safe\b|\bSafeString\(|\bSafeText\b|__html__")
    found = [name(path) for path in SOURCES if using.search(path.read_text(encoding="utf-8"))]
    assert found == ["prose/html.py"]


def addresses(resolver):
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern)
        elif isinstance(pattern, URLPattern):
            yield pattern.callback


def test_no_address_leads_to_markdownx():
    """Its views take uploads from anyone and return HTML that nobody cleaned."""
    modules = {callback.__module__ for callback in addresses(get_resolver())}
    assert modules
    assert not [module for module in modules if module.startswith("markdownx")]


def test_no_source_uses_a_signal_but_the_one_that_puts_guards_back():
    using = re.compile(r"\.connect\(|@receiver\b")
    found = [name(path) for path in SOURCES if using.search(path.read_text(encoding="utf-8"))]
    assert found == ["newsroom/apps.py"]
