"""What a line of a transcript may begin with: a speaker's label, in the shapes people write it.

Only the shape is read here, line by line; `interviews.deciding` says which of them are labels.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from interviews.clock import BRACKETED, CLOCK, seconds, take_after_label, take_leading
from interviews.vocabulary import (
    ANSWERS,
    ASKS,
    FACTS,
    METADATA,
    NEVER_NAMES,
    PARTICLES,
    is_marker,
    is_part,
    without_remark,
)

# From the surest to the loosest. A bold label with its colon inside and a name with a time are
# labels by themselves; the rest must be borne out by the whole text.
Shape = Literal[
    "bold", "timed", "time-first", "bold-outside", "plain", "misnested", "slip",
    "italic", "alone", "heading", "bracketed", "listed", "run-on", "bare",
]  # fmt: skip
LOOSE: tuple[Shape, ...] = ("italic", "alone", "heading", "bracketed", "listed", "run-on", "bare")

MAX_LABEL = 80
_LONGEST_BARE = 40
# Marks that are not seen: byte order, joiners, directions.
INVISIBLE = "\ufeff\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069"
_CLOSERS = {
    "***": "***", "**": "**", "__": "__", "*": "*", "_": "_",
    "<strong>": "</strong>", "<b>": "</b>", "<em>": "</em>", "<i>": "</i>",
}  # fmt: skip
_WEAK = {"*", "_", "<em>", "<i>"}
_COLONS = (":", "：")
_NAME = r"[^\W\d_][^\n\t:：*#|<>\[\]{}]{0,60}?"
_PLAIN = re.compile(
    rf"(?P<label>{_NAME})(?<!\\)(?P<colon>[ \t]?:(?![/\\:\w])|\s?：|:(?=[^\W\da-z_]))[ \t]*"
)
_BEFORE_A_TIME = re.compile(r"(?P<label>[^\W\d_][^\n\t:：*#|<>\[\]{}()]{0,60}?)[ \t]*(?=\\?[\[(])")
# Q and A with a dot behind them, as courts write them, or with room, as in press briefings.
_DOTTED = re.compile(r"(?P<label>[QA])(?:\.[ \t]+|[ \t]{2,})(?=\S)")
# A label whose bold type or colon was mistyped: **Name:* …, *Name:** …, **Name;** …
_SLIP = re.compile(
    rf"(?P<open>\\?[*_]){{1,4}}[ \t]?(?P<label>{_NAME})(?<!\\)(?P<close>(?:\\?[*_;.]|[:：]|[ \t](?=[*_;:：])){{1,8}})(?:[ \t]+|\Z)"
)
_NAME_THEN_TIME = re.compile(
    rf"(?P<label>{_NAME})(?:[ \t]*[-–—|·•,][ \t]*|[ \t]+)({CLOCK})[ \t]*\Z"
)
_RUN_ON = re.compile(rf"(?P<label>{_NAME})(?:[ \t]+[–—-]{{1,2}}[ \t]+|\t+|[ ]{{3,}})(?=\S)")
_BRACKETS = re.compile(r"\\?\[(?P<label>[^\]\[\n\\(]{1,60})\\?\](?!\()[ \t]*")
_LEAD_TIME = re.compile(
    r"\d{1,3}:\d{2}(?::\d{2})?(?:\.\d{1,3})?(?:\s(?:-->|[-–—])\s\d[\d:.,]{3,11})?[ \t]+(?=\S)"
)
_WITHIN = re.compile(rf"\s?(?:{BRACKETED}|\b(\d{{1,2}}:\d{{2}}:\d{{2}}))\s?")
_DASH = re.compile(r"[-–—][ \t]+(?=\S)")
_LINK = re.compile(r"\[([^\]\[]{1,80})\]\([^()\s]{1,500}\)\Z")
_ITEM = re.compile(r"(?:[-+•*]|\d{1,3}[.)]|>{1,3})[ \t]+(?=\S)")


@dataclass(frozen=True, slots=True)
class Label:
    """A candidate at the head of a line: `text` is what stands behind it on the line."""

    shape: Shape
    name: str
    starts_at: float | None
    text: str

    @property
    def who(self) -> str:
        """The name without a remark: Anna Lee of “Anna Lee (laughing)”."""
        return without_remark(self.name)


def heading(line: str) -> tuple[int, str] | None:
    """Level and words of a line that is a heading in Markdown (`## Words ##`).

    By hand: a regular expression for the closing marks takes quadratic time on "#### … ####".
    """
    stripped = line.lstrip(" ")
    level = len(stripped) - len(stripped.lstrip("#"))
    if not 1 <= level <= 6 or len(line) - len(stripped) > 3:
        return None
    words = stripped[level:]
    if words and words[0] not in " \t":
        return None
    words = words.strip()
    bare = words.rstrip("#")
    return level, bare.rstrip() if not bare or bare[-1] in " \t" else words


def read_label(line: str) -> Label | None:
    """The label that `line` begins with, if it has the shape of one."""
    line = line.lstrip(INVISIBLE)
    first = line[:1]
    if first in "*_<":
        return _emphasised(line) or _listed(line) or _slipped(line)
    if first == "#":
        return _heading(line)
    if first in "->+•":
        return _listed(line)
    if first in "[\\(" or first.isdigit():
        return _time_first(line) or _bracketed(line) or _listed(line) or _slipped(line)
    return _starting(line) if first else None


def _label(shape: Shape, name: str, starts_at: float | None, text: str) -> Label | None:
    """A label with its name made clean: no link, no time, no brackets."""
    name = name.strip(INVISIBLE + " \t")
    link = _LINK.match(name)
    if link:
        name = link[1]
    name, within = _without_time(name)
    name = " ".join(name.replace("\\", "").split())
    if (
        name[:1] == "["
        and name.find("]") in {-1, len(name) - 1}
        or name.count("[") != name.count("]")
    ):
        name = name.strip("[]")
    if not name or len(name) > MAX_LABEL or name.startswith(("!", "http")) or "**" in name:
        return None
    if any(colon in name for colon in _COLONS) or not any(each.isalnum() for each in name):
        return None
    if starts_at is None:
        starts_at = within
    if starts_at is None:
        starts_at, text = take_after_label(text)
    # What is left of a line broken on purpose behind the label is no word.
    text = "" if text.strip(" \t") in {"", "\\"} else text.lstrip(" \t")
    return Label(shape, name, starts_at, text)


def _without_time(name: str) -> tuple[str, float | None]:
    match = _WITHIN.search(name)
    if match is None:
        return name, None
    rest = f"{name[: match.start()]} {name[match.end() :]}".strip(" :：\t")
    return rest, seconds(match[1] or match[2])


def _emphasised(line: str) -> Label | None:
    opener = next((mark for mark in _CLOSERS if line.startswith(mark)), "")
    closer = _CLOSERS.get(opener, "")
    end = line.find(closer, len(opener)) if closer else -1
    if end <= len(opener):
        return None
    inner, after = line[len(opener) : end], line[end + len(closer) :]
    if len(inner) > 600:
        return None
    weak = opener in _WEAK
    if opener[0] != "<" and (inner[0] == opener[0] or (weak and after[:1] == opener)):
        return None  # more marks on one side than on the other
    if inner.rstrip().endswith("\\:"):
        return None
    if inner.rstrip().endswith(_COLONS):
        name = inner.rstrip().rstrip(":：")
        return _label("italic" if weak else "bold", name, None, after.lstrip(":："))
    within = None if weak else _timed_within(inner, after)
    if within is not None:
        return within
    starts_at, rest = take_after_label(after)
    if starts_at is not None:
        if weak or not reads_like_a_name(inner):
            return None
        in_brackets = after.lstrip()[:1] in "[(\\"
        return _label("timed" if in_brackets else "alone", inner, starts_at, rest.lstrip(":： \t"))
    if rest.lstrip().startswith(_COLONS):
        return _label("italic" if weak else "bold-outside", inner, None, rest.lstrip()[1:])
    if any(colon in inner for colon in _COLONS):
        return None if weak else _misnested(inner, after, opener, closer)
    if weak or not reads_like_a_name(inner.rstrip(".")):
        return None
    if not after.strip(" \t\\"):
        return _label("alone", inner, None, "")
    if after[:1] in " \t" or inner.endswith("."):
        return _label("run-on", inner.rstrip(".") if after else inner, None, after.lstrip(" \t–—-"))
    return None


def _timed_within(inner: str, after: str) -> Label | None:
    """**Break: [12:34]** and **Anna Lee [12:34]** …: the time stands in bold too."""
    name, within = _without_time(inner)
    if within is None or not reads_like_a_name(name):
        return None
    if is_marker(name):
        return _label("bold", name, within, after)
    return _label("time-first" if after.strip() else "alone", name, within, after.lstrip(":： \t"))


def _slipped(line: str) -> Label | None:
    """Something like a bold label: one only if the name is somebody's who speaks here."""
    match = _SLIP.match(line)
    if match is None or not any(mark in match["close"] for mark in ":：;"):
        return None
    if not reads_like_a_name(match["label"]) or match["close"].endswith("\\"):
        return None
    return _label("slip", match["label"], None, line[match.end() :])


