"""What became of a deed that was only attempted, and what it means that nobody can confirm one."""

from spacy.tokens import Token

_OBJECTS = frozenset({"dobj", "nsubjpass"})
_NOTHING = frozenset({"nothing", "no", "none", "nobody", "neither"})
_LOOKED_BACK = 4

Words = dict[str, list[str]]


def is_beaten_off(trigger: Token, attempt: Words) -> bool:
    """ "abandoned its attempt to take", "the effort to cross failed", "a failed bid to enter"."""
    noun = _attempted_by(trigger, attempt)
    if noun is None:
        return False
    if any(child.dep_ == "amod" and child.lemma_.lower() in attempt["vain"] for child in noun.children):
        return True
    above = noun.head
    if noun.dep_ in _OBJECTS:
        return above.lemma_ in attempt["ending"]
    if noun.dep_ != "nsubj":
        return False
    return above.lemma_ in attempt["failing"] or any(
        child.dep_ in {"acomp", "attr"} and child.lemma_.lower() in attempt["vain"] for child in above.children
    )


def is_attempted(trigger: Token, attempt: Words) -> bool:
    """ "an attempt to take", "an attempted assault", "the planned attack"."""
    if _attempted_by(trigger, attempt) is not None:
        return True
    return any(child.dep_ == "amod" and child.lower_ in attempt["attributes"] for child in trigger.children)


def _attempted_by(trigger: Token, attempt: Words) -> Token | None:
    above = trigger.head.head if trigger.dep_ == "pcomp" else trigger.head
    held = trigger.dep_ in {"acl", "pcomp", "relcl"} and above.pos_ == "NOUN"
    return above if held and above.lemma_ in attempt["nouns"] else None


def is_unable(trigger: Token) -> bool:
    """ "was not able to take"; what is said of "unable" the averting verbs say."""
    if trigger.dep_ != "xcomp" or trigger.head.lemma_ != "able":
        return False
    return any(child.dep_ == "neg" for child in (*trigger.head.children, *trigger.head.head.children))


def is_without_evidence(trigger: Token, evidence: Words) -> bool:
    """ "nothing supports the capture", "could not confirm the loss", "no evidence of a withdrawal"."""
    if trigger.pos_ != "NOUN":
        return False
    above = trigger.head
    if trigger.dep_ == "pobj" and above.head.lemma_ in evidence["nouns"]:
        return is_denied_noun(above.head)
    if trigger.dep_ == "nsubj" and above.dep_ == "ccomp" and trigger.i > above.head.i:
        # The parser takes "nothing supports the loss | claimed today" for two clauses.
        marked = any(child.dep_ == "mark" for child in above.children)
        return not marked and above.head.lemma_ in evidence["verbs"] and _is_denied_verb(above.head)
    return trigger.dep_ == "dobj" and above.lemma_ in evidence["verbs"] and _is_denied_verb(above)


def is_denied_noun(noun: Token) -> bool:
    """ "no evidence", "not any evidence"."""
    return any(child.lower_ in {"no", "not"} for child in noun.children) or (
        noun.dep_ in {"attr", "dobj"} and any(child.dep_ == "neg" for child in noun.head.children)
    )


def _is_denied_verb(verb: Token) -> bool:
    subjects = [child for child in verb.children if child.dep_ == "nsubj"]
    return any(child.dep_ == "neg" for child in verb.children) or any(
        each.lower_ in _NOTHING for subject in subjects for each in (subject, *subject.children)
    )


def is_performed(trigger: Token, performing: Words) -> bool:
    """ "I would like to thank them": who says so does so."""
    above = trigger.head
    return (
        trigger.dep_ == "xcomp"
        and trigger.lemma_ in performing["verbs"]
        and above.lemma_ in performing["governors"]
        and not any(child.dep_ == "neg" for child in above.children)
    )


def is_asked_whether(trigger: Token) -> bool:
    """ "unclear whether they took it"."""
    at = trigger
    for _ in range(_LOOKED_BACK):
        if any(child.dep_ == "mark" and child.lower_ == "whether" for child in at.children):
            return True
        if at.head == at or at.dep_ in {"ccomp", "relcl"}:
            return False
        at = at.head
    return False
