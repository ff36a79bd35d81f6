"""What the text puts a place in: "Paris, Texas", "Krasne in the Kharkiv region", "Ukraine's Pokrovsk"."""

from collections.abc import Sequence
from itertools import pairwise

from vedette.reference.gazetteer import Entry, Gazetteer
from vedette.understand.place_distance import kilometres
from vedette.understand.place_names import Toponym, Words

_AFTER_COMMA, _BY_WORD = 4.0, 2.0
_SAID = frozenset({_AFTER_COMMA, _BY_WORD})
_SHARED = 0.7
_LARGEST_HOLDER_M = 400_000
_LINKING = frozenset(
    {"in", "of", "in the", "of the", ", in", ", in the", "in eastern", "in southern", "in northern", "in western"}
)
_JOINTS = frozenset({",", "and", ", and", "or"})


def note_containers(
    said: Words,
    toponyms: Sequence[Toponym],
    gazetteer: Gazetteer,
    linking: frozenset[str] = _LINKING,
    joints: frozenset[str] = _JOINTS,
) -> None:
    """`linking` stands between a place and what holds it, `joints` between the places of a list."""
    for earlier, later in pairwise(toponyms):
        if later.first - earlier.last > 4:
            continue
        between = said.between(earlier.last, later.first)
        if between in {",", "("}:
            earlier.within.extend((entry, _AFTER_COMMA) for entry in _containers(later, gazetteer))
        elif between in linking:
            earlier.within.extend((entry, _BY_WORD) for entry in _containers(later, gazetteer))
        elif between in {"'s", "’s"} or (earlier.demonym and between.islower()):
            later.within.extend((entry, _BY_WORD) for entry in _containers(earlier, gazetteer))
    _share_containers(said, toponyms, joints)


def held_by(toponym: Toponym) -> Entry | None:
    """The unit or region that the text puts a place in, where the gazetteer knows no place of that name in it."""
    if (
        toponym.demonym
        or toponym.kind not in {None, "settlement"}
        or any(entry.kind != "settlement" for entry in toponym.entries)
    ):
        return None
    # What is said of the last of a list only may hold of the others: it places no name that is known elsewhere.
    told = [entry for entry, strength in toponym.within if not toponym.entries or strength in _SAID]
    holders = [entry for entry in told if entry.kind in {"admin1", "region"}]
    if len(holders) != 1 or holders[0].radius_m > _LARGEST_HOLDER_M:
        return None
    return None if any(is_inside(entry, holders[0]) for entry in toponym.entries) else holders[0]


def is_inside(entry: Entry, container: Entry) -> bool:
    if entry.id == container.id or entry.kind == "country":
        return False
    if container.kind == "country":
        return entry.country == container.country
    if container.kind == "admin1":
        return (entry.country, entry.admin1) == (container.country, container.admin1)
    return kilometres(entry, container) * 1000 <= 1.2 * container.radius_m


def _share_containers(said: Words, toponyms: Sequence[Toponym], joints: frozenset[str]) -> None:
    """ "Pylna, Krasne and Hatyshche in the Kharkiv region": the last of a list says where all of them lie."""
    for earlier, later in reversed(list(pairwise(toponyms))):
        if not later.within or earlier.within or later.first - earlier.last > 2:
            continue
        listed = said.between(earlier.last, later.first) in joints
        if listed and not _can_hold(earlier):
            earlier.within.extend((entry, _SHARED * strength) for entry, strength in later.within)


def _can_hold(toponym: Toponym) -> bool:
    return toponym.demonym is not None or any(entry.kind != "settlement" for entry in toponym.entries)


def _containers(toponym: Toponym, gazetteer: Gazetteer) -> list[Entry]:
    """The greatest reading of a name that can hold another place; none where it names only settlements."""
    if toponym.demonym:
        return [entry for entry in gazetteer.candidates(toponym.demonym.name) if entry.kind == "country"][:1]
    return [entry for entry in toponym.entries if entry.kind in {"country", "admin1", "region"}][:2]
