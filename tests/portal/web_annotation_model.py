"""The rules of the W3C Web Annotation Data Model (2017-02-23), strict: what is wrong with a document.

Section numbers are the recommendation's. A property outside its context is wrong unless its prefix
is one that the context declares.
"""

from __future__ import annotations

import re
from datetime import datetime
from urllib.parse import urlsplit

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
PREFIXES = {"oa", "dc", "dcterms", "dctypes", "foaf", "rdf", "rdfs", "skos", "xsd", "iana", "owl",
            "as", "schema"}  # fmt: skip
# 3.3.5
MOTIVATIONS = {"assessing", "bookmarking", "classifying", "commenting", "describing", "editing",
               "highlighting", "identifying", "linking", "moderating", "questioning", "replying",
               "tagging"}  # fmt: skip
RESOURCE_TYPES = {"Dataset", "Image", "Video", "Sound", "Text"}  # 3.2.2
AGENTS = {"Person", "Organization", "Software"}  # 3.3.1
LIFE = {"creator", "created", "generator", "generated", "modified"}  # 3.3.1
ABOUT = LIFE | {"id", "type", "canonical", "via", "rights", "audience", "accessibility"}
OF_RESOURCE = ABOUT | {"format", "language", "processingLanguage", "textDirection"}  # 3.2.1
SELECTORS = {
    "FragmentSelector": ({"value"}, {"conformsTo"}),
    "CssSelector": ({"value"}, set()),
    "XPathSelector": ({"value"}, set()),
    "TextQuoteSelector": ({"exact"}, {"prefix", "suffix"}),
    "TextPositionSelector": ({"start", "end"}, set()),
    "DataPositionSelector": ({"start", "end"}, set()),
    "SvgSelector": (set(), {"value", "id"}),
    "RangeSelector": ({"startSelector", "endSelector"}, set()),
}  # 4.2
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")


class Wrong(list):
    def unless(self, right, what):
        if not right:
            self.append(what)
        return bool(right)


def many(value):
    return value if isinstance(value, list) else [value]


def wrong_with_collection(document):
    """4 and 5 of the model: a collection with its first page in it."""
    wrong = Wrong()
    wrong.unless(document.get("@context") == CONTEXT, "the context is another")
    wrong.unless(document.get("type") == "AnnotationCollection", "it is no collection")
    _iri(wrong, document.get("id"), "collection")
    allowed = {"@context", "id", "type", "label", "total", "first", "last"} | LIFE
    _known(wrong, document, allowed, "collection")
    total, page = document.get("total"), document.get("first")
    wrong.unless(isinstance(total, int) and total >= 0, "total is no number")
    if page is None:
        return wrong + ([] if total == 0 else ["a collection that is not empty has a first page"])
    wrong.unless(page.get("type") == "AnnotationPage", "first is no page")
    _iri(wrong, page.get("id"), "page")
    _known(wrong, page, {"id", "type", "items", "startIndex", "next", "prev", "partOf"}, "page")
    items = page.get("items")
    if wrong.unless(isinstance(items, list) and items, "a page has items"):
        wrong.unless(len(items) == total, "total counts others")
        identities = [item.get("id") for item in items]
        wrong.unless(len(set(identities)) == len(items), "two annotations have one id")
        for item in items:
            wrong_with_annotation(wrong, item)
    return wrong


def wrong_with_annotation(wrong, found):
    _iri(wrong, found.get("id"), "annotation")  # 3.1: exactly one
    wrong.unless("Annotation" in many(found.get("type")), "its type is not Annotation")
    allowed = ABOUT | {"@context", "body", "bodyValue", "target", "motivation", "stylesheet"}
    _known(wrong, found, allowed, "annotation")
    for motivation in many(found.get("motivation", [])):
        wrong.unless(motivation in MOTIVATIONS, f"motivation {motivation}")
    _life(wrong, found)
    wrong.unless(not ("body" in found and "bodyValue" in found), "body and bodyValue")
    for body in many(found.get("body", [])):
        _resource(wrong, body, "body")
    targets = many(found["target"]) if "target" in found else []
    wrong.unless(targets, "no target")  # 3.1: one or more
    for target in targets:
        _resource(wrong, target, "target")


