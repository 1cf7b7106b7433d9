"""The languages a story can be written in, and what each needs on the page and in an address."""

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache

from django.db import models
from django.utils.translation import get_language_info


@dataclass(frozen=True, slots=True)
class Language:
    code: str  # on the story, in `lang` and in the address
    locale: str  # Django's name for the translations of the page's own words
    name: str  # in its own script
    direction: str = "ltr"
    scripts: tuple[str, ...] = ("LATIN",)  # what the Unicode names of its letters begin with
    day: str = "j F Y"  # how it writes a day, for Django's `date_format`

    @property
    def prefix(self) -> str:
        """What stands before every path of this language: "" for the default, else "/zh"."""
        return "" if self.code == DEFAULT else f"/{self.code}"

    def writes(self, text: str) -> bool:
        """Whether every letter of `text` is of a script that readers of this language read."""
        letters = [letter for letter in text if letter.isalpha()]
        return bool(letters) and all(
            unicodedata.name(letter, "").startswith(self.scripts) for letter in letters
        )


DEFAULT = "en"
LANGUAGES = {
    language.code: language
    for language in (
        Language("en", "en", "English"),
        Language("zh", "zh-hans", "中文", scripts=("CJK",), day="Y年n月j日"),
        Language("ar", "ar", "العربية", "rtl", ("ARABIC",)),
    )
}


@lru_cache(maxsize=2048)
def name_for(name: str, native_name: str, language: str) -> str:
    """How readers of `language` know a person: 李伟 in Chinese, Li Wei elsewhere."""
    writes = LANGUAGES[language].writes
    return native_name if writes(native_name) and not writes(name) else name


def named(words: str) -> str:
    """The code of the language that somebody calls `words`: ZH, zh-CN and 中文 are zh; else ""."""
    wanted = words.strip().casefold()
    for code, language in LANGUAGES.items():
        if wanted == language.name.casefold() or re.split(r"[-_]", wanted)[0] == code:
            return code
    return ""


def of_text(text: str) -> str:
    """The code of the language that a text is written in, as its letters tell; else the default.

    A word is about four letters, but where one letter is a word.
    """
    letters = Counter(text[:20_000])
    counts = {
        code: sum(times for letter, times in letters.items() if language.writes(letter))
        / (1 if "CJK" in language.scripts else 4)
        for code, language in LANGUAGES.items()
    }
    return max(counts, key=lambda code: counts[code])


@dataclass(frozen=True, slots=True)
class Wording:
    """Words of one text, and the language they are in."""

    text: str
    language: Language


def wording_for(text: str, language: str) -> Wording:
    """What of a short text is written for readers of `language`: its lines in that language; where
    there are none, those in the default language, or else all of it."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    for code in (language, DEFAULT):
        own = [line for line in lines if of_text(line) == code]
        if own:
            return Wording("\n".join(own), LANGUAGES[code])
    return Wording("\n".join(lines), LANGUAGES[of_text(text)])


@dataclass(frozen=True, slots=True)
class Tongue:
    """A language somebody spoke, whether or not a story can be written in it."""

    code: str
    name: str  # in its own script; the code, where nobody knows it
    direction: str


def tongue(code: str) -> Tongue | None:
    """What is known of the language that `code` (kk, zh-Hant) names; None for ""."""
    if not code:
        return None
    name = {"zh": "zh-hans"}.get(code.lower(), code.lower())
    try:
        known = get_language_info(name)
    except KeyError:
        return Tongue(code, code, "ltr")
    return Tongue(code, str(known["name_local"]), "rtl" if known["bidi"] else "ltr")


class LanguageField(models.CharField):  # type: ignore[type-arg]
    """A story's language. The choices live here, so adding one makes no migration."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        kwargs.setdefault("max_length", 12)
        kwargs.setdefault("default", DEFAULT)
        kwargs["choices"] = [(each.code, each.name) for each in LANGUAGES.values()]
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]

    def deconstruct(self) -> tuple[str, str, list[object], dict[str, object]]:
        name, path, args, kwargs = super().deconstruct()
        kwargs.pop("choices", None)
        return name, path, list(args), kwargs
