"""One thing to judge, as the review page shows it: the words around it, what was read, and what else it may be."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from vedette.doubts import PAIR, Doubt
from vedette.doubts import Item as Queued
from vedette.fuse.correcting import NOT_NAMED, OWN_VOICE, Item, find_item, reading
from vedette.model.correction import Correction, Matter, State, with_states
from vedette.model.event import Account, Event
from vedette.model.ids import PlaceId
from vedette.model.mention import PlaceMention
from vedette.model.query import StatementRow
from vedette.model.span import Span
from vedette.placing import spots_at_hand
from vedette.ports import View
from vedette.web.taking import BETWEEN

_AROUND = 220
_SHORT = 140
_MOST_NAMES = 6
_MOST_PLACES = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """An account with its words and what stands around them."""

    account: Account
    event: Event
    row: StatementRow | None
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What may be put in the place of what was read; a place with its point where that is known."""

    value: str
    label: str
    note: str = ""
    lat: float | None = None
    lon: float | None = None
    radius_m: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Single:
    """One statement or mention. The words that are in question stand between `before` and `after`."""

    key: str
    matter: Matter
    row: StatementRow | None
    item: Item
    before: str
    words: str
    after: str
    span: Span
    read: str
    choices: tuple[Choice, ...]
    events: tuple[Event, ...]
    reasons: tuple[str, ...]
    said: tuple[tuple[Correction, State], ...]

    @property
    def start(self) -> tuple[float, float] | None:
        """Where a map opens: at what was read, else at the likeliest other place, else where the event is told."""
        points = (
            *((one.lat, one.lon) for one in self.item.places),
            *((one.lat, one.lon) for one in self.choices),
            *((one.place.lat, one.place.lon) for one in self.events if one.place),
        )
        return next(((lat, lon) for lat, lon in points if lat is not None and lon is not None), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A row of the queue."""

    key: str
    kind: str
    words: str
    place: str | None
    weight: float


def key_of(one: Queued) -> str:
    if isinstance(one, Doubt):
        return f"{PAIR}:{BETWEEN.join(named(one))}"
    return f"{one.matter}:{one.target}"


def named(doubt: Doubt) -> tuple[str, str]:
    """How a judgement names the two: the events that may be one, or the accounts of one that may be two."""
    if doubt.joined:
        return doubt.left.mention, doubt.right.mention
    return doubt.left_event.id, doubt.right_event.id


def line_of(view: View, one: Queued) -> Line:
    statement = one.left.statement if isinstance(one, Doubt) else one.statement
    row = view.statement(statement)
    words = " ".join(row.content.split())[:_SHORT] if row else ""
    kind = PAIR if isinstance(one, Doubt) else str(one.matter)
    return Line(key=key_of(one), kind=kind, words=words, place=one.place, weight=one.weight)


def sides_of(view: View, doubt: Doubt) -> list[Side]:
    pairs = ((doubt.left, doubt.left_event), (doubt.right, doubt.right_event))
    return [_side(view, account, event) for account, event in pairs]


def _side(view: View, account: Account, event: Event) -> Side:
    row = view.statement(account.statement)
    before, _, after = _around(row.document.text, row.statement.content) if row else ("", "", "")
    return Side(account=account, event=event, row=row, before=before, after=after)


def _around(text: str, span: Span) -> tuple[str, str, str]:
    return text[max(0, span.start - _AROUND) : span.start], span.of(text), text[span.end : span.end + _AROUND]


def single_of(view: View, matter: Matter, target: str, needed: int, reasons: Sequence[str] = ()) -> Single:
    """Raises UsageError where nothing is read so any more."""
    item = find_item(view, target, matter)
    span = _asked_about(item, matter)
    before, words, after = _around(item.document.text, span)
    told = [one for one in view.events_of(item.document.id) if _tells(one, item)]
    said = with_states(view.corrections([item.document.id]), needed)
    return Single(
        key=f"{matter}:{target}",
        matter=matter,
        row=view.statement(item.statement.id) if item.statement else None,
        item=item,
        before=before,
        words=words,
        after=after,
        span=span,
        read=reading(item, matter),
        choices=tuple(_choices(item, matter)),
        events=tuple(told),
        reasons=tuple(reasons),
        said=tuple(pair for pair in said if pair[0].subject == (matter, target)),
    )


def _asked_about(item: Item, matter: Matter) -> Span:
    if matter is Matter.SPEAKER and item.statement is not None:
        return item.statement.content
    assert item.mention is not None
    return (
        item.mention.extent if len(item.mention.extent.of(item.document.text)) < 4 * _AROUND else item.mention.trigger
    )


def _tells(event: Event, item: Item) -> bool:
    if item.mention is not None:
        return any(account.mention == item.mention.id for account in event.accounts)
    return item.statement is not None and item.statement.id in event.statements


def _choices(item: Item, matter: Matter) -> Iterator[Choice]:
    match matter:
        case Matter.SPEAKER:
            yield from _voices(item)
        case Matter.PLACE:
            yield from _places(item.places)
        case Matter.EVENT:
            return


def _voices(item: Item) -> Iterator[Choice]:
    """The outlet, nobody, and the names of the text, those nearest to the words first."""
    assert item.statement is not None
    content, read = item.statement.content, reading(item, Matter.SPEAKER)
    if read != OWN_VOICE:
        yield Choice(value="own", label=OWN_VOICE)
    if read != NOT_NAMED:
        yield Choice(value="nobody", label=NOT_NAMED)
    spoken = ((one.speaker.name, one.content) for one in item.analysis.statements if one.speaker)
    entities = ((one.name, one.span) for one in item.analysis.entities if one.type in ("person", "organization"))
    near = sorted((_apart(span, content), name) for name, span in (*spoken, *entities))
    names = [name for name in dict.fromkeys(name for _, name in near) if name != read]
    yield from (Choice(value=f"name:{name}", label=name) for name in names[:_MOST_NAMES])


def _apart(span: Span, other: Span) -> int:
    return max(other.start - span.end, span.start - other.end, 0)


def _places(read: Iterable[PlaceMention]) -> Iterator[Choice]:
    """What was read first, for the map; then the other places of the name, the likeliest first."""
    read = list(read)
    others = sorted((one for place in read for one in place.candidates), key=lambda one: (-one.probability, one.place))
    spots = spots_at_hand([PlaceId(one.place) for one in others])
    taken = {place.place for place in read}
    for one in list({one.place: one for one in others if one.place not in taken}.values())[:_MOST_PLACES]:
        spot, region = spots.get(one.place, (None, ""))
        where = (spot.kind, region, spot.country, f"{spot.lat:.2f}, {spot.lon:.2f}") if spot else ()
        yield Choice(
            value=f"place:{one.place}",
            label=one.name,
            note=", ".join(filter(None, where)),
            lat=spot.lat if spot else None,
            lon=spot.lon if spot else None,
            radius_m=spot.radius_m if spot else None,
        )
