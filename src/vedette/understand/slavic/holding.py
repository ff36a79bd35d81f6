"""Every mention belongs to a statement: the one that tells it, else one of the outlet's own."""

from collections.abc import Sequence

from vedette.model.span import Span
from vedette.model.statement import Certainty, Kind, Statement, statement_id
from vedette.understand.light.modality import find_condition
from vedette.understand.light.running import Row
from vedette.understand.slavic.clauses import Domain
from vedette.understand.slavic.event_words import EventWords

_LONGEST_LEAD = 4


def holder(trigger: Span, statements: Sequence[Statement]) -> Statement | None:
    """The narrowest statement whose content holds the trigger, else the one whose cue does."""
    around = [each for each in statements if each.content.contains(trigger)]
    if not around:
        around = [each for each in statements if each.cue is not None and each.cue.contains(trigger)]
    return min(around, key=lambda each: each.content.end - each.content.start, default=None)


def own_statement(
    row: Row, domain: Domain, statements: Sequence[Statement], words: EventWords, kind: Kind | None
) -> Statement:
    """The outlet's own: the clause of the trigger, or its sentence where that has a condition, as far as nobody else
    holds its words."""
    taken = [each.content for each in statements]
    trigger = row.words[domain.trigger]
    first, last = domain.trigger, domain.trigger + 1
    opens, closes = row.opens[domain.trigger], row.closes[domain.trigger]
    condition = find_condition(row.words[opens:closes], row.parse.language)
    whole = condition is not None
    while first > (opens if whole else domain.first) and not _is_taken(row, first - 1, taken):
        first -= 1
    while last < (closes if whole else domain.last) and not _is_taken(row, last, taken):
        last += 1
    marked = opens + condition[0] if condition else -1
    while first < domain.trigger and first != marked and not _is_weighty(row, first):
        first += 1
    while last > domain.trigger + 1 and not (_is_weighty(row, last - 1) and row.words[last - 1].pos != "particle"):
        last -= 1
    content = row.parse.span(row.said.starts[first], row.said.ends[last - 1])
    if not content.start <= trigger.start < content.end:
        content = row.parse.span(trigger.start, trigger.end)
    under = row.parse.span_of(row.words[opens + condition[0] : opens + condition[1]]) if condition else None
    return Statement(
        id=statement_id(content.document, content, None, None),
        content=content,
        kind=kind or "report",
        certainty=certainty_of(_hedged(row, domain, content), words),
        condition=under if under is not None and content.contains(under) else None,
    )


def _hedged(row: Row, domain: Domain, content: Span) -> str:
    """Its words with those that open its clause or its sentence: "Якобы враг …", "Кажуть, ворог …"."""
    opens = row.opens[domain.trigger]
    near = domain.first - opens <= _LONGEST_LEAD
    start = row.words[opens if near else domain.first].start
    return row.parse.text[min(start, content.start) : content.end]


def certainty_of(text: str, words: EventWords) -> Certainty:
    """How sure the words make it: the least sure of the hedges among them."""
    lower = text.lower()
    found = {how for phrase, how in words.hedges.items() if phrase in lower}
    order: tuple[Certainty, ...] = ("unconfirmed", "possible", "probable", "confirmed")
    return next((each for each in order if each in found), "asserted")


def _is_taken(row: Row, index: int, taken: Sequence[Span]) -> bool:
    at = row.words[index].start
    return any(each.start <= at < each.end for each in taken)


def _is_weighty(row: Row, index: int) -> bool:
    """A word or a number, and no conjunction at the edge."""
    word = row.words[index]
    return word.pos not in {"punctuation", "conjunction"} or word.text in "»”)"
