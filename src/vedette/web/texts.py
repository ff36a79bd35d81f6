"""The pages' own words, in the language of the request that is answered.

Only these are translated. Reports, and the reasons that the machine kept beside a fact, stay as they are written.
Catalogues are gettext's: `locale/LANGUAGE/pages.po`, which `scripts/texts.py` brings up to date.
"""

import gettext as _gettext
from contextvars import ContextVar, Token
from functools import cache
from io import BytesIO
from pathlib import Path

LANGUAGES = {"en": "English", "uk": "Українська"}
DEFAULT = "en"
LOCALE = Path(__file__).parent / "locale"
_current: ContextVar[str] = ContextVar("language", default=DEFAULT)


def language() -> str:
    return _current.get()


def speak(code: str) -> Token[str]:
    """From here on, in this task and the threads it asks. The token is for `fall_silent`."""
    return _current.set(code)


def fall_silent(token: Token[str]) -> None:
    _current.reset(token)


def gettext(message: str) -> str:
    return _catalogue(language()).gettext(message)


def ngettext(one: str, many: str, count: int) -> str:
    return _catalogue(language()).ngettext(one, many, count)


def pgettext(context: str, message: str) -> str:
    """For a word that needs two translations: "By" of a doer, "by" of a day."""
    return _catalogue(language()).pgettext(context, message)


@cache
def _catalogue(code: str) -> _gettext.NullTranslations:
    if code == DEFAULT:
        return _gettext.NullTranslations()
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    compiled = BytesIO()
    with (LOCALE / code / "pages.po").open("rb") as file:
        write_mo(compiled, read_po(file, locale=code))
    compiled.seek(0)
    return _gettext.GNUTranslations(compiled)
