"""Words that transcripts use as labels: for parts people play, for breaks, for facts at the head."""

from __future__ import annotations

import re

MARKERS = {
    "break", "commercial break", "ad break", "sponsor break", "jingle", "intro", "outro", "sponsor",
    "sponsors", "promo", "music", "theme music", "intro music", "outro music", "ad", "ads",
    "advertisement", "commercial", "interlude", "pause", "intermission", "pre-roll", "mid-roll",
    "post-roll", "theme song", "ad read", "midroll", "preroll", "sponsor message", "sponsor ad",
    "休息", "广告", "音乐", "片头", "片尾", "插播", "فاصل", "موسيقى", "إعلان", "pausa", "música",
}  # fmt: skip
ASKS = {
    "host", "interviewer", "moderator", "reporter", "journalist", "correspondent", "q", "question", "presenter", "facilitator", "interviewed by",
    "主持人", "记者", "问", "采访者", "المذيع", "المذيعة", "المحاور", "المحاورة", "المضيف", "سؤال", "س", "الصحفي",
    "p", "pregunta", "entrevistador", "entrevistadora", "periodista", "journaliste", "intervieweur",
    "intervieweuse", "вопрос", "в", "корреспондент", "журналист", "интервьюер", "ведущий", "ведущая",
    "сұрақ", "тілші", "журналіст", "жүргізуші",
}  # fmt: skip
ANSWERS = {
    "a", "answer", "guest", "interviewee", "答", "嘉宾", "受访者", "الضيف", "جواب", "ج", "r", "respuesta",
    "réponse", "ответ", "о", "гость", "жауап", "қонақ",
}  # fmt: skip
# A part somebody plays without being named: never proposed as a person.
PARTS = {
    "audience", "audience member", "speaker", "participant", "attendee", "unidentified", "unknown",
    "unidentified speaker", "unknown speaker", "man", "woman", "male speaker", "female speaker",
    "caller", "student", "translator", "interpreter", "announcer", "narrator", "voiceover",
    "panelist", "panellist", "both", "all", "everyone", "crowd", "voice", "respondent",
    "听众", "观众", "提问者", "译者", "旁白", "الجمهور", "público", "asistente", "audiencia",
}  # fmt: skip
# What a labelled line at the head calls the piece's title.
TITLES = {
    "title", "headline", "标题", "題目", "题目", "標題", "العنوان", "عنوان", "título", "titre",
    "заголовок", "название",
}  # fmt: skip
METADATA = TITLES | {
    "date", "interviewer", "interviewee", "interviewed by", "host", "hosts", "guest", "guests",
    "location", "place", "persona", "author", "authors", "topic", "topics", "subject",
    "participants", "participant", "duration", "length", "language", "source", "recorded",
    "recorded on", "published", "speakers", "speaker", "transcript by", "transcribed by", "editor",
    "translator", "translated by", "photographer", "organisation", "organization", "role", "time",
    "status", "episode", "version", "event", "venue", "format", "by", "byline", "section", "tags",
    "日期", "时间", "地点", "嘉宾", "采访者", "记者", "主持人", "作者", "التاريخ", "المكان", "الضيف",
    "fecha", "lugar", "autor", "autora", "lieu", "auteur", "дата", "место", "автор", "الكاتب", "المؤلف",
}  # fmt: skip
# Heads of that block which can speak as well; the others are facts, and never do.
_CAN_SPEAK = ASKS | ANSWERS | PARTS | {
    "hosts", "guests", "participants", "speakers", "author", "editor", "photographer", "autor", "autora",
    "auteur", "автор", "الكاتب", "المؤلف",
}  # fmt: skip
FACTS = METADATA - _CAN_SPEAK
# Words that begin a paragraph with a colon and name nobody.
NEVER_NAMES = {
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "january",
    "february", "march", "april", "may", "june", "july", "august", "september", "october",
    "november", "december", "today", "yesterday", "tomorrow", "now", "then", "later", "first",
    "second", "third", "finally", "next", "note", "notes", "update", "updates", "warning", "tip",
    "tips", "hint", "example", "examples", "for example", "summary", "conclusion", "sources",
    "links", "link", "chapters", "chapter", "disclaimer", "correction", "corrections",
    "editor's note", "editors' note", "editor’s note", "http", "https", "ps", "p.s.", "nb", "n.b.",
    "slides", "video", "audio", "source", "fact", "facts", "remember", "important", "caution",
    "pros", "cons", "pro", "con", "before", "after", "input", "output", "problem", "solution",
    "cause", "effect", "result", "results", "expected", "actual", "step", "key", "value", "figure",
    "table", "photo", "photograph", "picture", "credit", "caption", "map", "chart", "background",
    "context", "takeaway", "takeaways", "key takeaway", "key takeaways", "bottom line", "in short",
    "tl;dr", "tldr", "faq", "read more", "see also", "further reading", "references", "quote",
    "update 1", "breaking", "exclusive", "advantages", "disadvantages", "strengths", "weaknesses",
    "opportunities", "threats", "challenge", "challenges", "why", "how", "what", "when", "where",
    "interview", "transcript", "conversation", "q&a", "address", "phone", "email", "website", "tel",
    "resolved", "decision", "decisions", "action", "actions", "action item", "action items", "motion",
    "agreed", "present", "apologies", "absent", "in attendance", "added", "changed", "fixed", "removed",
    "deprecated", "security", "ingredients", "method", "serves",
    "subtitles", "captions", "good", "bad", "new", "old", "yes", "no", "and", "but", "so", "also",
    "注", "注意", "编者按", "来源", "例如", "比如", "备注", "总结", "结论", "背景", "图", "说明", "第一", "第二",
    "第三", "首先", "其次", "最后", "ملاحظة", "مثال", "المصدر", "مصدر", "خلاصة", "nota", "ejemplo", "fuente",
    "决议", "决定", "行动", "出席", "缺席", "列席", "记录", "القرار", "القرارات", "الإجراء", "الحضور", "решение",
    "решили", "постановили", "слушали", "присутствовали", "отсутствовали", "примечание", "décision",
    "décisions", "présents", "absents", "excusés", "remarque",
}  # fmt: skip
# Headings of what stands at the end of a piece, whatever follows.
ENDS = {
    "sources", "references", "notes", "bibliography", "further reading", "来源", "资料来源", "参考资料",
    "参考文献", "المصادر", "المراجع", "fuentes", "referencias", "источники",
}  # fmt: skip
# Words that may stand inside a name without a capital.
PARTICLES = {
    "de", "da", "di", "del", "della", "dos", "la", "le", "van", "von", "der", "den", "ter", "bin",
    "ibn", "bint", "al", "el", "and", "&", "y", "e", "of", "the", "from", "at", "for", "in", "on",
}  # fmt: skip


