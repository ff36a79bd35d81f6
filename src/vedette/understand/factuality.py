"""How factual a text makes an event: +3 certainly happened … -3 certainly did not (FactBank; Saurí & Pustejovsky)."""

from collections.abc import Iterator

from spacy.tokens import Token

from vedette.model.statement import Statement
from vedette.understand.factuality_model import read_factuality
from vedette.understand.failing import (
    is_asked_whether,
    is_attempted,
    is_beaten_off,
    is_performed,
    is_unable,
    is_without_evidence,
)
from vedette.understand.lexicon import load

_BY_CERTAINTY = {
    "confirmed": 3.0,
    "asserted": 2.8,
    "probable": 2.0,
    "possible": 1.0,
    "unconfirmed": 0.8,
    "denied": -2.5,
}
_CERTAIN, _AVERTED, _FORESEEN, _POSSIBLE, _WANTED, _CONDITIONAL = 3.0, -2.0, 1.5, 1.0, 0.8, 0.5
_PLAIN, _LEAST = 2.0, 0.1
_OPEN = frozenset({"unconfirmed", "possible"})
_FUTURE_KINDS = frozenset({"threat", "call", "intent", "prediction", "speculation", "question"})
_HAPPENING = frozenset(
    {"occur", "happen", "take", "be", "begin", "start", "hold", "carry", "launch", "conduct", "make", "confirm"}
)
_SPOKEN = frozenset(
    {
        "request",
        "demand",
        "offer",
        "allegation",
        "objection",
        "accusation",
        "threat",
        "criticism",
        "proposal",
        "plea",
        "appeal",
    }
)
_GOVERNED = frozenset({"xcomp", "ccomp", "dobj", "pobj", "pcomp"})


def factuality_of(trigger: Token, statement: Statement | None, language: str) -> float:
    """The rules tell which way the text points; how far it goes is learnt, where the two agree."""
    ruled, learnt = by_rules(trigger, statement, language), read_factuality(trigger)
    if ruled <= 0:
        return min(ruled, learnt) if ruled else 0.0
    if _is_achieved(trigger, language) or (statement is not None and statement.certainty == "denied"):
        return ruled
    if ruled > _PLAIN:
        return max(learnt, _LEAST)
    unsure = is_asked_whether(trigger) or (statement is not None and statement.certainty in _OPEN)
    return min(max((ruled + learnt) / 2, _LEAST), _POSSIBLE if unsure else _FORESEEN)


def by_rules(trigger: Token, statement: Statement | None, language: str) -> float:
    """From the words around the trigger first, then from the statement whose content holds it; a denial turns the sign.
    The cue of a statement is not in doubt with it: who denies has denied."""
    modality = load(language, "modality")
    if _is_weighed(trigger, language) or is_without_evidence(trigger, modality["evidence"]):
        return 0.0
    value = _local(trigger, modality)
    if statement is None:
        return value
    held = _BY_CERTAINTY[statement.certainty]
    if statement.kind in _FUTURE_KINDS and not _is_past(trigger):
        held = min(held, _WANTED)
    sure = min(abs(value), abs(held))
    return sure if (value > 0) == (held > 0) else -sure


def _local(trigger: Token, modality: dict[str, dict[str, list[str]]]) -> float:
    if is_beaten_off(trigger, modality["attempt"]) or is_unable(trigger):
        return _AVERTED
    if is_performed(trigger, modality["performing"]):
        return _CERTAIN
    value = min(_by_auxiliary(trigger, modality), _by_governor(trigger, modality["governor"]))
    if is_attempted(trigger, modality["attempt"]):
        value = min(value, _WANTED)
    if _governed_by(trigger, modality["governor"]["achieving"]):
        value = _local(trigger.head, modality)
    if is_asked_whether(trigger) or _in_condition(trigger, modality["condition"]["conjunctions"]):
        value = min(value, _CONDITIONAL)
    return -value if _is_negated(trigger, modality["negation"]["words"]) else value


