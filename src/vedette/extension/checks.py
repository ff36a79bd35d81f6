"""What an extension gives is checked as Vedette's own facts are, before anything is stored."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import islice
from typing import Any, TypeVar

import msgspec

from vedette.model.analysis import Analysis
from vedette.model.annotation import Note
from vedette.model.document import Document
from vedette.model.footprint import rings
from vedette.model.span import Span
from vedette.ports_of_extensions import Fetched, Remember, Report, Seen

Fact = TypeVar("Fact")
MOST_NOTES, MOST_REPORTS, MOST_SEEN, MOST_FACTS = 1_000, 10_000, 100_000, 20_000
LARGEST_PAYLOAD, LARGEST_MEMORY, LONGEST_TEXT = 64 * 1024 * 1024, 1_000_000, 5_000_000
_LONGEST_WORD, _LONGEST_NOTE = 100, 1_000


class BrokenContractError(ValueError):
    """One line: what was given that may not be."""


def _hold(kept: bool, line: str) -> None:
    if not kept:
        raise BrokenContractError(line)


def _storable(given: Fact, kind: type[Fact]) -> Fact:
    """As it will be read again: fields of other types, or letters that are none, would spoil the store for good."""
    _hold(isinstance(given, kind), f"gave {type(given).__name__} in place of a {kind.__name__}")
    try:
        json.dumps(msgspec.to_builtins(given), allow_nan=False)
        return msgspec.json.decode(msgspec.json.encode(given), type=kind)
    except (TypeError, ValueError, OverflowError, RecursionError, msgspec.MsgspecError) as error:
        told = " ".join(str(error).split())[:_LONGEST_WORD]
        raise BrokenContractError(f"gave a {kind.__name__} that cannot be kept ({told})") from error


def checked_analysis(given: Analysis, document: Document, start: int, end: int) -> Analysis:
    """Every span lies in the stretch, every number points to something, every id is there once."""
    given = _storable(given, Analysis)
    _hold(given.document == document.id, "gave the analysis of another document")
    facts = (*given.statements, *given.mentions, *given.places, *given.times, *given.quantities, *given.entities,
             *given.loaded, *given.deeds)  # fmt: skip
    _hold(len(facts) <= MOST_FACTS, f"found more than {MOST_FACTS:,} things in one stretch")
    for span in _spans(given):
        _hold(span.document == document.id, "gave a span in another document")
        inside = start <= span.start < span.end <= end
        _hold(inside, f"gave a span that is not in its stretch: {span.start}..{span.end}")
    said = {one.id for one in given.statements}
    _hold(len(said) == len(given.statements), "gave two statements the same id")
    _hold(len({one.id for one in given.mentions}) == len(given.mentions), "gave two mentions the same id")
    for mention in given.mentions:
        _hold(mention.statement is None or mention.statement in said, "tells an event in a statement that is not there")
        _hold(all(0 <= one < len(given.places) for one in mention.places), "names a place that is not there")
        _hold(all(0 <= one < len(given.quantities) for one in mention.quantities), "names a number that is not there")
        _hold(-3 <= mention.factuality <= 3, "gives a factuality outside -3 to +3")
    return given


def _spans(given: Analysis) -> Iterator[Span]:
    for statement in given.statements:
        parts = (statement.content, statement.cue, statement.condition)
        named = [one.span for one in (statement.speaker, statement.via) if one is not None]
        yield from (span for span in (*parts, *named) if span is not None)
    for mention in given.mentions:
        yield from (mention.trigger, mention.extent, *(actor.span for actor in mention.actors))
    for rest in (given.places, given.times, given.quantities, given.entities, given.loaded):
        yield from (one.span for one in rest)
    yield from (deed.trigger for deed in given.deeds)


def checked_notes(given: Iterable[Note], document: Document, analysis: Analysis) -> tuple[Note, ...]:
    notes = tuple(islice(given, MOST_NOTES + 1))
    _hold(len(notes) <= MOST_NOTES, f"made more than {MOST_NOTES:,} notes in one document")
    notes = tuple(_storable(note, Note) for note in notes)
    said = {one.id: one for one in analysis.statements}
    for note in notes:
        span = note.span
        _hold(span.document == document.id, "gave a span in another document")
        _hold(span.start < span.end <= len(document.text), f"gave a span outside the text: {span.start}..{span.end}")
        _hold(0 < len(note.kind) <= _LONGEST_WORD and note.kind.isprintable(), "gave a kind that is no short word")
        _hold(len(note.value) <= _LONGEST_NOTE, f"gave a value of more than {_LONGEST_NOTE} characters")
        _hold(note.statement is None or note.statement in said, "notes something on a statement that is not there")
    return notes


def checked_reports(given: Iterable[Report]) -> tuple[Report, ...]:
    reports = tuple(islice(given, MOST_REPORTS + 1))
    _hold(len(reports) <= MOST_REPORTS, f"read more than {MOST_REPORTS:,} reports in one capture")
    reports = tuple(_storable(one, Report) for one in reports)
    for one in reports:
        _hold(bool(one.label.strip()) and len(one.label) <= _LONGEST_WORD * 3, "gave a report without a short label")
        _hold(len(one.text) <= LONGEST_TEXT, f"gave a text of more than {LONGEST_TEXT:,} characters")
    _hold(len({one.label for one in reports}) == len(reports), "gave two reports of one capture the same label")
    return tuple(replace(one, label=" ".join(one.label.split())) for one in reports)


def checked_seen(given: Iterable[Seen]) -> tuple[Seen, ...]:
    """Every footprint lies on Earth, every number is one; what could not be observed has no measure."""
    found = tuple(islice(given, MOST_SEEN + 1))
    _hold(len(found) <= MOST_SEEN, f"saw more than {MOST_SEEN:,} things in one capture")
    found = tuple(_storable(one, Seen) for one in found)
    for one in found:
        _hold(0 < len(one.note) <= _LONGEST_NOTE and one.note.isprintable(), "gave a note that is no sentence")
        _hold(one.could_observe is not False or one.measure is None, "measured what it says it could not observe")
        for name, value in (("quality", one.quality), ("p", one.p)):
            _hold(value is None or 0 <= value <= 1, f"gave a {name} that is not from 0 to 1")
        _hold(one.measure is None or abs(one.measure) < float("inf"), "gave a measure that is no number")
        _check_footprint(one.footprint)
    return found


def _check_footprint(footprint: str | None) -> None:
    try:
        if footprint is not None:
            rings(footprint)
    except ValueError as error:
        raise BrokenContractError(f"gave a footprint that is none: {error}") from error


def checked_given(given: object) -> Fetched | Remember:
    """What a source gives in a round, one by one."""
    match given:
        case Fetched():
            _hold(isinstance(given.payload, bytes), "gave bytes that are none")
            _hold(len(given.payload) <= LARGEST_PAYLOAD, f"gave more than {LARGEST_PAYLOAD // 1024 // 1024} MB at once")
            _hold(0 < len(given.address) <= 2_000 and given.address.isprintable(), "gave bytes without an address")
            return given
        case Remember():
            _check_memory(given.memory)
            return given
        case _:
            raise BrokenContractError(f"gave {type(given).__name__} in place of a Fetched or a Remember")


def _check_memory(memory: Mapping[str, Any]) -> None:
    try:
        size = len(json.dumps(dict(memory), allow_nan=False))
    except (TypeError, ValueError, RecursionError) as error:
        raise BrokenContractError(f"asks to remember what JSON cannot hold: {error}") from error
    _hold(size <= LARGEST_MEMORY, f"asks to remember more than {LARGEST_MEMORY:,} characters")
