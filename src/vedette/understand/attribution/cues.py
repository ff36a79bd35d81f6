"""Attributions in a sentence: the word that attributes, who holds, and what is held."""

from collections.abc import Iterator, Sequence

from spacy.tokens import Token

from vedette.understand.attribution.anatomy import Attribution, Range
from vedette.understand.attribution.contents import verb_contents
from vedette.understand.attribution.cue_features import Surroundings
from vedette.understand.attribution.cue_model import CueModel
from vedette.understand.attribution.cuewords import CueWords
from vedette.understand.attribution.heard import Heard
from vedette.understand.attribution.learned import relearned
from vedette.understand.attribution.phrases import according, citing, nominal, quoting_verb
from vedette.understand.attribution.quotes import Quote
from vedette.understand.clauses import complements, subject

# A word in one of these is a noun, though the tagger may call "reports" a verb.
_NOUN_ROLES = frozenset({"nsubj", "nsubjpass", "dobj", "pobj"})
_PEOPLE = frozenset({"NORP", "PERSON", "GPE"})


def find_attributions(
    tokens: Sequence[Token],
    quotes: Sequence[Quote],
    words: CueWords,
    model: CueModel | None,
    heard: Heard | None = None,
) -> Iterator[Attribution]:
    """Attributions whose content the parse gives, and bare cues (no contents) that a quotation may still complete.

    Where the language has a trained model it overrules the lexicon and the rules, which alone decide without one.
    """
    if model is None:
        return by_rules(tokens, words)
    return relearned(tokens, surroundings(tokens, quotes, words, heard), model)


def surroundings(
    tokens: Sequence[Token], quotes: Sequence[Quote], words: CueWords, heard: Heard | None = None
) -> Surroundings:
    """What the rules find in a unit, and where its quotations are."""
    start, end = tokens[0].idx, tokens[-1].idx + len(tokens[-1])
    quoted: list[Range] = []
    for quote in quotes:
        if start <= quote.start < end:
            inside = [token.i for token in tokens if quote.inner_start <= token.idx < quote.inner_end]
            quoted.extend([(inside[0], inside[-1] + 1)] if inside else [])
    return Surroundings(tuple(quoted), {each.anchor.i: each for each in by_rules(tokens, words)}, words, heard)


def by_rules(tokens: Sequence[Token], words: CueWords) -> Iterator[Attribution]:
    """What lexicon and parse give."""
    for token in tokens:
        found = according(token, words)
        if found is None and (token.pos_ == "NOUN" or token.dep_ in _NOUN_ROLES):
            found = nominal(token, words)
        elif found is None and token.pos_ in {"VERB", "AUX"} and token.dep_ != "amod":
            found = citing(token) or _verbal(token, words)
        if found is not None:
            yield found


def _verbal(verb: Token, words: CueWords) -> Attribution | None:
    lemma = verb.lemma_.lower()
    act = words.verbs.get(lemma)
    if act is None or not _particle_present(verb, words.particles.get(lemma)) or _says_nothing(verb):
        return None
    holder = _quoted_holder(verb) or _nearest_subject(verb) or subject(verb)
    if holder is not None and (words.cannot_hold(holder) or (lemma in words.textual and holder.ent_type_ in _PEOPLE)):
        return None
    contents = verb_contents(verb, lemma, holder, words)
    if (lost := _subject_before_aside(verb)) is not None:
        holder = next(child for child in verb.children if child.dep_ == "nsubj" and child.i > verb.i)
        contents = [(lost.left_edge.i, lost.right_edge.i + 1), *contents]
    if lemma in words.directing and _is_infinitive(contents, verb):
        act = "call"
    if (holder is not None and holder.lemma_.lower() in words.disbelief) or _denies_object(verb, words):
        act = "denial"
        holder = subject(verb) if holder is None or holder.lemma_.lower() not in words.disbelief else None
    if lemma in words.disbelieving and any(child.dep_ == "neg" for child in verb.children):
        act = "denial"
    act = next((words.phrasal[pair] for pair in _with_particles(verb) if pair in words.phrasal), act)
    return Attribution(act=act, anchor=verb, cue=_cue_range(verb), holder=holder, contents=tuple(contents))


def _says_nothing(verb: Token) -> bool:
    """ "They hold the town; the ministry has said nothing about it": what stands before it is not what it says."""
    return any(child.dep_ == "dobj" and child.lower_ == "nothing" for child in verb.children)


def _with_particles(verb: Token) -> list[str]:
    return [f"{verb.lemma_.lower()} {child.lower_}" for child in verb.children if child.dep_ in {"prt", "advmod"}]


def _nearest_subject(verb: Token) -> Token | None:
    """ "North of the river the army says": of two subjects before their verb the second one."""
    own = [child for child in verb.children if child.dep_ == "nsubj" and child.i < verb.i]
    return own[-1] if len(own) > 1 else None


def _subject_before_aside(verb: Token) -> Token | None:
    """ "The roads, said the officer, were mined": of two subjects the first belongs to the content."""
    before = verb.doc[verb.i - 1] if verb.i else verb
    own = [child for child in verb.children if child.dep_ == "nsubj"]
    if before.text != "," or len(own) != 2 or not own[0].i < verb.i < own[1].i:
        return None
    return own[0]


def _is_infinitive(contents: Sequence[Range], verb: Token) -> bool:
    return bool(contents) and verb.doc[contents[0][0]].lower_ == "to"


def _denies_object(verb: Token, words: CueWords) -> bool:
    return any(child.dep_ == "dobj" and child.lemma_.lower() in words.disbelief for child in verb.children)


def _particle_present(verb: Token, particles: frozenset[str] | None) -> bool:
    if particles is None:
        return True
    return any(child.lower_ in particles for child in verb.children) or any(complements(verb))


def _quoted_holder(verb: Token) -> Token | None:
    """ "quoted one officer as saying": the officer, not the one who quotes."""
    quoting = quoting_verb(verb)
    if quoting is None:
        return None
    return next((child for child in quoting.children if child.dep_ in {"dobj", "nsubjpass"}), None)


def _cue_range(verb: Token) -> Range:
    """The verb with its auxiliaries, negation and particle, as long as they touch it."""
    start, end = verb.i, verb.i + 1
    close = {
        child.i for child in verb.children if child.dep_ in {"aux", "auxpass", "neg", "prt"} or child.pos_ == "ADV"
    }
    while start - 1 in close and verb.doc[start - 1].dep_ != "mark":
        start -= 1
    while end in close and verb.doc[end].dep_ in {"prt", "neg"}:
        end += 1
    return start, end
