"""What will and "not" make of a deed, after the PLOVER codebook: to announce help is to agree, to announce pressure is
to threaten, and not to be willing is to reject."""

from dataclasses import replace

from spacy.tokens import Token

from vedette.understand.events.words import EventType, EventWords

_FRIENDLY = frozenset({"AGREE", "AID", "CONCEDE", "CONSULT", "COOPERATE", "SUPPORT"})
_PRESSING = frozenset({"COERCE", "SANCTION", "PROTEST"})
_ANNOUNCING = frozenset({"will", "shall", "would", "'ll", "’ll", "wo"})
_ABLE = _ANNOUNCING | {"can", "could", "ca"}
_PLANNING = frozenset({"plan", "intend", "prepare", "consider", "aim", "mull", "go"})


def turned(token: Token, kind: EventType, words: EventWords) -> EventType:
    """The same type, or what the words beside the trigger turn it into. Turned events change no control."""
    verb = _verb_of(token)
    modal = {child.lower_ for child in verb.children if child.dep_ == "aux"}
    if is_negated(verb):
        refused = modal & _ABLE or verb.lemma_.lower() in words.refusal or _is_friendly_end(kind)
        if refused and (kind.plover in _FRIENDLY or (kind.plover == "RETREAT" and modal & _ANNOUNCING)):
            return replace(kind, plover="REJECT", change=None, subtype=None)
        return kind
    if not (modal & _ANNOUNCING or _is_planned(verb)) or _is_passive(verb):
        return kind
    if kind.plover in _FRIENDLY:
        return replace(kind, plover="AGREE", subtype=None)
    return replace(kind, plover="THREATEN", subtype=None) if kind.plover in _PRESSING else kind


def _verb_of(token: Token) -> Token:
    """A noun shares the verb it is the object of ("will hold talks"), an adjective its copula."""
    if token.pos_ == "ADJ" or (token.pos_ == "NOUN" and token.dep_ == "dobj"):
        return token.head
    return token


def is_negated(verb: Token) -> bool:
    return any(child.dep_ == "neg" for child in verb.children)


def _is_friendly_end(kind: EventType) -> bool:
    return kind.plover == "AGREE"


def _is_planned(verb: Token) -> bool:
    return verb.dep_ == "xcomp" and verb.head.lemma_ in _PLANNING


def _is_passive(verb: Token) -> bool:
    return any(child.dep_ in {"auxpass", "nsubjpass"} for child in verb.children)
