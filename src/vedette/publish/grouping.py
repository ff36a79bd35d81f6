"""Sentences about several events: what the same words tell of more than one place, each account in its own words."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from vedette.model.event import Event, Stance
from vedette.publish.citation import Citation, Sentence
from vedette.publish.material import Material
from vedette.publish.seeing import open_sentences, speaking_sentences
from vedette.publish.telling import figure_sentences, quoted_sentence, words_sentence
from vedette.reference.english import join

_STANCES: tuple[Stance, ...] = ("supports", "concedes", "denies")


def every(items: Iterable[object], tell: Callable[..., Sentence | None]) -> list[Sentence]:
    found = (tell(item) for item in items)
    return [sentence for sentence in found if sentence is not None]


def with_figures(sentences: Iterable[Sentence], material: Material) -> Iterator[Sentence]:
    """A figure that two sentences share is told once; what could not be observed stands once, at the end."""
    told: set[tuple[str, tuple[Citation, ...]]] = set()
    beside: dict[str, Event] = {}
    for sentence in sentences:
        yield sentence
        events = [event for event in (sentence.event, *sentence.also) if event]
        beside |= {event.id: event for event in events}
        yield from _seen(events, material)
        for event in events:
            for figure in figure_sentences(event, material):
                if (figure.text, figure.citations) not in told:
                    told.add((figure.text, figure.citations))
                    yield figure
    yield from open_sentences(list(beside.values()), material)


def _seen(events: Iterable[Event], material: Material) -> Iterator[Sentence]:
    """What was seen in the same words at several places is told once, and leads to each of the observations."""
    groups: dict[str, list[Sentence]] = {}
    for event in events:
        for one in speaking_sentences(event, material):
            groups.setdefault(one.text, []).append(one)
    for first, *more in groups.values():
        seen = dict.fromkeys(observation for one in (first, *more) for observation in one.seen)
        yield replace(first, seen=tuple(seen))


def together(events: Iterable[Event], tell: Callable[[Event, str | None], Sentence | None]) -> list[Sentence]:
    """What is told of several places in the same words, by the same accounts, is one sentence."""
    groups: dict[tuple[object, ...], list[Event]] = {}
    for event in events:
        told = tell(event, "there")
        if told is not None:
            one_of_several = event.place is not None and event.place.kind == "settlement"
            key = (told.text, told.citations, told.status, "" if one_of_several else event.id)
            groups.setdefault(key, []).append(event)
    return every(groups.values(), lambda group: _of_all(group, tell))


def _of_all(events: Sequence[Event], tell: Callable[[Event, str | None], Sentence | None]) -> Sentence | None:
    names = sorted({event.place.name for event in events if event.place})
    told = tell(events[0], join(names) if names else None)
    return told and replace(told, also=tuple(events[1:]))


def quoted(events: Sequence[Event], status: str, material: Material) -> list[Sentence]:
    chosen = [event for event in events if event.assessment.status == status]
    return together(chosen, lambda event, where: quoted_sentence(event, ("concedes",), material, where))


def disputes(events: Sequence[Event], material: Material) -> list[Sentence]:
    return _words([event for event in events if event.assessment.status in ("contested", "denied")], material)


def _words(events: Sequence[Event], material: Material) -> list[Sentence]:
    """Each account in its own words."""
    return together(events, lambda event, where: quoted_sentence(event, _STANCES, material, where))


def said(events: Sequence[Event], material: Material) -> list[Sentence]:
    """The words alone: that there was "an agreement" says nothing to a reader, and less where it was none."""
    told = together(events, lambda event, _: words_sentence(event, _STANCES, material))
    first: dict[str, Sentence] = {}
    for one in told:
        first.setdefault(one.text, one)
    return list(first.values())
