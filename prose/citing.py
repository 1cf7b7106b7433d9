"""Is a citation's number a word of its sentence ("[1] shows…"), or a mark beside it?"""

from __future__ import annotations

import re
import unicodedata

# Words after which a number is what the sentence speaks of: "as [2] shows", 如[2]所示. Chinese
# ones of one character also end common nouns (数据, 意见), so these begin their clause.
_LEADS = {
    "en": re.compile(
        r"(?:^|[\s(])(?:according to|see|also|as|by|cf\.?|compare|from|in|of|per|read|source|"
        r"sources|than|to|via|with|like)\s*\Z",
        re.IGNORECASE,
    ),
    "zh": re.compile(
        r"(?:(?:^|[\s，。；：、（(])(?:见|据|从|与|在)|如|参见|请见|详见|另见|根据|参考|参照|按照|"
        r"引自|来自|对照)\s*\Z"
    ),
    "ar": re.compile(r"(?:^|[\s(،؛])[وف]?(?:انظر|راجع|وفق|بحسب|حسب|في|من|إلى|مع|عن|على)\s*\Z"),
}
_SENTENCE_ENDS = re.compile(r"[.!?…:][\"'”’»)\]]*\s*\Z")
_CJK_ENDS = re.compile(r"[。！？；][”’」』）]*\s*\Z")


def is_inline(before: str, after: str, language: str = "en") -> bool:
    """Whether the number between `before` and `after` (text of the same block) is a word.

    It is at the start of a block that goes on with words; at the start of a sentence that goes
    on with a lower-case word ("China grew. [1] highlights…"); and after a preposition or a verb
    of looking ("as [2] shows", "see [3]").
    """
    following = after.lstrip()
    if not following or not (following[0].isalnum() or following[0] in "“‘\"'"):
        return bool(following[:1] == "," and not before.strip()) or (
            bool(before.strip()) and _leads(before, language)
        )
    if not before.strip():
        return True
    if _leads(before, language):
        return True
    starts_sentence = bool(_SENTENCE_ENDS.search(before)) and not _CJK_ENDS.search(before)
    spaced = after[:1].isspace()
    return starts_sentence and spaced and unicodedata.category(following[0]) == "Ll"


def _leads(before: str, language: str) -> bool:
    leads = _LEADS.get(language)
    return bool(leads and leads.search(before))
