"""What a cue verb or noun makes somebody hold: its clause, its object, or the words around it."""

from spacy.tokens import Token

from vedette.understand.attribution.anatomy import Range
from vedette.understand.attribution.cuewords import CueWords
from vedette.understand.clauses import clause_pieces, complements, is_finite, stretch

_LONGEST_ASIDE, _LONGEST_LAST_ASIDE = 10, 30
_CLOSING_MARKS = frozenset({'"', "”", "''", "’"})
_HUMAN_LABELS = frozenset({"PERSON", "ORG", "GPE", "NORP"})


def verb_contents(verb: Token, lemma: str, holder: Token | None, words: CueWords) -> list[Range]:
    strict = lemma in words.strict
    pieces: list[Range] = []
    for clause in _without_late_aside(verb, words):
        if clause.dep_ == "ccomp" and not (strict and not _has_subject(clause)):
            pieces.extend(_with_subject(verb, clause, clause_pieces(clause)))
        elif lemma in words.infinitive and not (strict and not _is_human(holder, words)):
            pieces.extend(_infinitive_pieces(verb, clause))
    if pieces:
        return pieces
    pieces = _prepositional(verb, lemma, words) or ([] if strict else _object_pieces(verb, lemma, words))
    return pieces or _parenthetical(verb)


def _without_late_aside(verb: Token, words: CueWords) -> list[Token]:
    """ "The bridge is lost, the minister said as he met the press, the agency has learned": of two clauses around their
    verb the later one only tells who carried it."""
    clauses = complements(verb)
    late = clauses[-1] if len(clauses) > 1 else verb
    if clauses and clauses[0].i < verb.i < late.i and late.lemma_.lower() in words.verbs and not any(complements(late)):
        beside = verb.doc[late.right_edge.i].text not in _CLOSING_MARKS
        return clauses[:-1] if beside and _has_subject(late) else clauses
    return clauses


def _with_subject(verb: Token, clause: Token, pieces: list[Range]) -> list[Range]:
    """A finite clause whose subject the parser took for the verb's object gets it back."""
    if not pieces or _has_subject(clause) or not is_finite(clause):
        return pieces
    lost = next((child for child in verb.children if child.dep_ == "dobj" and child.i < clause.i), None)
    if lost is None or not 0 <= pieces[0][0] - lost.right_edge.i - 1 <= 1:
        return pieces
    return [(lost.left_edge.i, pieces[0][1]), *pieces[1:]]


def _has_subject(clause: Token) -> bool:
    return any(child.dep_ in {"nsubj", "nsubjpass", "expl", "csubj"} for child in clause.children)


def _is_human(holder: Token | None, words: CueWords) -> bool:
    if holder is None:
        return False
    named = holder.pos_ == "PROPN" or holder.ent_type_ in _HUMAN_LABELS
    return named or holder.lemma_.lower() in words.people or (holder.pos_ == "PRON" and holder.lower_ != "it")


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
    clause = noun_clause(objects[0], words)
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


def noun_clause(noun: Token, words: CueWords) -> Token | None:
    """The clause that says what a claim, report or myth is: "the myth that Crimea is a red line"."""
    if noun.lemma_.lower() not in words.nouns:
        return None
    for child in noun.children:
        if child.dep_ in {"acl", "ccomp", "relcl"} and child.i > noun.i:
            if any(g.lower_ in {"that", "whether"} and (g.dep_ == "mark" or g.tag_ == "IN") for g in child.children):
                return child
            if child.dep_ == "acl" and child.tag_ == "VB":
                return child
    return None


def _ends_sentence(last: int, verb: Token) -> bool:
    return all(token.is_punct or token.is_space for token in verb.doc[last + 1 : verb.sent.end])


def _parenthetical(verb: Token) -> list[Range]:
    """ "Lithuania's actions, Landsbergis said, were not…": what surrounds a short aside with its own subject."""
    head = verb.head
    if head == verb or head.pos_ not in {"VERB", "AUX"} or verb.dep_ not in {"parataxis", "ccomp", "advcl", "dep"}:
        return []
    # The tagger takes many a past tense behind a long subject for a participle.
    if not any(c.dep_ == "nsubj" for c in verb.children) or not (is_finite(verb) or verb.tag_ == "VBN"):
        return []
    first = next((token for token in verb.subtree if not token.is_punct), verb)
    before = first.i - 1
    doc = verb.doc
    last = max(token.i for token in verb.subtree if not token.is_punct)
    after = last + 1
    if before < 0:
        return []
    longest = _LONGEST_LAST_ASIDE if doc[before].text == "," and _ends_sentence(last, verb) else _LONGEST_ASIDE
    if last - first.i > longest or (verb.dep_ in {"advcl"} and any(c.dep_ == "mark" for c in verb.children)):
        return []
    if doc[before].text not in {",", "”", '"', "–", "—"} and not (
        after < len(doc) and doc[after].text in {",", "–", "—"}
    ):
        return []
    return [run for run in stretch(head, without=frozenset({verb.i})) if run[1] - run[0] >= 2]