def _is_achieved(trigger: Token, language: str) -> bool:
    """ "managed to cross", "was forced to leave", "would like to thank": as certain as the verb above."""
    modality = load(language, "modality")
    return _governed_by(trigger, modality["governor"]["achieving"]) or is_performed(trigger, modality["performing"])


def _is_weighed(trigger: Token, language: str) -> bool:
    """ "oppose sending troops", "disagree with sending troops": an opinion of a deed, which says nothing about it."""
    if trigger.tag_ != "VBG":
        return False
    above = trigger.head.head if trigger.dep_ == "pcomp" else trigger.head
    # The parser at times takes "oppose sending" for an auxiliary with its verb.
    beside = [child for child in trigger.children if child.dep_ == "aux"]
    governing = [above, *beside] if trigger.dep_ in _GOVERNED | {"advcl"} else beside
    return any(each.lemma_ in load(language, "modality")["governor"]["weighing"] for each in governing)


def _governed_by(trigger: Token, verbs: list[str]) -> bool:
    return trigger.dep_ == "xcomp" and trigger.head.lemma_ in verbs


def _by_auxiliary(trigger: Token, modality: dict[str, dict[str, list[str]]]) -> float:
    auxiliaries = {child.lower_ for child in trigger.children if child.dep_ in {"aux", "auxpass"}}
    if auxiliaries & {*modality["modal"]["possible"]}:
        return _POSSIBLE
    if auxiliaries & {*modality["modal"]["foreseen"]}:
        return _FORESEEN
    return _POSSIBLE if "to" in auxiliaries and trigger.dep_ in {"xcomp", "ccomp", "advcl"} else _CERTAIN


def _by_governor(trigger: Token, governor: dict[str, list[str]]) -> float:
    """ "planned an attack", "failed to take", "kept them from crossing": the verb above decides."""
    if trigger.dep_ not in _GOVERNED | {"acl"} or trigger.lemma_ in _SPOKEN:
        return _CERTAIN
    above = trigger.head.head if trigger.head.dep_ == "prep" else trigger.head
    if trigger.dep_ == "acl":
        return _AVERTED if above.lemma_ in governor["averting"] and above.pos_ == "NOUN" else _CERTAIN
    if above.lemma_ in governor["averting"]:
        return _AVERTED
    return _WANTED if above.lemma_ in governor["wanting"] else _CERTAIN


def _is_negated(trigger: Token, negations: list[str]) -> bool:
    """ "did not fall", "no attack took place"; a negation behind the trigger belongs to something else."""
    verb = trigger if trigger.pos_ in {"VERB", "AUX"} or _is_taken_for_granted(trigger) else trigger.head
    near = {*trigger.children, *verb.children}
    if any(each.lower_ in negations for argument in verb.children for each in _openings(argument)):
        return True
    return any(each.dep_ == "neg" or (each.lower_ in negations and each.i < trigger.i) for each in near)


def _is_taken_for_granted(trigger: Token) -> bool:
    """ "The attack did not stop the talks": an event that does something else has happened itself."""
    if trigger.pos_ != "NOUN" or trigger.dep_ not in {"nsubj", "nsubjpass", "pobj"}:
        return False
    above = trigger.head
    return above.pos_ == "ADP" or above.lemma_ not in _HAPPENING


def _openings(argument: Token) -> Iterator[Token]:
    """ "no shells hit the school", "the shells hit nobody"."""
    if argument.dep_ in {"nsubj", "nsubjpass", "dobj"}:
        yield argument
        yield from (child for child in argument.children if child.dep_ == "det")


def _is_past(trigger: Token) -> bool:
    return trigger.tag_ in {"VBD", "VBN"} and not any(child.tag_ == "MD" for child in trigger.children)


def _in_condition(trigger: Token, conjunctions: list[str]) -> bool:
    return any(
        above.dep_ == "advcl" and any(c.dep_ == "mark" and c.lower_ in conjunctions for c in above.children)
        for above in (trigger, *trigger.ancestors)
    )
