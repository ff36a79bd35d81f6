"""Attributions in a sentence: the word that attributes, who holds, and what is held (PARC 3.0 and PolNeAR call them cue,
source and content)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from spacy.tokens import Token

from vedette.understand.clauses import clause_pieces, complements, is_finite, stretch, subject
from vedette.understand.attribution.cuewords import CueWords

Range = tuple[int, int]
_PEOPLE = frozenset({"NORP", "PERSON", "GPE"})
_QUOTING = frozenset({"quote", "cite", "report"})
_HUMAN_LABELS = frozenset({"PERSON", "ORG", "GPE", "NORP"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribution:
    """Token indices, end exclusive. `holder` heads the phrase that names the speaker; `anchor` is the cue's main word."""

    act: str
    anchor: Token
    cue: Range
    holder: Token | None
    contents: tuple[Range, ...]
    direct: bool = False

    @property
    def continues(self) -> bool:
        """Without words of its own that attribute: the speaker before goes on."""
        return self.cue[0] == self.cue[1]


def find_attributions(tokens: Sequence[Token], words: CueWords) -> Iterator[Attribution]:
    """Attributions whose content the parse gives, and bare cues (no contents) that a quotation may still complete."""
    for token in tokens:
        found = _according(token, words)
        if found is None and token.pos_ in {"VERB", "AUX"} and token.dep_ != "amod":
            found = _cited(token, words) or _verbal(token, words)
        elif found is None and token.pos_ == "NOUN":
            found = _nominal(token, words)
        if found is not None:
            yield found


def _verbal(verb: Token, words: CueWords) -> Attribution | None:
    lemma = verb.lemma_.lower()
    act = words.verbs.get(lemma)
    if act is None or not _particle_present(verb, words.particles.get(lemma)):
        return None
    holder = _quoted_holder(verb) or subject(verb)
    if holder is not None and (
        _is_no_holder(holder, words) or (lemma in words.textual and holder.ent_type_ in _PEOPLE)
    ):
        return None
    contents = _verb_contents(verb, lemma, holder, words)
    if (holder is not None and holder.lemma_.lower() in words.disbelief) or _denies_object(verb, words):
        act = "denial"
        holder = subject(verb) if holder is None or holder.lemma_.lower() not in words.disbelief else None
    return Attribution(act=act, anchor=verb, cue=_cue_range(verb), holder=holder, contents=tuple(contents))


def _is_no_holder(holder: Token, words: CueWords) -> bool:
    """Wars and weeks hold nothing, nor do "these remarks": the outlet points at them."""
    if holder.pos_ == "PRON" and holder.lower_ in {"it", "who"}:
        return False
    pointing = any(
        child.dep_ == "det" and child.lower_ in {"this", "that", "these", "those"} for child in holder.children
    )
    return holder.lemma_.lower() in words.inanimate or (pointing and holder.lemma_.lower() in words.nouns)


def _denies_object(verb: Token, words: CueWords) -> bool:
    return any(child.dep_ == "dobj" and child.lemma_.lower() in words.disbelief for child in verb.children)


def _particle_present(verb: Token, particles: frozenset[str] | None) -> bool:
    if particles is None:
        return True
    return any(child.lower_ in particles for child in verb.children) or any(complements(verb))


def _quoted_holder(verb: Token) -> Token | None:
    """ "quoted one officer as saying": the officer, not the one who quotes."""
    if verb.dep_ != "pcomp" or verb.head.lower_ != "as" or verb.head.head.lemma_ not in _QUOTING:
        return None
    return next((child for child in verb.head.head.children if child.dep_ in {"dobj", "nsubjpass"}), None)


def _verb_contents(verb: Token, lemma: str, holder: Token | None, words: CueWords) -> list[Range]:
    strict = lemma in words.strict
    pieces: list[Range] = []
    for clause in complements(verb):
        if clause.dep_ == "ccomp" and not (strict and not _has_subject(clause)):
            pieces.extend(clause_pieces(clause))
        elif lemma in words.infinitive and not (strict and not _is_human(holder)):
            pieces.extend(_infinitive_pieces(verb, clause))
    if pieces:
        return pieces
    pieces = _prepositional(verb, lemma, words) or ([] if strict else _object_pieces(verb, lemma, words))
    return pieces or _parenthetical(verb)


def _has_subject(clause: Token) -> bool:
    return any(child.dep_ in {"nsubj", "nsubjpass", "expl", "csubj"} for child in clause.children)


def _is_human(holder: Token | None) -> bool:
    return holder is not None and (
        holder.pos_ == "PROPN" or holder.ent_type_ in _HUMAN_LABELS or (holder.pos_ == "PRON" and holder.lower_ != "it")
    )


def _infinitive_pieces(verb: Token, clause: Token) -> list[Range]:
    """ "called on NATO to act" has NATO in its content, too."""
    pieces = clause_pieces(clause)
    addressee = next((p for p in verb.children if p.dep_ == "prep" and p.lower_ == "on" and p.i < clause.i), None)
    target = next((child for child in addressee.children if child.dep_ == "pobj"), None) if addressee else None
    if target is None or not pieces:
        return pieces
    return [(target.left_edge.i, pieces[0][1]), *pieces[1:]]