def _misnested(inner: str, after: str, opener: str, closer: str) -> Label | None:
    """**Chris Benson: I**ndeed: bold that ends inside the words, or with the whole line."""
    place = min(place for colon in _COLONS if (place := inner.find(colon)) >= 0)
    name, words = inner[:place], inner[place + 1 :].lstrip()
    if name.endswith("\\") or not reads_like_a_name(name):
        return None
    text = (
        f"{words}{after}"
        if after.strip() and len(words) <= 20
        else f"{opener}{words}{closer}{after}"
    )
    return _label("misnested", name, None, text)


def _heading(line: str) -> Label | None:
    found = heading(line)
    if found is None or not found[1] or len(found[1]) > MAX_LABEL:
        return None
    name = found[1].strip("*_ ").rstrip(":：")
    label = _label("heading", name, None, "")
    return label if label and reads_like_a_name(label.name) else None


def _listed(line: str) -> Label | None:
    """A label in a list item or a quotation; >> NAME: is how captions mark one."""
    match = _ITEM.match(line)
    if match is None:
        return None
    rest = line[match.end() :]
    inner = _emphasised(rest) if rest[0] in "*_<" else _bracketed(rest) or _starting(rest)
    if inner is None or inner.shape not in {"bold", "bold-outside", "plain", "timed"}:
        return None
    return Label("listed", inner.name, inner.starts_at, inner.text)


