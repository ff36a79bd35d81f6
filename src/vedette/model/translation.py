"""Words in another language than they were said in: a help to read, never the words themselves."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Translation:
    """`of` in the language `to` (two letters of ISO 639-1 each), made by the machine that calls itself `by`."""

    of: str
    language: str
    to: str
    words: str
    by: str
    made: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Translator:
    """A server of the reader's own choice that speaks LibreTranslate's protocol. `name` is what its work is marked
    with."""

    address: str
    name: str
    to: str = "en"
