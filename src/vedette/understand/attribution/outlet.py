"""What the outlet says in its own voice: clauses that nobody else is made to hold."""

from collections.abc import Iterator, Sequence

from spacy.tokens import Token

from vedette.understand.attribution.anatomy import Attribution, Range
from vedette.understand.attribution.phrases import quoting_verb
from vedette.understand.attribution.quotes import Quote
from vedette.understand.clauses import coordinated, stands_alone, stretch, without_loose_end

_LEAST_WORDS = 5
_SUBJECTS = frozenset({"nsubj", "nsubjpass", "expl", "csubj"})
_EVIDENT = frozenset({"evident", "clear", "obvious", "apparent", "likely", "unlikely", "possible", "certain", "true"})


def own_voice(tokens: Sequence[Token], attributions: Sequence[Attribution], quotes: Sequence[Quote]) -> Iterator[Range]:
    """The longest run of each main clause outside attributed contents, their cues and their holders."""
    taken = _taken(attributions)
    anchors = {each.anchor.i for each in attributions}
    first, last = tokens[0].i, tokens[-1].i
    for root in (token for token in tokens if token.head == token):
        heads = [each for each in coordinated(root) if each is root or each.i in anchors or stands_alone(each)]
        for head in heads:
            if head.i in anchors or not first <= head.i <= last or _is_quoted(head, quotes):
                continue
            clause = _evident_clause(head) or head
            cut = {each.i for each in heads} - {clause.i} - {above.i for above in clause.ancestors}
            run = _longest_free(stretch(clause, without=frozenset(cut)), taken)
            if run is not None and (whole := _without_link(run, root)) and _is_sentence_like(whole, tokens):
                yield whole


def _taken(attributions: Sequence[Attribution]) -> set[int]:
    """Tokens that belong to somebody's statement: content, cue, and the clause of the cue."""
    taken: set[int] = set()
    for each in attributions:
        if (quoting := quoting_verb(each.anchor)) is not None:
            taken.update(range(quoting.left_edge.i, each.anchor.i))
        for content in each.contents:
            taken.update(range(*content))
        taken.update(range(*each.cue))
        if (
            each.holder is not None
            and each.anchor.pos_ in {"ADP", "VERB"}
            and each.anchor.dep_ in {"prep", "advcl", "parataxis"}
        ):
            taken.update(token.i for token in each.holder.subtree)
    return taken


def _is_quoted(token: Token, quotes: Sequence[Quote]) -> bool:
    return any(quote.inner_start <= token.idx < quote.inner_end for quote in quotes)


def _evident_clause(head: Token) -> Token | None:
    """ "It is evident that …": the clause is what is said."""
    if not any(child.dep_ == "acomp" and child.lower_ in _EVIDENT for child in head.children):
        return None
    return next((child for child in head.children if child.dep_ == "ccomp" and child.i > head.i), None)


def _longest_free(runs: Sequence[Range], taken: set[int]) -> Range | None:
    free: list[Range] = []
    for start, end in runs:
        for index in range(start, end):
            if index in taken:
                continue
            if free and free[-1][1] == index:
                free[-1] = (free[-1][0], index + 1)
            else:
                free.append((index, index + 1))
    return max(free, key=lambda run: run[1] - run[0], default=None)


def _is_sentence_like(run: Range, tokens: Sequence[Token]) -> bool:
    inside = [token for token in tokens if run[0] <= token.i < run[1] and not token.is_punct]
    return len(inside) >= _LEAST_WORDS and any(_says(token, run) for token in inside)


def _says(token: Token, run: Range) -> bool:
    """A verb whose subject was not cut off; the tagger misses many a verb of a headline, so a subject is enough."""
    if token.pos_ in {"VERB", "AUX"} and token.head == token:
        return True
    return token.dep_ in _SUBJECTS and run[0] <= token.head.i < run[1]


def _without_link(run: Range, token: Token) -> Range | None:
    """Less the word that linked what was cut off ("as", "which"); nothing where the cut went through a noun phrase."""
    start, end = without_loose_end(run, token)
    last = token.doc[end - 1]
    if last.dep_ in {"amod", "det", "poss", "compound"} and last.head.i >= end:
        return None
    if last.dep_ in {"mark", "nsubj", "nsubjpass", "prep"} and last.tag_ in {"IN", "WDT", "WP"} and last.i > start:
        return without_loose_end((start, end - 1), token)
    return start, end
