"""Names as they are written: folding for look-up, which alternates are worth keeping, spellings by transliteration."""

import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import lru_cache

_FOLD = str.maketrans(
    {
        **dict.fromkeys("'’‘ʼʹʻ`´ʿʾ\"“”.", ""),
        **dict.fromkeys("-‐‑–—_,/", " "),
        "ł": "l", "Ł": "l", "ø": "o", "Ø": "o", "đ": "d", "Đ": "d", "ı": "i", "æ": "ae", "Æ": "ae",
        "œ": "oe", "Œ": "oe",
    }
)  # fmt: skip
_SPACES = re.compile(r"\s+")
_DIGIT = re.compile(r"\d")
_UKRAINIAN_ONLY = re.compile("[іїєґІЇЄҐ’'ʼ]")
_RUSSIAN_ONLY = re.compile("[ыэёъЫЭЁЪ]")
_VOWELS = frozenset("аеёиоуыэюяієї")

# Ukrainian: Cabinet of Ministers resolution 55 of 2010; Russian: BGN/PCGN 1947 as newspapers simplify it.
_COMMON = {
    "а": "a", "б": "b", "в": "v", "д": "d", "ж": "zh", "з": "z", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o",
    "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch",
    "ь": "", "ъ": "", "'": "", "’": "", "ʼ": "",
}  # fmt: skip
_UKRAINIAN = _COMMON | {"г": "h", "ґ": "g", "е": "e", "є": "ie", "и": "y", "і": "i", "ї": "i", "й": "i", "ю": "iu",
                        "я": "ia"}  # fmt: skip
_UKRAINIAN_INITIAL = {"є": "ye", "ї": "yi", "й": "y", "ю": "yu", "я": "ya"}
_RUSSIAN = _COMMON | {"г": "g", "е": "e", "ё": "yo", "и": "i", "й": "y", "ы": "y", "э": "e", "ю": "yu", "я": "ya"}


@lru_cache(maxsize=20_000)
def fold(name: str) -> str:
    """Case, accents, apostrophes, full stops and kinds of dash aside: two spellings that fold alike are one name."""
    if name.isascii():
        return " ".join(name.translate(_FOLD).lower().split())
    decomposed = unicodedata.normalize("NFKD", name.translate(_FOLD).casefold()).translate(_FOLD)
    kept = "".join(char for char in decomposed if not unicodedata.combining(char))
    return _SPACES.sub(" ", kept.casefold()).strip()


def script(name: str) -> str | None:
    """`latin`, `cyrillic`, or None where another script or a mixture stands."""
    letters = [char for char in name if char.isalpha()]
    if letters and name.isascii():
        return "latin"
    if not letters:
        return None
    if all(char < "\u0250" or "\u1e00" <= char <= "\u1eff" or "\u02b0" <= char <= "\u02ff" for char in letters):
        return "latin"
    return "cyrillic" if all("\u0400" <= char <= "\u052f" or char in "’ʼ" for char in letters) else None


def is_usable(name: str) -> bool:
    """Airport codes, romanisations without capitals and names with digits are in GeoNames but in nobody's prose."""
    if not 3 <= len(name) <= 60 or name == name.lower() or _DIGIT.search(name) or script(name) is None:
        return False
    return len(name) > 4 or not name.isupper()


def latin_spellings(cyrillic: str) -> Iterator[str]:
    """Latin forms by the Ukrainian or the Russian table, by both where the letters leave it open."""
    if not _RUSSIAN_ONLY.search(cyrillic):
        yield _words(cyrillic, _ukrainian)
    if not _UKRAINIAN_ONLY.search(cyrillic):
        yield from russian_spellings(cyrillic)


def russian_spellings(cyrillic: str) -> Iterator[str]:
    plain = _words(cyrillic, _russian)
    yield plain
    if "y" in plain:
        yield plain.replace("ya", "ia").replace("yu", "iu")
    for ending, short in (("iy", "y"), ("yy", "y"), ("oye", "oe")):
        if plain.endswith(ending):
            yield plain.removesuffix(ending) + short


def _words(name: str, spell: Callable[[str], str]) -> str:
    return " ".join("-".join(part.capitalize() for part in spell(word).split("-")) for word in name.lower().split())


def _ukrainian(word: str) -> str:
    spelt = []
    before = ""
    for char in word:
        if not before and char in _UKRAINIAN_INITIAL:
            spelt.append(_UKRAINIAN_INITIAL[char])
        else:
            spelt.append("gh" if char == "г" and before == "з" else _UKRAINIAN.get(char, char))
        before = char
    return "".join(spelt)


def _russian(word: str) -> str:
    spelt = []
    before = ""
    for char in word:
        soft = char == "е" and (not before or before in _VOWELS or before in "ьъй-")
        spelt.append("ye" if soft else _RUSSIAN.get(char, char))
        before = char
    return "".join(spelt)
