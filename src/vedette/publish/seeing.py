"""What sensors and lenses saw beside an event, as sentences of a report. Each leads to the words it bears on and to the
observation."""

from collections.abc import Iterator, Sequence

from vedette.model.event import Event, Sight
from vedette.model.ids import ObservationId
from vedette.model.observation import Observation
from vedette.ports import View
from vedette.publish.citation import Sentence
from vedette.publish.material import Material

_BEARING = {
    "agrees": "this agrees with what is told",
    "against": "this speaks against it",
    "context": "this tells of the war around it",
    "open": "this leaves it open",
}
_TOLD = ("agrees", "against", "open")
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
}


def sight_sentences(event: Event, material: Material) -> Iterator[Sentence]:
    """At most three, the same words once. What only tells of the war around it stands in the table alone: it says
    little of one event."""
    words: dict[str, list[ObservationId]] = {}
    for sight in event.sights:
        if sight.bearing in _TOLD:
            words.setdefault(_words(sight), []).append(sight.observation)
    citations = next((found for one in event.accounts if (found := material.cite_account(one))), ())
    for text, seen in list(words.items())[:_MOST] if citations else ():
        yield Sentence(text=text, citations=citations, seen=tuple(seen))


def _words(sight: Sight) -> str:
    name = SEEN[sight.kind]
    note = f" {sight.note}" if sight.note else ""
    weight = (
        f" (likelihood ratio {sight.ratio:g}, {sight.known})" if sight.ratio is not None else ", and weighs nothing"
    )
    return f"{name[:1].upper()}{name[1:]}:{note} {sight.reason} So {_BEARING[sight.bearing]}{weight}."


def observations_beside(view: View, events: Sequence[Event]) -> tuple[Observation, ...]:
    """Each once, in the order of the events."""
    wanted = dict.fromkeys(sight.observation for event in events for sight in event.sights)
    found = (view.observation(one) for one in wanted)
    return tuple(one for one in found if one is not None)
