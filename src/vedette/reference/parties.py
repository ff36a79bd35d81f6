"""Whether a phrase names somebody: a force, an organisation, a person, a state; or only says "units" or "five"."""

import re
from functools import lru_cache

from vedette.reference.gazetteer_names import fold
from vedette.reference.institutions import Institutions

_LONGEST = 6
# NATO, OSCE; two letters may be a unit of measure.
_ABBREVIATION = re.compile(r"[A-Z]{3,8}")
_SMALL = frozenset({"the", "of", "and", "for", "de", "al"})
_TIMES_AND_GROUND = (
    # Capitalised wherever they stand, and nobody's name.
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august "
    "september october november december "
    # What makes several capitalised words a place or an address.
    "oblast region province district governorate axis direction road street river bridge airport station highway"
)
_NOBODY = frozenset(_TIMES_AND_GROUND.split())
_ENEMY_WORDS = (
    "enemy enemies opponent opponents adversary adversaries foe foes occupier occupiers occupant occupants invader "
    "invaders aggressor aggressors"
)
_ENEMIES = frozenset(_ENEMY_WORDS.split())
# Ukrainian and Russian in every case: "ворога", "вражеские", "окупантами".
_ENEMY_STEMS = (
    "ворог", "ворож", "противник", "супротивник", "окупант", "окупац", "загарбн", "агресор", "враг", "враж",
    "неприятел", "оккупант", "оккупац", "захватчик", "агрессор",
)  # fmt: skip
_UNIT_WORDS = "unit units group groups brigade brigades battalion battalions defenders"
_UNITS = frozenset(_UNIT_WORDS.split())
_KINDS_OF_UNITS = "assault defence defense forces reserve reserves infantry airborne"
_OF_UNITS = _UNITS | frozenset(_KINDS_OF_UNITS.split())

_RUMOUR_WORDS = "report reports rumour rumours rumor rumors account accounts story stories"
_RUMOURS = frozenset(_RUMOUR_WORDS.split())


@lru_cache(maxsize=20_000)
def names_somebody(name: str) -> bool:
    """Every word of weight has a capital; a single word is only taken for a name that is known.

    Lists of names are lists of places more often than not, and are no name.
    """
    if "," in name or not name.strip():
        return False
    words = [word for word in name.split() if word.casefold() not in _SMALL]
    if not 0 < len(words) <= _LONGEST or not all(word[0].isupper() for word in words):
        return False
    folded = {fold(word) for word in words}
    if folded & _NOBODY:
        return False
    return len(words) > 1 or _is_known(name)


def _is_known(name: str) -> bool:
    known = Institutions.load()
    abbreviation = _ABBREVIATION.fullmatch(name) is not None
    return abbreviation or known.person(name) is not None or known.country_of(name) is not None


def is_enemy(name: str) -> bool:
    """ "The enemy", "enemy troops": whoever fights the side that speaks."""
    said = name.casefold().split()
    return bool(said) and (bool({said[0], said[-1]} & _ENEMIES) or said[0].startswith(_ENEMY_STEMS))


def is_own_unit(name: str) -> bool:
    """ "The group", "assault groups", "defence forces": nobody says so of units that are not his own."""
    said = frozenset(name.casefold().split()) - _SMALL
    return bool(said) and said <= _OF_UNITS and (bool(said & _UNITS) or {"defence", "defense"} & said != frozenset())


def is_rumour(name: str) -> bool:
    """ "A report": words that somebody passes on without saying whose."""
    return not frozenset(name.casefold().split()) - _RUMOURS - {"a", "the", "some", "unconfirmed", "several"}
