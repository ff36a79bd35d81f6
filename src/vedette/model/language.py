"""Which languages are understood, and how far."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal

Level = Literal["full", "first"]
"""`first`: by rules with a small vocabulary, measured on a small set of our own; much is missed, and names of persons
and bodies, loaded language and the small encoder are not there yet."""

READING_LEVELS: Mapping[str, Level] = MappingProxyType(
    {"en": "full", "uk": "full", "ru": "full", "de": "first", "fr": "first"}
)


def reading_level(language: str | None) -> Level | None:
    """By ISO 639-1 code; None for a language that is not understood."""
    return READING_LEVELS.get(language or "")
