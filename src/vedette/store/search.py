"""A Query as conditions and parameters. The conditions are named SQL; what the user typed is only ever a parameter."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from vedette.model.observation import ObservationQuery
from vedette.model.query import Query
from vedette.model.sought import Term, terms
from vedette.store.phrases import sought
from vedette.store.queries import Dialect, named
from vedette.store.rows import Row

_NO_SIDE = "none"
_FIRST_DAY, _LAST_DAY = 0, 2**22
_MOST_ROWS = 2**31
_EPOCH_DAY, _DAY_MICROS = 719_163, 86_400_000_000
_COMMON = 5_000


_PICKING = frozenset({"by_text", "by_speaker", "by_place", "by_status", "by_box", "by_box_over_date_line"})
_OF_STATEMENT = "l."


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """What is asked of statements: out of which tables, under which condition. `tallied`: of how many are counted."""

    told: str
    where: str
    parameters: Row
    tallied: bool = False


def statement_search(
    dialect: Dialect, query: Query, *, page: bool = False, common: Collection[str] = (), tallied: bool = False
) -> Sought:
    """The condition over `listing l` and `document_list d`. A `page` is walked in order of moments, and can begin where
    its days do. Filters that are `common` pick nothing: they are looked at as the list is walked."""
    names = [*statement_filters(query), *_given(by_last_moment=query.last_day if page else None)]
    parameters = _parameters(dialect, query)
    if tallied:
        return Sought(told="", where=_all_of(named("counts", dialect), names), parameters=parameters, tallied=True)
    said = named("statements", dialect)
    picked = _picked(names, common)
    told = said["picked" if picked or not page else "walked"]
    if dialect == "sqlite":
        said = said | {name: _unindexed(said[name]) for name in names if name not in picked}
    return Sought(told=told, where=_all_of(said, names), parameters=parameters)


def statement_filters(query: Query) -> list[str]:
    return [
        *_account_filters(query),
        *_side_filter(query),
        *_given(by_source=query.source, by_status=query.status),
        *_space_time_filters(query),
    ]


def _picked(names: Sequence[str], common: Collection[str]) -> frozenset[str]:
    """The filters by whose index statements are found: words, places and status before what is told of each."""
    rare = [name for name in names if name not in common]
    told = frozenset(rare) & _PICKING
    return told or frozenset(rare) & {"by_kind", "by_certainty", "by_side", "by_no_side"}


def _unindexed(condition: str) -> str:
    """The plus keeps SQLite, which does not know how common things are, from the index of a column."""
    return f"+{condition}" if condition.startswith(_OF_STATEMENT) else condition


def is_tallied(query: Query) -> bool:
    """Whether what it asks of statements are columns of `statement_tally`, so that its condition holds there too."""
    asked = (_blank_to_none(query.speaker), _blank_to_none(query.text), query.place, query.status, query.bbox)
    return all(one is None for one in asked)


def event_search(dialect: Dialect, query: Query, *, counted: bool = False) -> tuple[str, Row]:
    """The condition over `events e`, and its parameters. `counted` by more than its own column, none is looked at.

    Speaker, kind, certainty and text ask for one account that has them all; a kind in capitals is the event's own.
    """
    said = named("picture", dialect)
    plover = query.kind is not None and query.kind.isupper()
    names = [
        *_side_filter(query, among=query.first_day is not None or query.last_day is not None),
        *_given(by_source=query.source, by_status=query.status, by_last_moment=query.last_day),
        *_space_time_filters(query),
    ]
    if counted and len(names) == 1:
        names = [f"{name}_counted" if f"{name}_counted" in said else name for name in names]
    parts = [said[name] for name in names]
    if plover:
        parts.append(said["by_plover"])
    account = [name for name in _account_filters(query) if not (plover and name == "by_kind")]
    if account:
        common = set(account) <= {"by_kind", "by_certainty"}
        told = said["by_common_account" if common else "by_account"]
        parts.append(told.replace("{where}", _all_of(named("statements", dialect), account)))
    return " AND ".join(parts) or said["any"], _parameters(dialect, query)


def observation_search(dialect: Dialect, query: ObservationQuery) -> tuple[str, Row]:
    """The condition over `observations o`, and its parameters."""
    names = _given(
        by_kinds=query.kinds,
        by_first_day=query.first_day,
        by_last_day=query.last_day,
        by_capture=query.capture,
        by_about=query.about,
        by_box=query.bbox,
    )
    west, south, east, north = query.bbox or (None, None, None, None)
    return _all_of(named("observations", dialect), names), {
        "kinds": list(query.kinds or ()),
        "first_day": query.first_day.toordinal() if query.first_day else None,
        "last_day": query.last_day.toordinal() if query.last_day else None,
        "capture": query.capture,
        "about": list(query.about or ()),
        "west": west,
        "south": south,
        "east": east,
        "north": north,
        "limit": min(max(query.limit, 0), _MOST_ROWS),
        "offset": min(max(query.offset, 0), _MOST_ROWS),
    }


def _account_filters(query: Query) -> list[str]:
    return _given(
        by_speaker=_blank_to_none(query.speaker),
        by_kind=query.kind,
        by_certainty=query.certainty,
        by_text=_blank_to_none(query.text),
    )


def _side_filter(query: Query, *, among: bool = False) -> list[str]:
    """`among`: other conditions leave few, so that each of them is looked at."""
    if query.side is None:
        return []
    return [("by_no_side" if query.side == _NO_SIDE else "by_side") + ("_among" if among else "")]


def _space_time_filters(query: Query) -> list[str]:
    names = _given(by_place=query.place, by_first_day=query.first_day, by_last_day=query.last_day)
    if query.bbox is not None:
        west, _, east, _ = query.bbox
        names.append("by_box" if west <= east else "by_box_over_date_line")
    return names


def _given(**conditions: object) -> list[str]:
    return [name for name, asked in conditions.items() if asked is not None]


def _all_of(room: dict[str, str], names: list[str]) -> str:
    return " AND ".join(room[name] for name in names) or room["any"]


def _parameters(dialect: Dialect, query: Query) -> Row:
    west, south, east, north = query.bbox or (None, None, None, None)
    first = query.first_day.toordinal() if query.first_day else None
    last = query.last_day.toordinal() if query.last_day else None
    return {
        "side": query.side,
        "speaker": words_of(dialect, query.speaker or "", "speaker"),
        "kind": query.kind,
        "certainty": query.certainty,
        "status": query.status,
        "source": query.source,
        "place": query.place,
        "place_name": query.place.casefold() if query.place else None,
        "first_day": first,
        "last_day": last,
        "after_last_day": (last + 1 - _EPOCH_DAY) * _DAY_MICROS if last is not None else None,
        "common": _COMMON,
        # Day 0 stands for an unknown day, which only an open question may find.
        "box_first_day": first if first is not None else _FIRST_DAY + (last is not None),
        "box_last_day": last if last is not None else _LAST_DAY,
        "text": text_of(dialect, query.text or "", "content"),
        "west": west,
        "south": south,
        "east": east,
        "north": north,
        "limit": min(max(query.limit, 0), _MOST_ROWS),
        "offset": min(max(query.offset, 0), _MOST_ROWS),
    }


def words_of(dialect: Dialect, typed: str, column: str) -> str:
    """For "all these words in the column", whole. What was typed is never syntax."""
    return sought(dialect, (Term(words=(word,)) for word in typed.split()), column)


def text_of(dialect: Dialect, typed: str, column: str) -> str:
    """For what a reader looks for, by `sought.terms`."""
    return sought(dialect, terms(typed), column)


def _blank_to_none(typed: str | None) -> str | None:
    return typed if typed and typed.strip() else None