def _resource(wrong, found, role):
    if isinstance(found, str):
        _iri(wrong, found, role)
        return
    kind = found.get("type")
    if kind == "TextualBody":  # 3.2.4
        wrong.unless(role == "body", "a TextualBody is no target")
        _known(wrong, found, OF_RESOURCE | {"value", "purpose"}, role)
        wrong.unless(isinstance(found.get("value"), str), "a TextualBody has one value")
    elif kind == "SpecificResource":  # 4
        allowed = ABOUT | {"source", "selector", "state", "scope", "purpose", "styleClass",
                           "renderedVia"}  # fmt: skip
        _known(wrong, found, allowed, role)
        if wrong.unless("source" in found, "a SpecificResource has one source"):
            _resource(wrong, found["source"], "source")
        for selector in many(found.get("selector", [])):
            _selector(wrong, selector)
        for state in many(found.get("state", [])):
            _state(wrong, state)
        for scope in many(found.get("scope", [])):
            _iri(wrong, scope, "scope")
    else:  # 3.2.1: an external resource
        _iri(wrong, found.get("id"), role)
        wrong.unless(kind is None or set(many(kind)) <= RESOURCE_TYPES, f"{role} is a {kind}")
        _known(wrong, found, OF_RESOURCE, role)
    for purpose in many(found.get("purpose", [])):
        wrong.unless(role == "body" and purpose in MOTIVATIONS, f"purpose {purpose} of a {role}")
    for name in ("format", "language"):
        for value in many(found.get(name, [])):
            wrong.unless(isinstance(value, str) and value, f"{name} {value!r}")
    _life(wrong, found)


def _selector(wrong, found):
    kind = found.get("type")
    if not wrong.unless(kind in SELECTORS, f"selector {kind}"):
        return
    needed, others = SELECTORS[kind]
    wrong.unless(needed <= set(found), f"{kind} without {needed - set(found)}")
    _known(wrong, found, needed | others | {"type", "refinedBy"}, kind)
    for name in ("value", "exact", "prefix", "suffix"):
        wrong.unless(isinstance(found.get(name, ""), str), f"{name} is no text")
    if {"start", "end"} <= needed:
        start, end = found.get("start"), found.get("end")
        right = isinstance(start, int) and isinstance(end, int) and 0 <= start <= end
        wrong.unless(right, f"{kind} from {start} to {end}")
    for refined in many(found.get("refinedBy", [])):
        _selector(wrong, refined)


def _state(wrong, found):  # 4.3.1
    wrong.unless(found.get("type") in {"TimeState", "HttpRequestState"}, "no state")
    allowed = {"type", "sourceDate", "sourceDateStart", "sourceDateEnd", "cached", "refinedBy"}
    _known(wrong, found, allowed, "state")
    wrong.unless(len(found) > 1, "a state that says nothing")
    for moment in many(found.get("sourceDate", [])):
        _moment(wrong, moment)
    for copy in many(found.get("cached", [])):
        _iri(wrong, copy, "cached")


def _life(wrong, found):
    for name in ("created", "modified", "generated"):
        if name in found:
            _moment(wrong, found[name])
    for name in ("creator", "generator"):
        for agent in many(found.get(name, [])):
            if isinstance(agent, str):
                _iri(wrong, agent, name)
                continue
            wrong.unless(set(many(agent.get("type", "Person"))) <= AGENTS, f"{name} {agent}")
            _known(wrong, agent, {"id", "type", "name", "nickname", "email", "homepage"}, name)
            wrong.unless(agent.get("name") or agent.get("id"), f"{name} is nobody")


def _moment(wrong, moment):
    """3.3.1: exactly one xsd:dateTime, in UTC, with Z."""
    if wrong.unless(isinstance(moment, str) and MOMENT.fullmatch(moment), f"moment {moment!r}"):
        datetime.fromisoformat(moment)


def _iri(wrong, iri, what):
    good = isinstance(iri, str) and bool(urlsplit(iri).scheme) and not re.search(r'[\s<>"]', iri)
    wrong.unless(good, f"{what} has no IRI: {iri!r}")


def _known(wrong, found, allowed, what):
    for name, value in found.items():
        prefix, colon, _ = name.partition(":")
        wrong.unless(name in allowed or (colon and prefix in PREFIXES), f"{name} of a {what}")
        wrong.unless(value not in (None, "", [], {}) or name == "value", f"empty {name}")