# In brackets behind a name; a time is none.
_REMARK = re.compile(r"\s*[\[(（](?![\d:.,\s]*[\])）])[^\[\]()（）]{1,60}[\])）]\Z")
# What may stand before a part, or behind it: Male voice, Unidentified speaker, Woman in audience.
_OF_PARTS = {
    "unidentified", "unknown", "unnamed", "male", "female", "automated", "recorded", "robot",
    "computer", "another", "other", "first", "second", "third", "off-screen", "new", "young",
    "audience", "in", "from", "the", "on", "phone",
}  # fmt: skip
_PARTS_ALONE = {
    "member", "voice", "male", "female", "over", "members", "voices", "speakers", "person", "host",
    "hosts", "guest", "guests",
}  # fmt: skip


def without_remark(label: str) -> str:
    """Anna Lee of “Anna Lee (laughing)”; a label that is all remark stays as it is."""
    if label[-1:] not in "])）":
        return label
    return _REMARK.sub("", label) or label


def is_marker(label: str) -> bool:
    return without_remark(label).casefold().strip(" .!") in MARKERS


def is_part(label: str) -> bool:
    """Is the label a part and not a name: Host, Q, Audience 3, Speaker B, Male voice?"""
    words = without_remark(label).casefold().strip(" .#").split()
    while len(words) > 1 and (words[-1].strip("#.").isdigit() or len(words[-1]) == 1):
        words.pop()
    if " ".join(words).rstrip("0123456789") in ASKS | ANSWERS | PARTS:
        return True
    of_parts = [word for word in words if word in _OF_PARTS or word in _PARTS_ALONE | PARTS]
    return 1 < len(words) == len(of_parts) and any(word in _PARTS_ALONE | PARTS for word in words)