def _starting(line: str) -> Label | None:
    if not line[0].isalpha():
        return None
    return _plain(line) or (_bare(line) if len(line) <= _LONGEST_BARE else None)


def _bare(line: str) -> Label | None:
    """A name in capitals, or a part, that is all there is on its line."""
    name = line.strip()
    if (name.isupper() or is_part(name)) and name[-1].isalnum() and reads_like_a_name(name):
        return _label("bare", name, None, "")
    return None


def _time_first(line: str) -> Label | None:
    starts_at, rest = take_leading(line)
    if starts_at is None:
        lead = _LEAD_TIME.match(line)
        if lead is None:
            return None
        starts_at, rest = seconds(re.split(r"[\s-]", lead[0], maxsplit=1)[0]), line[lead.end() :]
    rest = _DASH.sub("", rest, count=1)
    if not rest:
        return None
    inner = _emphasised(rest) or _bracketed(rest) or _starting(rest)
    if inner is not None and inner.shape != "run-on":
        sure = inner.shape == "bold" or (inner.shape == "bold-outside" and line[0] in "[(\\")
        return Label(
            inner.shape if sure else "time-first",
            inner.name,
            starts_at,
            inner.text,
        )
    if len(rest) <= MAX_LABEL and reads_like_a_name(rest) and len(rest.split()) <= 4:
        return _label("alone", rest, starts_at, "")
    return None


