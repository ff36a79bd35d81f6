"""How factual a text makes an event: +3 certainly happened … -3 certainly did not (FactBank; Saurí & Pustejovsky 2009)."""

from functools import cache

from spacy.tokens import Token

from vedette.model.statement import Statement
from vedette.understand.lexicon import load

_BY_CERTAINTY = {
    "confirmed": 3.0,
    "asserted": 2.8,
    "probable": 2.0,
    "possible": 1.0,
    "unconfirmed": 0.8,
    "denied": -2.5,
}
_FUTURE_KINDS = frozenset({"threat", "call", "intent", "prediction", "speculation", "question"})
_NONFACTIVE = frozenset(
    {
        "want",
        "plan",
        "hope",
        "threaten",
        "call",
        "urge",
        "demand",
        "refuse",
        "seek",
        "try",
        "intend",
        "aim",
        "vow",
        "pledge",
        "promise",
        "order",
        "ask",
        "prevent",
        "avoid",
        "fail",
        "decline",
        "need",
    }
)
_AVERTED = frozenset({"prevent", "avoid", "fail", "refuse", "decline", "stop", "avert", "foil"})


@cache
def _negations(language: str) -> frozenset[str]:
    return frozenset(load(language, "modality")["negation"]["words"])


def factuality_of(trigger: Token, statement: Statement | None, language: str) -> float:
    """From the words around the trigger first, then from the statement that holds it."""
    value = _local(trigger, language)
    if statement is None:
        return value
    held = _BY_CERTAINTY[statement.certainty]
    if statement.kind in _FUTURE_KINDS and not _is_past(trigger):
        held = min(held, 0.8)
    return round(max(-3.0, min(value, held) if value > 0 else (value if held > 0 else -value)), 2)


def _local(trigger: Token, language: str) -> float:
    verb = trigger if trigger.pos_ in {"VERB", "AUX"} else trigger.head
    negated = any(
        c.dep_ == "neg" or c.lower_ in _negations(language)
        for c in {*trigger.children, *verb.children}
        if c.i < trigger.i or c.dep_ == "neg"
    )
    auxiliaries = {child.lower_ for child in trigger.children if child.dep_ in {"aux", "auxpass"}}
    value = 3.0
    if auxiliaries & {"may", "might", "could", "can"}:
        value = 1.0
    elif auxiliaries & {"will", "would", "shall", "should", "must", "'ll", "’ll"}:
        value = 1.5
    elif trigger.dep_ in {"xcomp", "ccomp", "advcl"} and "to" in auxiliaries:
        value = 1.0
    if trigger.dep_ in {"xcomp", "ccomp", "dobj"} and trigger.head.lemma_ in _NONFACTIVE:
        value = -2.0 if trigger.head.lemma_ in _AVERTED else min(value, 0.8)
    if _in_condition(trigger):
        value = min(value, 0.5)
    return -value if negated else value


def _is_past(trigger: Token) -> bool:
    return trigger.tag_ in {"VBD", "VBN"} and not any(
        c.lower_ in {"will", "would", "may", "might", "could"} for c in trigger.children
    )


def _in_condition(trigger: Token) -> bool:
    for above in (trigger, *trigger.ancestors):
        if above.dep_ == "advcl" and any(c.dep_ == "mark" and c.lower_ in {"if", "unless"} for c in above.children):
            return True
    return False
