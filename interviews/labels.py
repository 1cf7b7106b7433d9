"""What a line of a transcript may begin with: a speaker's label, in the shapes people write it."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

from interviews.clock import BARE, BRACKETED, LEADING, seconds, take_leading

# How sure the shape alone makes us: a bold label with its colon inside is one; a bold phrase with
# the colon outside, or a plain word and a colon, must be borne out by the rest of the text.
Shape = Literal["bold", "timed", "bold-outside", "plain", "misnested"]

MARKERS = {
    "break", "commercial break", "ad break", "sponsor break", "jingle", "intro", "outro", "sponsor",
    "sponsors", "promo", "music", "theme music", "intro music", "outro music", "ad", "ads",
    "advertisement", "commercial", "interlude", "pause", "intermission",
    "休息", "广告", "音乐", "片头", "片尾", "插播", "فاصل", "موسيقى", "إعلان", "pausa", "música",
}  # fmt: skip
ASKS = {
    "host", "interviewer", "moderator", "q", "question", "presenter", "facilitator", "interviewed by",
    "主持人", "记者", "问", "采访者", "المذيع", "المحاور", "المضيف", "سؤال", "س", "p", "pregunta",
}  # fmt: skip
ANSWERS = {"a", "answer", "guest", "interviewee", "答", "嘉宾", "受访者", "الضيف", "جواب", "ج", "r"}
METADATA = {
    "date", "interviewer", "interviewee", "interviewed by", "host", "hosts", "guest", "guests",
    "location", "place", "persona", "title", "author", "authors", "topic", "topics", "subject",
    "participants", "participant", "duration", "length", "language", "source", "recorded",
    "recorded on", "published", "speakers", "speaker", "transcript by", "transcribed by", "editor",
    "translator", "translated by", "photographer", "organisation", "organization", "role", "time",
    "日期", "时间", "地点", "嘉宾", "采访者", "记者", "主持人", "作者", "التاريخ", "المكان", "الضيف",
    "fecha", "lugar", "status", "episode", "version", "event", "venue", "format",
}  # fmt: skip
NEVER_NAMES = {
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "january",
    "february", "march", "april", "may", "june", "july", "august", "september", "october",
    "november", "december", "note", "notes", "update", "warning", "tip", "example", "summary",
    "sources", "links", "chapters", "disclaimer", "correction", "editor's note", "editors' note",
    "http", "https", "ps", "p.s.", "nb", "slides", "video", "audio", "source", "link", "fact",
    "注", "编者按", "来源", "ملاحظة",
}  # fmt: skip

MAX_LABEL = 80
_BOLD = re.compile(
    r"(?:\*\*|__)(?P<label>[^*_\n](?:[^*\n]{0,98}?[^*\n:：])?)\s*"
    r"(?:(?P<inside>[:：])\s*(?:\*\*|__)|(?:\*\*|__)\s*(?P<outside>[:：]))[ \t]*"
)
_MISNESTED = re.compile(r"\*\*(?P<label>[^*\n:：]{1,60})[:：]\s?(?P<text>[^*\n]{0,20})\*\*")
_BRACKETS = re.compile(rf"\\?\[(?P<label>[^\]\[\n\\]{{1,60}})\\?\]\s*(?P<time>{BRACKETED})\s*:?\s*")
_PLAIN = re.compile(r"(?P<label>[^\W\d_][^\n:：*#|<>\[\]{}]{0,60}?)\s*(?P<colon>[:：])(?!//)[ \t]*")
_PLAIN_TIME = re.compile(
    rf"(?P<label>[^\W\d_][^\n:：*#|<>\[\]{{}}()]{{0,60}}?)\s*{BRACKETED}\s*[:：]?\s*"
)
_LEAD_TIME = re.compile(r"\d{1,3}:\d{2}(?::\d{2})?(?:\.\d{1,3})?\s+(?=\S)")
_WITHIN = re.compile(rf"\s*(?:{BRACKETED}|\b(\d{{1,2}}:\d{{2}}:\d{{2}}))\s*")


@dataclass(frozen=True, slots=True)
class Label:
    """A candidate at the head of a line: `text` is what stands behind it on the line."""

    shape: Shape
    name: str
    starts_at: float | None
    text: str


def read_label(line: str) -> Label | None:
    """The label that `line` begins with, if it has the shape of one."""
    if line.startswith(("**", "__")):
        return _bold(line) or _misnested(line)
    starts_at, rest = take_leading(line)
    if starts_at is not None and rest.startswith(("**", "__")):
        label = _bold(rest)
        return label and Label(label.shape, label.name, starts_at, label.text)
    if line[:1] in "[\\":
        match = _BRACKETS.match(line)
        if match and not match["label"][:1].isdigit():
            return Label("timed", match["label"].strip(), _time(match["time"]), line[match.end() :])
    return _plain(rest, starts_at)


def _time(words: str) -> float | None:
    match = LEADING.match(words)
    return seconds(match[1]) if match else None


def _bold(line: str) -> Label | None:
    match = _BOLD.match(line)
    if match is None:
        return None
    name, starts_at = _without_time(match["label"])
    after, text = take_leading(line[match.end() :])
    if starts_at is None:
        starts_at = after
    if starts_at is None and (bare := BARE.match(text)):
        starts_at, text = seconds(bare[1]), ""
    shape: Shape = "bold" if match["inside"] else "bold-outside"
    if name.startswith(("[", "!", "http")) or not any(letter.isalnum() for letter in name):
        return None
    return Label(shape, name, starts_at, text)


def _misnested(line: str) -> Label | None:
    """**Chris Benson: I**ndeed: the bold ends inside the words."""
    match = _MISNESTED.match(line)
    if match is None or not reads_like_a_name(match["label"]):
        return None
    return Label("misnested", match["label"].strip(), None, match["text"] + line[match.end() :])


def _without_time(label: str) -> tuple[str, float | None]:
    match = _WITHIN.search(label)
    if match is None:
        return label.strip(), None
    name = (label[: match.start()] + " " + label[match.end() :]).strip(" :：\t")
    return name, seconds(match[1] or match[2])


def _plain(line: str, starts_at: float | None) -> Label | None:
    if starts_at is None and line[:1].isdigit() and (lead := _LEAD_TIME.match(line)):
        starts_at, line = seconds(lead[0].strip()), line[lead.end() :]
    if not line[:1].isalpha():
        return None
    timed = _PLAIN_TIME.match(line)
    if timed and reads_like_a_name(timed["label"]):
        return Label("timed", timed["label"].strip(), seconds(timed[2]), line[timed.end() :])
    match = _PLAIN.match(line)
    if match is None:
        return None
    name = match["label"].strip()
    after, text = take_leading(line[match.end() :])
    if after is None and (bare := BARE.match(text)):
        after, text = seconds(bare[1]), ""
    moment = starts_at if starts_at is not None else after
    if not reads_like_a_name(name):
        return None
    return Label("plain" if moment is None else "timed", name, moment, text)


def reads_like_a_name(label: str) -> bool:
    """Up to five words that begin like names do; never a day, a month or “Note”."""
    label = label.strip()
    if not label or len(label) > MAX_LABEL or label.casefold() in NEVER_NAMES:
        return False
    if label.casefold() in ASKS | ANSWERS | MARKERS:
        return True
    words = label.split()
    if len(words) > 5 or label[-1] in ",;!?。，！？":
        return False
    if _is_uncased(label):
        return len(label) <= 12 and not any(
            unicodedata.category(each)[0] == "P" for each in label if each not in "·•.-"
        )
    return all(_begins_like_a_name(word) for word in words)


def _is_uncased(label: str) -> bool:
    return all(unicodedata.category(each) not in {"Lu", "Ll"} for each in label)


def _begins_like_a_name(word: str) -> bool:
    first = word.lstrip("(“\"'‘")[:1]
    return (
        first.isupper()
        or word
        in {
            "de",
            "da",
            "di",
            "del",
            "la",
            "le",
            "van",
            "von",
            "der",
            "den",
            "bin",
            "ibn",
            "al",
            "el",
            "and",
            "&",
            "y",
            "of",
        }
        or (word[:1].isdigit() or not first.isalpha() or unicodedata.category(first) == "Lo")
        or word[:3].casefold() in {"al-", "el-"}
    )


def is_marker(label: str) -> bool:
    return label.casefold().strip(" .!") in MARKERS
