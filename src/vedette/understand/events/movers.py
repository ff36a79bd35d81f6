"""Who gains ground by a change of control, and who loses it."""

from collections.abc import Iterable, Sequence

from spacy.tokens import Token

from vedette.model.mention import Actor, Role
from vedette.reference.institutions import Institutions
from vedette.understand.clauses import subject
from vedette.understand.events.control import Reading
from vedette.understand.events.ground import Ground
from vedette.understand.events.naming import named_actor
from vedette.understand.events.wording import Wording
from vedette.understand.passage import Passage

_NEAR = 6


def movers(
    token: Token,
    reading: Reading,
    wording: Wording,
    ground: Ground,
    passage: Passage,
    institutions: Institutions,
) -> tuple[Actor, ...]:
    """The side that gains as actor, the one that loses as target, as far as the sentence names them."""
    start, end = ground.sentence(token)
    doc = passage.doc
    forces = [each for each in doc[start:end] if wording.is_force(each) and each.i not in ground.at and _is_head(each)]
    before = [each for each in forces if each.i < token.i]
    if not before and (own := _subject(token)) is not None and own.i not in ground.at:
        before = [own]
    after = [each for each in forces if each.i > token.i]
    gaining, losing = _roles(token, reading, before, after)
    pairs: list[tuple[Token, Role]] = [(each, "actor") for each in gaining]
    pairs += [(each, "target") for each in losing if each not in gaining]
    return tuple(_named(each, role, token, passage, institutions) for each, role in pairs)


def last_force(
    token: Token, wording: Wording, ground: Ground, passage: Passage, institutions: Institutions
) -> tuple[Actor, ...]:
    """ "the enemy continues a slow retreat": the last named in front of a deed that nobody is seen to do."""
    start, _ = ground.sentence(token)
    before = [each for each in passage.doc[start : token.i] if wording.is_force(each) and each.i not in ground.at]
    heads = [each for each in before if _is_head(each)][-1:]
    if not heads and (own := _subject(token)) is not None and own.i not in ground.at:
        heads = [own]
    return tuple(_named(each, "actor", token, passage, institutions) for each in heads)


def _roles(
    token: Token, reading: Reading, before: Sequence[Token], after: Sequence[Token]
) -> tuple[list[Token], list[Token]]:
    match reading.deed:
        case "lost":
            return _led(after, ("to",)), _nearest(token, before) or _led(after, ("by", "of"))
        case "pushed-back" if reading.turned:
            return _led(after, ("by",)), _nearest(token, before)
        case "pushed-back":
            return _nearest(token, before), list(after[:1])
        case "captured" | "liberated" if reading.rule == "state":
            return _holding(token, before, after), []
        case "captured" | "liberated" if reading.turned:
            return _led(after, ("by",)), []
        case _ if reading.rule == "of":
            return _led(after, ("by",)) or _doing(token, before), _led(after, ("from",))
        case _ if token.pos_ in {"NOUN", "PROPN"}:
            return _owning(token, before, after), []
        case _:
            return _nearest(token, before) or _flagged(after), _led(after, ("from",))


def _subject(token: Token) -> Token | None:
    """Of the verb, or of the verb that a noun is the object of ("announced the loss of A")."""
    verb = token if token.pos_ == "VERB" else token.head if token.dep_ == "dobj" else None
    whole = subject(verb) if verb is not None else None
    return whole if whole is not None and whole.pos_ in {"NOUN", "PROPN"} and whole.i < token.i else None


def _nearest(token: Token, before: Sequence[Token]) -> list[Token]:
    """The subject where the parser sees one that fights, else the last named before, but for owners of something
    ("into the enemy's defences")."""
    whole = subject(token) if token.pos_ == "VERB" else None
    if whole is not None and (whole in before or whole.lemma_ == "group"):
        return [whole]
    return [each for each in before if each.dep_ != "poss"][-1:]


def _led(after: Iterable[Token], prepositions: tuple[str, ...]) -> list[Token]:
    """Behind a preposition that stands before its phrase."""
    return [each for each in after if any(one.lower_ in prepositions for one in _openings(each))][:1]


def _openings(head: Token) -> Iterable[Token]:
    doc = head.doc
    i = head.i - 1
    while i >= 0 and head.i - i < _NEAR and doc[i].pos_ in {"DET", "ADJ", "NOUN", "PROPN", "NUM", "PRON"}:
        i -= 1
    return doc[max(0, i) : i + 1]


def _owning(token: Token, before: Sequence[Token], after: Sequence[Token]) -> list[Token]:
    """ "enemy success", "success of the enemy", "the army had success"."""
    close = [each for each in before if token.i - each.i <= 2]
    return close[-1:] or _led(after, ("of", "by"))[:1] or list(before[-1:])


def _doing(token: Token, before: Sequence[Token]) -> list[Token]:
    """ "the northern capture of A", "the army completed the capture of A"; a force that the clause names beside it
    ("encircled the army or the capture of A") is none."""
    close = [
        each for each in before if token.i - each.i == 1 or (token.i - each.i == 2 and token.nbor(-1).pos_ == "ADJ")
    ]
    if close:
        return close[-1:]
    verbs = [each for each in token.ancestors if each.pos_ == "VERB"]
    own = next((each for each in map(subject, verbs) if each is not None), None)
    return [own] if own is not None and own in before else []


def _holding(token: Token, before: Sequence[Token], after: Sequence[Token]) -> list[Token]:
    """ "under enemy control", "in the hands of the army"."""
    close = [each for each in before if token.i - each.i <= 3]
    return close[-1:] or _led(after, ("of", "by"))


def _flagged(after: Sequence[Token]) -> list[Token]:
    return [each for each in after if each.pos_ == "ADJ"][:1]


def _is_head(token: Token) -> bool:
    """The last word of a name; "Ukrainian" in "Ukrainian troops" is none."""
    if token.i + 1 >= len(token.doc):
        return True
    following = token.nbor(1)
    joined = token.head == following and token.dep_ in {"amod", "compound", "nmod"}
    return not (joined and following.pos_ in {"NOUN", "PROPN"} and following.lemma_.lower() in _HEADS)


_HEADS = frozenset(
    {"force", "forces", "troop", "army", "occupier", "brigade", "soldier", "unit", "military", "fighter"}
)


def _named(token: Token, role: Role, trigger: Token, passage: Passage, institutions: Institutions) -> Actor:
    """What the parser takes for one name may run into the verb: then the head alone."""
    actor = named_actor(token, role, passage, institutions)
    at = passage.base + trigger.idx
    if not actor.span.start <= at < actor.span.end:
        return actor
    start = token.i
    while start > 0 and start - 1 > trigger.i and token.doc[start - 1].pos_ in {"ADJ", "PROPN"}:
        start -= 1
    span = passage.token_span(token.doc[start], token)
    name = str(token.doc[start : token.i + 1].text)
    return Actor(name=name, span=span, role=role, country=institutions.country_of(name))
