"""What sensors and lenses saw beside an event, as sentences of a report. Each leads to the words it bears on and to the
observation."""

from collections.abc import Iterator, Sequence

from vedette.model.event import Event, Sight
from vedette.model.ids import ObservationId
from vedette.model.observation import Observation
from vedette.ports import View
from vedette.publish.citation import Citation, Sentence
from vedette.publish.material import Material

_BEARING = {
    "agrees": "this agrees with what is told",
    "against": "this speaks against it",
}
_SPEAKING = ("agrees", "against")
_MOST = 3

SEEN = {
    "heat": "heat seen from space",
    "heat-sustained": "heat seen from space, come back",
    "radar-damage": "change of the ground seen by radar",
    "burn": "burnt ground seen from space",
    "vegetation": "change of plants seen from space",
    "seen-before": "footage published earlier",
    "metadata": "what the file says of itself",
    "provenance": "signed origin of the file",
    "place-check": "check of the place",
    "time-check": "check of the time",
    "extension": "seen by an extension",
}


def sight_sentences(event: Event, material: Material) -> Iterator[Sentence]:
    """Whatever bears on what is told, and what leaves it open. What only tells of the war around it stands in the table
    alone: it says little of one event."""
    yield from speaking_sentences(event, material)
    yield from open_sentences([event], material)


def speaking_sentences(event: Event, material: Material) -> Iterator[Sentence]:
    """What agrees or speaks against it: at most three; what several observations say alike is said once."""
    alike: dict[tuple[object, ...], list[Sight]] = {}
    for sight in event.sights:
        if sight.bearing in _SPEAKING:
            alike.setdefault((sight.kind, sight.bearing, sight.ratio, sight.reason), []).append(sight)
    citations = _words_of(event, material)
    for sights in list(alike.values())[:_MOST] if citations else ():
        yield Sentence(text=_words(sights), citations=citations, seen=tuple(each.observation for each in sights))


def open_sentences(events: Sequence[Event], material: Material) -> Iterator[Sentence]:
    """What could not be observed, or tells nothing, beside any of these events: the same words once for all of them."""
    words: dict[str, dict[ObservationId, None]] = {}
    beside: dict[str, dict[str, Event]] = {}
    for event in events:
        for sight in event.sights:
            if sight.bearing == "open":
                words.setdefault(_open_words(sight), {})[sight.observation] = None
                beside.setdefault(_open_words(sight), {})[event.id] = event
    for text, seen in words.items():
        about = list(beside[text].values())
        citations = dict.fromkeys(one for event in about for one in _words_of(event, material))
        if citations:
            name, _, rest = text.partition(":")
            many = f", beside {len(about)} of these events" if len(about) > 1 else ""
            yield Sentence(text=f"{name}{many}:{rest}", citations=tuple(citations), seen=tuple(seen))


def _words_of(event: Event, material: Material) -> tuple[Citation, ...]:
    return next((found for one in event.accounts if (found := material.cite_account(one))), ())


def _words(sights: Sequence[Sight]) -> str:
    first = sights[0]
    many = len({each.note for each in sights}) > 1
    alike = f", {len(sights)} observations, of which the first" if many else ""
    weight = f"likelihood ratio {first.ratio:g}, {first.known}" if first.ratio is not None else "it weighs nothing"
    return f"{_name(first)}{alike}:{_note(first)} {first.reason} So {_BEARING[first.bearing]} ({weight})."


def _open_words(sight: Sight) -> str:
    return f"{_name(sight)}:{_note(sight)} {sight.reason} It weighs nothing."


def _name(sight: Sight) -> str:
    name = SEEN[sight.kind]
    return name[:1].upper() + name[1:]


def _note(sight: Sight) -> str:
    return f" {sight.note}" if sight.note else ""


def observations_beside(view: View, events: Sequence[Event]) -> tuple[Observation, ...]:
    """Each once, in the order of the events."""
    wanted = dict.fromkeys(sight.observation for event in events for sight in event.sights)
    found = (view.observation(one) for one in wanted)
    return tuple(one for one in found if one is not None)
