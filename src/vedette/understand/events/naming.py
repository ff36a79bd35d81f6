"""The words that name a party of an event: its head noun, trimmed of clauses and of those joined to it."""

from spacy.tokens import Token

from vedette.model.mention import Actor, Role
from vedette.reference.institutions import Institutions
from vedette.understand.passage import Passage

_ARTICLES = frozenset(
    {"the", "a", "an", "these", "those", "this", "that", "some", "no", "its", "their", "his", "her", "our"}
)
_BEFORE = frozenset({"cc", "conj", "punct", "prep", "relcl", "advcl", "preconj", "predet", "advmod"})


def named_actor(token: Token, role: Role, passage: Passage, institutions: Institutions) -> Actor:
    start, end = _bounds(token)
    doc = token.doc
    span = passage.token_span(doc[start], doc[end - 1])
    name = str(doc[start:end].text)
    person = institutions.person(name)
    country = person.country if person else institutions.country_of(name)
    return Actor(name=person.full_name if person else name, span=span, role=role, country=country)


def _bounds(head: Token) -> tuple[int, int]:
    """The head with what stands before it and its "of …"; without articles, clauses and those joined to it."""
    doc = head.doc
    first = [child.left_edge.i for child in head.children if child.i < head.i and child.dep_ not in _BEFORE]
    start = min(first, default=head.i)
    end = head.i + 1
    for child in head.children:
        if child.i < head.i:
            continue
        if child.i == end and _names_of_what(child):
            end = max((t.i + 1 for t in child.subtree if not _apart(t, child)), default=end)
        elif child.dep_ in {"flat", "compound", "nmod", "nummod"} and child.i == end:
            end = child.i + 1
        elif child.dep_ not in {"punct", "case"} and child.i >= end:
            break
    while end - start > 1 and doc[start].lower_ in _ARTICLES | {"’s", "'s", "'"}:
        start += 1
    while end - start > 1 and (doc[end - 1].is_punct or doc[end - 1].text in {"’s", "'s"}):
        end -= 1
    return start, end


def _names_of_what(preposition: Token) -> bool:
    """ "ministry of defence", not "party of having …"."""
    follows = any(child.dep_ == "pobj" for child in preposition.children)
    return preposition.dep_ == "prep" and preposition.lower_ in {"of", "for"} and follows


def _apart(token: Token, top: Token) -> bool:
    for above in (token, *token.ancestors):
        if above == top:
            return False
        if above.dep_ in {"relcl", "acl", "advcl", "cc", "conj", "punct", "appos"} and above is not top:
            return True
    return False
