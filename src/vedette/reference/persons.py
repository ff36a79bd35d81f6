"""Public persons: full name, other spellings, office and country, with terms of office where they are sure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache

from vedette.reference.countries import read_table, several
from vedette.reference.cyrillic import cyrillic_names_of, in_nominative
from vedette.reference.gazetteer_cases import is_cyrillic
from vedette.reference.gazetteer_names import fold
from vedette.reference.western import western_names_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """`country` is the state the person speaks for by office: None for organisations and movements. `since` and
    `until` bound the office, the last day excluded; None is open or not known."""

    full_name: str
    country: str | None
    titles: tuple[str, ...]
    also: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None

    def holds_office(self, on: date) -> bool:
        return (self.since is None or self.since <= on) and (self.until is None or on < self.until)


class Persons:
    """Look-up by full name, another spelling, or a surname that is one person's in public life."""

    def __init__(self, persons: Iterable[Person]) -> None:
        self._by_name: dict[str, list[Person]] = {}
        for person in persons:
            for name in dict.fromkeys(fold(each) for each in (person.full_name, *person.also)):
                self._by_name.setdefault(name, []).append(person)

    def named(self, name: str, on: date | None = None) -> Person | None:
        """As of the day; without one, or in no office on it, as of the last office known. None where a name is
        several persons'."""
        offices = self._offices(fold(name))
        if not offices or len({each.full_name for each in offices}) > 1:
            return None
        held = [each for each in offices if on is not None and each.holds_office(on)]
        return (held or offices)[-1]

    def _offices(self, folded: str) -> list[Person]:
        """In Cyrillic in any case: Зеленського, Сырским."""
        found = self._by_name.get(folded, [])
        if found or not is_cyrillic(folded):
            return found
        return next((self._by_name[each] for each in in_nominative(folded) if each in self._by_name), [])

    def ending(self, words: tuple[str, ...], on: date | None = None) -> Person | None:
        """The person whose name ends a longer one: "Defence Minister Sergei Shoigu"."""
        for start in range(len(words)):
            if (person := self.named(" ".join(words[start:]), on)) is not None:
                return person
        return None


def _day(cell: str) -> date | None:
    return date.fromisoformat(cell) if cell else None


@cache
def load_persons() -> Persons:
    further, western = cyrillic_names_of("persons_cyrillic.tsv"), western_names_of("persons_western.tsv")
    return Persons(
        Person(
            full_name=row["name"],
            country=row["country"] or None,
            titles=several(row["titles"]),
            also=(*several(row["other names"]), *further.get(row["name"], ()), *western.get(row["name"], ())),
            since=_day(row["from"]),
            until=_day(row["to"]),
        )
        for row in read_table("persons.tsv")
    )