def _prepositional(verb: Token, lemma: str, words: CueWords) -> list[Range]:
    pieces: list[Range] = []
    for prep in verb.children:
        if prep.dep_ in {"prep", "agent"} and lemma in words.prepositions.get(prep.lower_, frozenset()):
            pieces.extend(
                (child.left_edge.i, child.right_edge.i + 1)
                for child in prep.children
                if child.dep_ in {"pobj", "pcomp"}
            )
    return pieces


def _object_pieces(verb: Token, lemma: str, words: CueWords) -> list[Range]:
    if lemma not in words.object:
        return []
    passive = any(child.dep_ == "nsubjpass" for child in verb.children)
    labels = {"nsubjpass"} if passive else {"dobj", "oprd"}
    objects = [child for child in verb.children if child.dep_ in labels]
    if not objects or all(child.pos_ == "PRON" and len(objects) == 1 for child in objects):
        return []
    clause = _noun_clause(objects[0], words)
    if clause is not None:
        return clause_pieces(clause)
    start = objects[0].left_edge.i
    end = objects[-1].right_edge.i + 1
    for child in verb.children:
        if (
            child.i >= end
            and child.dep_ in {"prep", "oprd", "advcl"}
            and child.lower_ in {"of", "for", "as", "over", "with"}
        ):
            end = child.right_edge.i + 1
    return [(start, end)]


def _noun_clause(noun: Token, words: CueWords) -> Token | None:
    """The clause that says what a claim, report or myth is: "the myth that Crimea is a red line"."""
    if noun.lemma_.lower() not in words.nouns:
        return None
    for child in noun.children:
        if child.dep_ in {"acl", "ccomp", "relcl"} and child.i > noun.i:
            if any(g.dep_ == "mark" and g.lower_ in {"that", "whether"} for g in child.children):
                return child
            if child.dep_ == "acl" and child.tag_ == "VB":
                return child
    return None


def _parenthetical(verb: Token) -> list[Range]:
    """ "Lithuania's actions, Landsbergis said, were not…": what surrounds a short aside with its own subject."""
    head = verb.head
    if head == verb or head.pos_ not in {"VERB", "AUX"} or verb.dep_ not in {"parataxis", "ccomp", "advcl", "dep"}:
        return []
    if not any(c.dep_ == "nsubj" for c in verb.children) or not is_finite(verb):
        return []
    first = next((token for token in verb.subtree if not token.is_punct), verb)
    before = first.i - 1
    doc = verb.doc
    last = max(token.i for token in verb.subtree if not token.is_punct)
    after = last + 1
    if before < 0:
        return []
    if verb.right_edge.i - verb.left_edge.i > 10 or (
        verb.dep_ in {"advcl"} and any(c.dep_ == "mark" for c in verb.children)
    ):
        return []
    if doc[before].text not in {",", "”", '"', "–", "—"} and not (
        after < len(doc) and doc[after].text in {",", "–", "—"}
    ):
        return []
    return [run for run in stretch(head, without=frozenset({verb.i})) if run[1] - run[0] >= 2]


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


def _nominal(noun: Token, words: CueWords) -> Attribution | None:
    act = words.nouns.get(noun.lemma_.lower())
    if act is None or (noun.head.lemma_.lower() in words.verbs and noun.dep_ == "dobj"):
        return None
    clause = _noun_clause(noun, words) or _predicated(noun)
    if clause is None or _is_no_holder(noun, words):
        return None
    holder = None if noun.lemma_.lower() in words.disbelief else _noun_holder(noun, words)
    return Attribution(
        act="denial" if noun.lemma_.lower() in words.disbelief else act,
        anchor=noun,
        cue=(noun.i, noun.i + 1),
        holder=holder,
        contents=tuple(clause_pieces(clause)),
    )


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
    if noun.dep_ == "dobj" and noun.head.lemma_ in {
        "make",
        "issue",
        "repeat",
        "voice",
        "have",
        "give",
        "renew",
        "take",
    }:
        return subject(noun.head)
    return None


def _cited(verb: Token, words: CueWords) -> Attribution | None:
    """ "…, citing two officials" and "as reported by X" attribute the clause around them."""
    if verb.lower_ != "citing":
        return None
    holder = next((child for child in verb.children if child.dep_ == "dobj"), None)
    return _around(verb, verb, holder, (verb.i, verb.i + 1)) if holder is not None else None


def _according(token: Token, words: CueWords) -> Attribution | None:
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
    runs = [run for run in stretch(head, without=phrase) if run[1] - run[0] >= 3]
    if not runs:
        return None
    longest = max(runs, key=lambda run: run[1] - run[0])
    return Attribution(act="report", anchor=first, cue=cue, holder=holder, contents=(longest,))


def completed(attribution: Attribution, contents: Sequence[Range], *, direct: bool) -> Attribution:
    """The same attribution with other contents."""
    return replace(attribution, contents=tuple(contents), direct=direct)
