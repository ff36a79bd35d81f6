"""Which language a text is in: letters first, then a statistical guess among the languages we may meet."""

import re
from functools import cache
from typing import Any

from vedette.model.language import Level, reading_level

_UKRAINIAN = re.compile("[іїєґІЇЄҐ]")
_RUSSIAN = re.compile("[ыэёъЫЭЁЪ]")
_CYRILLIC = re.compile("[а-яА-ЯіїєґІЇЄҐёЁ]")
_LATIN = re.compile("[A-Za-z]")
_SAMPLE = 4000
_LANGUAGES = ("en", "ru", "uk", "de", "fr")


def guess_language(text: str, also: tuple[str, ...] = ()) -> str | None:
    """ISO 639-1 code, or None where there are no letters. `also` are languages to be met beside the usual ones."""
    sample = text[:_SAMPLE]
    cyrillic, latin = len(_CYRILLIC.findall(sample)), len(_LATIN.findall(sample))
    if cyrillic + latin == 0:
        return None
    if cyrillic > latin:
        ukrainian, russian = len(_UKRAINIAN.findall(sample)), len(_RUSSIAN.findall(sample))
        if ukrainian != russian:
            return "uk" if ukrainian > russian else "ru"
    language, _ = _identifier(also).classify(sample)
    return str(language)


def level_of(language: str | None, also: tuple[str, ...] = ()) -> Level | None:
    """How far it is understood. `also` are those that extensions read."""
    return "first" if language in also else reading_level(language)


@cache
def _identifier(also: tuple[str, ...]) -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE)
    known = set(identifier.nb_classes)
    identifier.set_languages([*_LANGUAGES, *(one for one in also if one in known)])
    return identifier
