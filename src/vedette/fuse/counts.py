"""Losses that are counted without a word on how they came about: "the number of dead has risen to 15".

They make a mention of their own, so that no number is lost that somebody gave: an attack by nobody, or an evacuation.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from vedette.fuse.corrected import named_in_text
from vedette.fuse.figures import Loose
from vedette.model.analysis import Analysis
from vedette.model.event import Figure
from vedette.model.interval import Interval
from vedette.model.mention import Mention, Plover, mention_id
from vedette.model.span import Span

_MADE_BY: dict[bool, Plover] = {True: "AID", False: "ASSAULT"}
EVACUATION = "evacuation"


def counts(analysis: Analysis, loose: Sequence[Loose]) -> list[tuple[Mention, tuple[Figure, ...]]]:
    """A mention for the numbers of one kind that one sentence gives, and the numbers."""
    groups: dict[tuple[str, int, bool], list[Loose]] = {}
    for one in loose:
        groups.setdefault((one.statement.id, one.sentence.start, one.figure.what == "displaced"), []).append(one)
    return [
        (_mention(analysis, told[0], moved=moved), tuple(one.figure for one in told))
        for (_, _, moved), told in groups.items()
    ]


def _mention(analysis: Analysis, first: Loose, *, moved: bool) -> Mention:
    trigger = first.figure.span
    content = first.statement.content
    plover = _MADE_BY[moved]
    places = _places(analysis, first.sentence) or _places(analysis, content)
    made = Mention(
        id=mention_id(trigger.document, trigger, plover),
        trigger=trigger,
        extent=first.sentence if content.contains(first.sentence) else content,
        plover=plover,
        subtype=EVACUATION if moved else None,
        places=places,
        statement=first.statement.id,
    )
    # What has been counted up to a day did not happen on that day.
    return replace(made, when=_when(analysis, first.sentence)) if first.figure.reach != "total" else made


def _places(analysis: Analysis, around: Span) -> tuple[int, ...]:
    """The first named there: a toll has one."""
    named = (
        at for at, place in enumerate(named_in_text(analysis)) if around.contains(place.span) and not place.metonym
    )
    return tuple(_first(named))


def _when(analysis: Analysis, around: Span) -> Interval | None:
    """The one day that the sentence names."""
    named = {time.when for time in analysis.times if time.when is not None and around.contains(time.span)}
    return named.pop() if len(named) == 1 else None


def _first(found: Iterable[int]) -> list[int]:
    return [at for _, at in zip(range(1), found, strict=False)]
