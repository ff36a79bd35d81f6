"""What a page says of its language, where its letters do not contradict."""

import re

_CODE = re.compile(r"([A-Za-z]{2,3})(?:[-_].*)?")
_CYRILLIC = re.compile("[А-яЁёІіЇїЄєҐґЎў]")
_LATIN = re.compile("[A-Za-z]")
_ONLY_RUSSIAN = re.compile("[ыэёъЫЭЁЪ]")
_ONLY_UKRAINIAN = re.compile("[іїєґІЇЄҐ]")
_CYRILLIC_LANGUAGES = frozenset({"ru", "uk", "be", "bg", "sr", "mk", "kk"})
_SAMPLE = 5000


def declared_language(value: object, text: str) -> str | None:
    """The two-letter code. Templates often declare a language their text is not in; then None, and the text decides."""
    match = _CODE.fullmatch(value.strip()) if isinstance(value, str) else None
    if not match:
        return None
    code, sample = match[1].lower(), text[:_SAMPLE]
    cyrillic = len(_CYRILLIC.findall(sample)) > len(_LATIN.findall(sample))
    if cyrillic != (code in _CYRILLIC_LANGUAGES):
        return None
    russian, ukrainian = len(_ONLY_RUSSIAN.findall(sample)), len(_ONLY_UKRAINIAN.findall(sample))
    contradicted = (code == "ru" and ukrainian > russian) or (code == "uk" and russian > ukrainian)
    return None if contradicted else code
