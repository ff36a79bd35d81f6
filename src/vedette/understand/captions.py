"""Captions: a line or two on what a picture shows, and a last line that names the place and nothing else.

A caption often has no word that tells an event ("Crater in a schoolyard. Lypova."); what it shows is its event. The
place of the last line is that of whatever the caption tells and gives no place for.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from vedette.model.mention import Mention, PlaceMention, mention_id
from vedette.model.span import Span
from vedette.model.statement import Statement, statement_id
from vedette.reference.sights import load_sights
from vedette.understand.passage import Passage

_LONGEST = 600
_LAST_LINE = re.compile(r"[.!?…)\]\"”]\s+([^.!?\n]+?)[.?\s]*$")
_WORD = re.compile(r"[^\W_]+")
_NAME = re.compile(r"[^\W\d_][\w'’ʼ-]*(?: [^\W\d_][\w'’ʼ-]*){0,2}")
_FINE = frozenset({"settlement", "site"})
_MOST_PLAIN_WORDS = 2
"""Lower-case words of a place line beside its names: "Kyiv vicinity", "south of Kharkiv"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What was found in a text. The places are those given, and a caption's unknown one behind them."""

    places: tuple[PlaceMention, ...]
    mentions: tuple[Mention, ...]
    statements: tuple[Statement, ...]


def read_caption(passage: Passage, told: Told) -> Told:
    """The mentions with their places, or the one thing that a caption without any shows."""
    found = _LAST_LINE.search(passage.text) if len(passage.text) <= _LONGEST else None
    line = _Line.read(passage, passage.span(*found.span(1)), told.places) if found else None
    if line is None:
        return told
    if line.unknown is not None:
        told = replace(told, places=(*told.places, line.unknown))
    if not told.mentions:
        return _shown(passage, line, told)
    return replace(told, mentions=tuple(_placed(each, told.places, line) for each in told.mentions))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    """The last line of a caption: `places` counts the places it names, the finest one first. Of "Lypova, Brod" the
    first is meant, in the second."""

    start: int
    places: tuple[int, ...]
    unknown: PlaceMention | None = None

    @staticmethod
    def read(passage: Passage, span: Span, places: Sequence[PlaceMention]) -> "_Line | None":
        """None where the line says more than a place."""
        text = passage.text[span.start - passage.base : span.end - passage.base]
        inside = [n for n, place in enumerate(places) if span.contains(place.span) and not place.metonym]
        rest = list(text)
        for n in inside:
            at = places[n].span
            rest[at.start - span.start : at.end - span.start] = "," * (at.end - at.start)
        words = _WORD.findall("".join(rest))
        plain = sum(word[0].islower() for word in words)
        if plain > _MOST_PLAIN_WORDS or any(word.isdigit() for word in words) or not text[0].isupper():
            return None
        name = _NAME.match("".join(rest))
        fine = [n for n in inside if places[n].kind in _FINE and places[n].lat is not None]
        coarse = tuple(n for n in inside if places[n].kind not in _FINE)
        if fine and name is None:
            return _Line(start=span.start, places=(fine[0], *coarse))
        if name is None or (not inside and name.group() != text) or any(word[0].islower() for word in name[0].split()):
            return _Line(start=span.start, places=coarse) if inside else None
        where = replace(span, end=span.start + name.end())
        unknown = PlaceMention(span=where, name=name.group(), kind="settlement")
        return _Line(start=span.start, places=(len(places), *coarse), unknown=unknown)


def _placed(mention: Mention, places: Sequence[PlaceMention], line: _Line) -> Mention:
    if any(places[n].kind in _FINE and places[n].lat is not None for n in mention.places):
        return mention
    return replace(mention, places=tuple(dict.fromkeys((*line.places, *mention.places))))


def _shown(passage: Passage, line: _Line, told: Told) -> Told:
    """The first word that names something to be seen, as the trigger of what the caption shows."""
    sights = load_sights()
    body = passage.text[: line.start - passage.base]
    for word in _WORD.finditer(body):
        plover = sights.category(word.group().casefold())
        if plover is None:
            continue
        trigger = passage.span(*word.span())
        extent = passage.span(*_sentence(body, word.start()))
        held = [each for each in told.statements if each.content.contains(trigger)]
        own = held[0] if held else Statement(id=statement_id(extent.document, extent, None, None), content=extent)
        mention = Mention(
            id=mention_id(trigger.document, trigger, plover),
            trigger=trigger,
            extent=extent,
            plover=plover,
            places=line.places,
            statement=own.id,
        )
        return replace(told, mentions=(mention,), statements=(*told.statements, *(() if held else (own,))))
    return told


def _sentence(text: str, at: int) -> tuple[int, int]:
    start = max((match.end() for match in re.finditer(r"[.!?…]\s+", text[:at])), default=0)
    stop = re.compile(r"[.!?…](?=\s|$)").search(text, at)
    end = stop.start() if stop else len(text.rstrip())
    return start, end
