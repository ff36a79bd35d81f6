"""Every mention belongs to a statement: the one that tells it, the one whose cue it is, or the outlet's own."""

from collections.abc import Sequence
from dataclasses import replace

from spacy.tokens import Token

from vedette.model.span import Span
from vedette.model.statement import Speaker, Statement, statement_id
from vedette.reference.institutions import Institutions
from vedette.understand.clauses import subject
from vedette.understand.conditions import find_condition
from vedette.understand.events.naming import named_actor
from vedette.understand.modality import certainty_of, kind_of
from vedette.understand.passage import Passage


def holder(trigger: Span, statements: Sequence[Statement]) -> Statement | None:
    """The narrowest statement whose content holds the trigger, else the one whose cue does ("accused", "called on")."""
    around = [each for each in statements if each.content.contains(trigger)]
    if not around:
        around = [each for each in statements if each.cue is not None and each.cue.contains(trigger)]
    return min(around, key=lambda each: each.content.end - each.content.start, default=None)


def is_note(token: Token) -> bool:
    """In a line in square brackets, which is about the text and tells nothing."""
    sentence = token.sent
    first = next((each for each in sentence if not each.is_space), token)
    return first.text == "["


def own_statement(
    token: Token, extent: Span, statements: Sequence[Statement], passage: Passage, language: str
) -> Statement:
    """The outlet's own: the clause of the trigger as far as nobody else holds its words (a headline, a short clause,
    the clause of a cue)."""
    inside = [each for each in passage.doc[token.sent.start : token.sent.end] if _within(each, extent, passage)]
    taken = [each.content for each in statements if each.content.start < extent.end and extent.start < each.content.end]
    start = end = token.i
    free = {each.i for each in inside if not each.is_space and not any(_touches(each, one, passage) for one in taken)}
    while start - 1 in free:
        start -= 1
    while end + 1 in free:
        end += 1
    content = passage.span(*passage.trim(*passage.char_range(start, end + 1)))
    if not content.start <= passage.base + token.idx < content.end:
        content = passage.token_span(token, token)
    words = [each for each in passage.doc[start : end + 1] if not each.is_space]
    condition = find_condition(words, language)
    return Statement(
        id=statement_id(content.document, content, None, None),
        content=content,
        kind=kind_of(
            words, "report", attributed=False, conditional=condition is not None, witness=True, language=language
        ),
        certainty=certainty_of(words, "report", language),
        condition=_span_of(condition, passage) if condition else None,
    )


def claimed_statement(token: Token, extent: Span, passage: Passage, institutions: Institutions) -> Statement | None:
    """ "The ministry claimed another village": the claim is the ministry's, whatever the sentence goes on to say."""
    claimer = subject(token)
    if claimer is None or claimer.pos_ not in {"NOUN", "PROPN"}:
        return None
    named = named_actor(claimer, "actor", passage, institutions)
    cue = passage.token_span(token, token)
    content = replace(extent, start=cue.end + 1)
    if content.start >= content.end:
        return None
    return Statement(
        id=statement_id(content.document, content, cue, named.span),
        content=content,
        speaker=Speaker(name=named.name, span=named.span, country=named.country),
        cue=cue,
        kind="claim",
    )


def _within(token: Token, extent: Span, passage: Passage) -> bool:
    at = passage.base + token.idx
    return extent.start <= at < extent.end


def _touches(token: Token, content: Span, passage: Passage) -> bool:
    at = passage.base + token.idx
    return content.start <= at < content.end


def _span_of(tokens: tuple[int, int], passage: Passage) -> Span:
    return passage.token_span(passage.doc[tokens[0]], passage.doc[tokens[1] - 1])
