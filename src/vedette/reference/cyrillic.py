"""Names of persons and bodies in Ukrainian and Russian, in whatever case they stand."""

from collections.abc import Iterator
from functools import lru_cache
from itertools import islice

from vedette.reference.countries import names_of
from vedette.reference.gazetteer_cases import nominatives, readings
from vedette.reference.gazetteer_names import fold
from vedette.reference.peoples import load_peoples

_MOST = 60
_LONGEST = 60
_LONGEST_ENDING = 3
_OF_SURNAME = ("им", "ым", "ом", "ем", "ою", "ой")  # Путіним, Лавровым, Захаровою


def cyrillic_names_of(table: str) -> dict[str, tuple[str, ...]]:
    """Ukrainian and Russian names by the name in Latin letters."""
    return names_of(table, "Ukrainian", "Russian")


@lru_cache(maxsize=20_000)
def in_nominative(folded: str) -> tuple[str, ...]:
    """The names that a folded one may be a case of."""
    if len(folded) > _LONGEST:
        return ()
    return tuple(dict.fromkeys(islice(_nominatives(folded), _MOST)))


def _nominatives(folded: str) -> Iterator[str]:
    bare = next((folded.removesuffix(each) for each in _OF_SURNAME if folded.endswith(each)), None)
    if bare is not None:
        yield from (bare, f"{bare}а")
        before, _, surname = bare.rpartition(" ")
        yield from (f"{each} {surname}" for each in (readings(before) if before else ()))
    yield from readings(folded)


@lru_cache(maxsize=20_000)
def people_of(word: str) -> str | None:
    """The state of a word in any case: російських, украинцам, рф."""
    known = _folded_peoples()
    folded = fold(word)
    if folded in known:
        return known[folded]
    found = next((known[each] for each in nominatives(folded) if each in known), None)
    return found or next((code for stem, code in _adjectives() if _is_of(folded, stem)), None)


def _is_of(folded: str, stem: str) -> bool:
    return folded.startswith(stem) and len(folded) - len(stem) <= _LONGEST_ENDING


@lru_cache(maxsize=1)
def _adjectives() -> tuple[tuple[str, str], ...]:
    """Without their endings: російськ, украинск."""
    endings = tuple(map(fold, ("ський", "цький", "ский", "цкий")))
    return tuple((name[:-2], code) for name, code in _folded_peoples().items() if name.endswith(endings))


@lru_cache(maxsize=1)
def _folded_peoples() -> dict[str, str]:
    peoples = load_peoples()
    return {fold(name): code for name, code in (*peoples.scornful.items(), *peoples.named.items())}
