"""Ministries and staffs that every state has, by the state's word beside them, in English, Ukrainian and Russian.

"Минобороны РФ", "Міноборони рф" and "Russian Ministry of Defence" are one body.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from vedette.reference.countries import load_countries, read_table, several
from vedette.reference.cyrillic import people_of
from vedette.reference.gazetteer_names import fold
from vedette.reference.western import country_of_word as western_country

_SMALL = frozenset(
    {"of", "the", "s", "for", "federation", "armed", "forces", "kingdom", "der", "des", "das", "de", "du", "in"}
) | frozenset({"федерации", "федерації", "вооруженных", "збройних", "сил"})
_LONGEST_FORM = 4
_COLUMNS = (("English", None), ("German", None), ("French", None), ("Ukrainian", "UA"), ("Russian", "RU"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """`name` is the English one ("Russian Ministry of Defence"); `country` is ISO 3166-1 alpha-2."""

    name: str
    country: str | None


def ministry(words: tuple[str, ...]) -> tuple[Body, bool] | None:
    """The ministry or staff of a state among the words of a name, and whether they name nothing besides. One whose
    state is not named is that of the state whose language alone writes it so."""
    kinds, home = _tables()
    words = _without_state_inside(words)
    folded = tuple(fold(word) for word in words)
    for start, end in _stretches(len(folded)):
        form = " ".join(folded[start:end])
        if form not in kinds:
            continue
        rest = [word for word in (*words[:start], *words[end:]) if fold(word) not in _SMALL]
        states = [country_of_word(word) for word in rest]
        country = next((state for state in states if state), home.get(form))
        known = load_countries().get(country) if country else None
        if known is None:
            return None
        return Body(name=f"{known.demonyms[0]} {kinds[form]}", country=country), all(states)
    return None


def _without_state_inside(words: tuple[str, ...]) -> tuple[str, ...]:
    """ "ministère russe de la Défense": the state stands at the end instead."""
    inside = [word for word in words[1:-1] if word[0].islower() and western_country(word)]
    return (*(word for word in words if word not in inside), *inside) if len(inside) == 1 else words


def country_of_word(word: str) -> str | None:
    """By a country's name, adjective or capital, in any case of the two Slavic languages."""
    countries = load_countries()
    country = countries.named(word) or countries.of_demonym(word)
    return country.code if country else people_of(word) or western_country(word)


def _stretches(length: int) -> Iterator[tuple[int, int]]:
    """The longest first."""
    for size in range(min(_LONGEST_FORM, length), 0, -1):
        yield from ((start, start + size) for start in range(length - size + 1))


@cache
def _tables() -> tuple[dict[str, str], dict[str, str]]:
    """Folded forms to kinds, and to the state whose language alone has them."""
    kinds: dict[str, str] = {}
    written: dict[str, set[str | None]] = {}
    for row in read_table("ministries.tsv"):
        for column, state in _COLUMNS:
            for form in map(fold, several(row[column])):
                kinds[form] = row["kind"]
                written.setdefault(form, set()).add(state)
    home = {form: state for form, states in written.items() if len(states) == 1 and (state := next(iter(states)))}
    return kinds, home
