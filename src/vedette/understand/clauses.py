"""Clauses of a dependency parse: subjects, complements, and the stretch a clause covers."""

from collections.abc import Iterator

from spacy.tokens import Token

CLAUSAL = frozenset({"ccomp", "xcomp"})
_DEEPEST = 4
_INHERITING = frozenset({"conj", "advcl", "xcomp", "pcomp", "dep"})


def subject(verb: Token, depth: int = 0) -> Token | None:
    """Who does it: own subject, agent of a passive, the noun a clause hangs on, or that of the verb above."""
    own = next((child for child in verb.children if child.dep_ in {"nsubj", "csubj"}), None)
    if own is not None:
        return _antecedent(own, verb)
    agent = next((child for child in verb.children if child.dep_ == "agent"), None)
    if agent is not None:
        return next((child for child in agent.children if child.dep_ == "pobj"), None)
    passive = next((child for child in verb.children if child.dep_ == "nsubjpass"), None)
    if passive is not None:
        return _antecedent(passive, verb) if depth else None
    if depth > _DEEPEST or verb.head == verb:
        return None
    if (controller := _controlling_object(verb)) is not None:
        return controller
    if verb.dep_ == "acl":
        return verb.head if verb.head.pos_ in {"NOUN", "PROPN", "PRON"} and verb.tag_ in {"VBG", "VBD"} else None
    if verb.dep_ in _INHERITING:
        above = verb.head
        while above.pos_ not in {"VERB", "AUX"} and above.head != above:
            above = above.head
        return subject(above, depth + 1) if above != verb else None
    return None


def _controlling_object(verb: Token) -> Token | None:
    """ "accused the rebels of shelling", "kept them from crossing": the object of the verb above does it."""
    prep = verb.head
    if verb.dep_ != "pcomp" or prep.lower_ not in {"of", "for", "from"}:
        return None
    return next(
        (child for child in prep.head.children if child.dep_ in {"dobj", "nsubjpass"} and child.i < prep.i), None
    )


def _antecedent(token: Token, verb: Token) -> Token:
    """`who` and `which` stand for the noun the relative clause hangs on."""
    if token.tag_ in {"WP", "WDT"} and verb.dep_ == "relcl":
        return verb.head
    return token


def complements(verb: Token) -> list[Token]:
    """Heads of the clauses a verb governs, in order."""
    return [child for child in verb.children if child.dep_ in CLAUSAL]


def is_finite(verb: Token) -> bool:
    if verb.tag_ in {"VBD", "VBZ", "VBP", "MD"}:
        return True
    return any(child.dep_ in {"aux", "auxpass"} and child.lower_ != "to" for child in verb.children)


def coordinated(head: Token) -> Iterator[Token]:
    """The clause's head and the verbs joined to it, in order: "took …, destroyed … and killed …"."""
    yield head
    for child in head.children:
        if child.dep_ == "conj" and child.pos_ in {"VERB", "AUX"}:
            yield from coordinated(child)


def stretch(head: Token, *, without: frozenset[int] = frozenset()) -> list[tuple[int, int]]:
    """Runs of token indices (end exclusive) of a subtree, less the subtrees of the tokens in `without`."""
    dropped = {index for token in head.subtree if token.i in without for index in _indices(token)}
    runs: list[tuple[int, int]] = []
    for index in sorted(token.i for token in head.subtree if token.i not in dropped):
        if runs and runs[-1][1] == index:
            runs[-1] = (runs[-1][0], index + 1)
        else:
            runs.append((index, index + 1))
    return runs


def _indices(token: Token) -> Iterator[int]:
    return (each.i for each in token.subtree)


def clause_pieces(head: Token) -> list[tuple[int, int]]:
    """A content clause cut where verbs are joined and each piece can stand alone."""
    heads = [each for each in coordinated(head) if each is head or stands_alone(each)]
    cut = {each.i for each in heads}
    pieces: list[tuple[int, int]] = []
    for each in heads:
        runs = stretch(each, without=frozenset(cut - {each.i} - _ancestors(each)))
        if runs:
            pieces.append(without_loose_end(max(_joined(runs), key=lambda run: run[1] - run[0]), head))
    return sorted(pieces)


def without_loose_end(run: tuple[int, int], token: Token) -> tuple[int, int]:
    """Less the conjunctions and separators at its end, which joined what was cut off; `token` is any of the text."""
    start, end = run
    while end - 1 > start and (token.doc[end - 1].dep_ == "cc" or token.doc[end - 1].text in {",", ";"}):
        end -= 1
    return start, end


def _ancestors(token: Token) -> set[int]:
    return {above.i for above in token.ancestors}


def _joined(runs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Runs with gaps of at most two tokens (a comma and a conjunction) closed."""
    joined = [runs[0]]
    for start, end in runs[1:]:
        if start - joined[-1][1] <= 2:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


def stands_alone(verb: Token) -> bool:
    """Four words, and an object or a subject."""
    words = sum(1 for token in verb.subtree if not token.is_punct)
    has_argument = any(child.dep_ in {"nsubj", "nsubjpass", "dobj", "expl"} for child in verb.children)
    return words >= 4 and has_argument
