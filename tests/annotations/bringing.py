"""What tests of the import share: a quotation as a file has it, and the notes of a piece."""

from __future__ import annotations

from annotations.models import Annotation


def by_hand(story):
    return Annotation.objects.filter(story=story.pk).by_hand().order_by("part", "start")


def quoting(exact, *, prefix="", suffix="", **fields):
    quote = {"type": "TextQuoteSelector", "exact": exact, "prefix": prefix, "suffix": suffix}
    return {
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "id": "https://notes.example.org/a/1",
        "type": "Annotation",
        "motivation": "describing",
        "body": {"type": "TextualBody", "value": "So it is.", "format": "text/plain"},
        "target": {"source": "https://elsewhere.example.org/", "selector": quote},
        **fields,
    }
