"""The ground that a withdrawal gives up: "abandoned A", "the surrender of A", "withdrew from A and B".

Whoever falls back near a place, to it, or after an attack on it gives up nothing of it.
"""

from spacy.tokens import Span, Token

from vedette.understand.clauses import subject
from vedette.understand.events.ground import Ground, lemma_of
from vedette.understand.events.wording import Wording

_FROM = "from"
_NAMING = frozenset({"including", "namely"})
_REACH = 8


def places_left(token: Token, ground: Ground, wording: Wording) -> tuple[int, ...]:
    """Numbers of places, in the order of the list; none where no place is given up whole."""
    if any(child.dep_ == "dobj" and not _is_ground_or_force(child, ground, wording) for child in token.children):
        return ()
    who = subject(token) if token.pos_ == "VERB" else None
    if who is not None and (who.ent_type_ == "PERSON" or _is_civil(who, ground, wording)):
        return ()
    _, end = wording.clause(token)
    for place in ground.behind(token, end):
        led = _lead(place, ground, wording)
        if led is None or led < token.i or _has_deed(ground.doc[token.i + 1 : led]):
            continue
        if led == token.i or ground.doc[led].lower_ == _FROM or _names(led, token, ground):
            return ground.onward(place, end, plain=True)
    return _meant(token, ground)


def _lead(place: int, ground: Ground, wording: Wording) -> int | None:
    """The word that leads to the place, over "the town of"; None behind a word for a part of it."""
    i = ground.first_token(place) - 1
    while i >= 0 and (ground.doc[i].pos_ in {"DET", "ADJ"} or ground.doc[i].lower_ == "of" or _is_whole(i, ground)):
        if wording.is_part(ground.doc[i]):
            return None
        i -= 1
    return i if i >= 0 else None


def _has_deed(between: Span) -> bool:
    """ "withdrew and captured A"; not "withdrew from the contested ground"."""
    return any(each.pos_ == "VERB" and each.tag_ != "VBN" for each in between)


def _names(led: int, token: Token, ground: Ground) -> bool:
    """ "from several towns, including A and B"."""
    before = [each.lower_ for each in ground.doc[max(token.i + 1, led - _REACH) : led]]
    return ground.doc[led].lower_ in _NAMING and _FROM in before


def _meant(token: Token, ground: Ground) -> tuple[int, ...]:
    """ "after fighting in A they withdrew from the town": the place named last before it."""
    behind = ground.doc[token.i + 1 : token.i + _REACH]
    led = next((each.i for each in behind if each.lower_ == _FROM), token.i)
    following = ground.doc[led + 1 : led + 3]
    if len(following) < 2 or following[0].lower_ not in {"the", "this", "that"} or not _is_whole(led + 2, ground):
        return ()
    place = ground.last_place(ground.sentence(token)[0], token.i)
    return () if place is None else (place,)


def _is_ground_or_force(token: Token, ground: Ground, wording: Wording) -> bool:
    """Not so the wounded that are brought out, or the efforts that are abandoned."""
    return token.i in ground.at or _is_whole(token.i, ground) or wording.is_force(token)


def _is_civil(token: Token, ground: Ground, wording: Wording) -> bool:
    return lemma_of(token) in ground.words.people and not wording.is_force(token)


def _is_whole(index: int, ground: Ground) -> bool:
    return lemma_of(ground.doc[index]) in ground.words.whole