def _bracketed(line: str) -> Label | None:
    """[Speaker 1] [00:17] …; without a time it takes more to be believed."""
    match = _BRACKETS.match(line)
    if match is None or match["label"][:1].isdigit() or match["label"][:1] == "^":
        return None
    rest = line[match.end() :]
    starts_at, text = take_leading(rest)
    if starts_at is not None:
        return _label("timed", match["label"], starts_at, text)
    if not reads_like_a_name(match["label"]):
        return None
    colon = rest.startswith(_COLONS)
    text = rest[1:].lstrip() if colon else rest
    if colon and text.startswith(("http", "<", "/", "#")):
        return None  # the definition of a link
    return _label("bracketed", match["label"], None, text)


def _plain(line: str) -> Label | None:
    head = line[: MAX_LABEL + 12]
    dotted = _DOTTED.match(line) if line[1:2] in ". \t" else None
    if dotted:
        return _label("plain", dotted["label"], None, line[dotted.end() :])
    if ":" in head or "：" in head:
        found = _with_colon(line, head)
        if found is not None:
            return found
    if "\t" in head or "   " in head or " -" in head or " –" in head or " —" in head:
        run_on = _RUN_ON.match(line)
        if run_on and reads_like_a_name(run_on["label"]):
            return _label("run-on", run_on["label"], None, line[run_on.end() :])
    return None


def _with_colon(line: str, head: str) -> Label | None:
    timed = _BEFORE_A_TIME.match(line) if "(" in head or "[" in head else None
    if timed and reads_like_a_name(timed["label"]):
        starts_at, text = take_leading(line[timed.end() :])
        if starts_at is not None:
            return _label("timed", timed["label"], starts_at, text.lstrip(":： \t"))
    match = _PLAIN.match(line)
    if match is not None:
        name = match["label"].strip()
        starts_at, text = take_after_label(line[match.end() :])
        if name.casefold() in METADATA or reads_like_a_name(name):
            return _label("plain" if starts_at is None else "timed", name, starts_at, text)
        return None
    alone = _NAME_THEN_TIME.match(line) if len(head) == len(line) else None
    if alone and reads_like_a_name(alone["label"]):
        return _label("alone", alone["label"], seconds(alone[2]), "")
    return None


# BY MR. SMITH: says in court who examines from here on.
_BEGINS_NO_NAME = {"by"}
_NO_NAMES = NEVER_NAMES | FACTS


@lru_cache(maxsize=4096)
def reads_like_a_name(label: str) -> bool:
    """Up to six words that begin like names do; never a day, a month or “Note”.

    A remark in brackets behind them is none: Anna Lee (laughing).
    """
    label = without_remark(label.strip())
    if not label or len(label) > MAX_LABEL or label.casefold() in _NO_NAMES:
        return False
    if label.casefold() in ASKS | ANSWERS or is_marker(label):
        return True
    if is_part(label) and not label[0].islower():
        return True
    words = label.split()
    if not any(each.isalpha() for each in label):
        return False
    if len(words) > 6 or label[-1] in ";!?。，！？؟":
        return False
    if _is_uncased(label):
        return len(label) <= 20 and not any(
            unicodedata.category(each)[0] == "P" and each not in "·•.-()（）" for each in label
        )
    if words[0].casefold() in _BEGINS_NO_NAME:
        return False
    return _begins_like_a_name(words[0]) and all(
        word in PARTICLES or _begins_like_a_name(word) for word in words[1:]
    )


def _is_uncased(label: str) -> bool:
    return all(unicodedata.category(each) not in {"Lu", "Ll"} for each in label)


def _begins_like_a_name(word: str) -> bool:
    first = word.lstrip("(“\"'‘")[:1]
    if first.isupper() or word[:3].casefold() in {"al-", "el-", "de-"} or word[:2] in {"d'", "d’"}:
        return True
    return word[:1].isdigit() or not first.isalpha() or unicodedata.category(first) == "Lo"
