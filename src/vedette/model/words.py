"""Persons' words on one thing: which of them counts, whatever they are about."""

from collections.abc import Callable, Hashable, Iterable
from datetime import datetime
from typing import Protocol, TypeVar

_PERSON = "person:"


class Word(Protocol):
    """Something a person noted; the id tells apart what was noted at one moment."""

    @property
    def id(self) -> str: ...

    @property
    def maker(self) -> str: ...

    @property
    def made(self) -> datetime | None: ...


W = TypeVar("W", bound=Word)


def person(name: str) -> str:
    """The maker of a person's words."""
    return f"{_PERSON}{name}"


def person_name(maker: str) -> str:
    return maker.removeprefix(_PERSON)


def standing_words(words: Iterable[W], about: Callable[[W], Hashable], says: Callable[[W], Hashable | None]) -> list[W]:
    """Of each thing the last word of each person, oldest first, but for those taken back (`says` None)."""
    own = {(about(word), word.maker): word for word in sorted(words, key=by_time)}
    return sorted((word for word in own.values() if says(word) is not None), key=by_time)


def agreed(
    words: Iterable[W], about: Callable[[W], Hashable], says: Callable[[W], Hashable | None], needed: int = 1
) -> dict[Hashable, W]:
    """Of each thing the latest standing word that as many persons as `needed` say alike."""
    found: dict[Hashable, W] = {}
    makers: dict[tuple[Hashable, Hashable], set[str]] = {}
    for word in standing_words(words, about, says):
        alike = makers.setdefault((about(word), says(word)), set())
        alike.add(word.maker)
        if len(alike) >= needed:
            found[about(word)] = word
    return found


def by_time(word: Word) -> tuple[float, str]:
    return (word.made.timestamp() if isinstance(word.made, datetime) else 0.0, word.id)
