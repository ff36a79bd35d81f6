"""Attributions without a cue verb of their own: "the claim that …", "according to …", "…, citing …"."""

from spacy.tokens import Token

from vedette.understand.attribution.anatomy import Attribution, Range
from vedette.understand.attribution.contents import noun_clause
from vedette.understand.attribution.cuewords import CueWords
from vedette.understand.clauses import clause_pieces, stretch, subject

_LEAST_CLAUSE = 3
_QUOTING = frozenset({"quote", "cite", "report"})
_HUMAN_LABELS = frozenset({"PERSON", "ORG", "GPE", "NORP"})


def nominal(noun: Token, words: CueWords) -> Attribution | None:
    act = words.nouns.get(noun.lemma_.lower())
    if act is None or (noun.head.lemma_.lower() in words.verbs and noun.dep_ == "dobj"):
        return None
    clause = noun_clause(noun, words) or _predicated(noun)
    if clause is None or words.cannot_hold(noun) or _in_idiom(noun, words):
        return None
    denied = noun.lemma_.lower() in words.disbelief or _is_called_false(noun, words)
    holder = None if denied else _noun_holder(noun, words)
    return Attribution(
        act="denial" if denied else act,
        anchor=noun,
        cue=(noun.i, noun.i + 1),
        holder=holder,
        contents=tuple(clause_pieces(clause)),
    )


def _in_idiom(noun: Token, words: CueWords) -> bool:
    """ "In order to" orders nothing."""
    doc = noun.doc
    return any(
        tuple(token.lower_ for token in doc[max(0, noun.i - at) : noun.i - at + len(phrase)]) == phrase
        for phrase in words.idioms
        for at, word in enumerate(phrase)
        if word == noun.lower_
    )


def _is_called_false(noun: Token, words: CueWords) -> bool:
    """ "The claim that … was false"."""
    if noun.dep_ != "nsubj" or noun.head.lemma_ != "be":
        return False
    return any(child.dep_ == "acomp" and child.lower_ in words.called_false for child in noun.head.children)


def _predicated(noun: Token) -> Token | None:
    """ "The claim is that …", "the first myth is that …"."""
    if noun.dep_ != "nsubj" or noun.head.lemma_ != "be":
        return None
    clause = next((c for c in noun.head.children if c.dep_ == "ccomp" and c.i > noun.head.i), None)
    marked = clause is not None and any(c.dep_ == "mark" and c.lower_ == "that" for c in clause.children)
    return clause if marked else None


def _noun_holder(noun: Token, words: CueWords) -> Token | None:
    for child in noun.children:
        if child.dep_ == "poss":
            return child
        if child.dep_ == "prep" and child.lower_ in {"by", "from"}:
            return next((each for each in child.children if each.dep_ == "pobj"), None)
    national = next((c for c in noun.children if c.dep_ in {"amod", "compound"} and c.ent_type_ in _HUMAN_LABELS), None)
    if national is not None:
        return national
    if noun.lemma_.lower() in words.collective:
        return noun
    if noun.dep_ == "dobj" and noun.head.lemma_ in words.making:
        return subject(noun.head)
    return None


def quoting_verb(verb: Token) -> Token | None:
    """The verb above "as saying"."""
    if verb.dep_ != "pcomp" or verb.head.lower_ != "as" or verb.head.head.lemma_ not in _QUOTING:
        return None
    return verb.head.head


def citing(verb: Token) -> Attribution | None:
    """ "…, citing two officials" and "as reported by X" attribute the clause around them."""
    if verb.lower_ != "citing":
        return None
    holder = next((child for child in verb.children if child.dep_ == "dobj"), None)
    return _around(verb, verb, holder, (verb.i, verb.i + 1)) if holder is not None else None


def according(token: Token, words: CueWords) -> Attribution | None:
    doc = token.doc
    for phrase in words.according:
        last = token.i + len(phrase) - 1
        if len(phrase) < 2 or last >= len(doc) or any(doc[token.i + n].lower_ != w for n, w in enumerate(phrase)):
            continue
        holder = next((child for child in doc[last].children if child.dep_ == "pobj"), None)
        if holder is None:
            return None
        return _around(token, doc[last], holder, (token.i, last + 1))
    return None


def _around(first: Token, last: Token, holder: Token, cue: Range) -> Attribution | None:
    """The clause the phrase hangs on, less the phrase."""
    head = first.head
    while head.pos_ not in {"VERB", "AUX"} and head.head != head:
        head = head.head
    phrase = frozenset({first.i, last.i, holder.i})
    runs = stretch(head, without=phrase)
    longest = max(runs, key=lambda run: run[1] - run[0], default=(0, 0))
    if longest[1] - longest[0] < _LEAST_CLAUSE:
        return None
    cut_off = [run for run in runs if run != longest and _holds_subject(run, head)]
    return Attribution(act="report", anchor=first, cue=cue, holder=holder, contents=tuple(sorted([*cut_off, longest])))


def _holds_subject(run: Range, head: Token) -> bool:
    """ "The truce, according to two envoys, will hold": the subject stands alone."""
    return any(run[0] <= child.i < run[1] for child in head.children if child.dep_ in {"nsubj", "nsubjpass"})
