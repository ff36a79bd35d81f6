"""Signs of what governs a deed: classes of the words above it, and the clause whose tense and modals are its own.

The classes are the lexicon's (`factuality.toml`), so that a rare verb tells as much as a frequent one of its class.
"""

from collections.abc import Iterator
from functools import cache
from typing import Any

from spacy.tokens import Token

from vedette.understand.lexicon import load

_LANGUAGE = "en"
_HIGHEST, _NAMED = 5, 3
_SKIPPED = frozenset({"prep", "agent", "dative"})
_BEARING = frozenset({"xcomp", "acomp", "attr", "advmod", "oprd"})
_JOINED = frozenset({"conj", "auxpass", "aux", "prt"})
_CLIMBED = 4
_NEGATIVE = frozenset({"never", "no", "hardly", "barely"})
_CONDITIONAL = frozenset({"if", "whether", "unless"})
_TIMED = frozenset({"npadvmod", "advmod", "prep"})
_LONGEST_TIME = 7


@cache
def _classes() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for name, words in _table("governors").items():
        for word in words if name != "through" else ():
            found[word] = (*found.get(word, ()), name)
    return found


def _table(name: str) -> dict[str, Any]:
    table: dict[str, Any] = load(_LANGUAGE, "factuality")[name]
    return table


@cache
def _words(table: str, name: str) -> frozenset[str]:
    return frozenset(_table(table)[name])


def classes_of(token: Token) -> tuple[str, ...]:
    return _classes().get(token.lemma_.lower(), ())


def governing_signs(token: Token) -> Iterator[str]:
    """Names of the signs, like those of `certainty_signs`."""
    yield from (f"class={name}" for name in classes_of(token))
    yield from _governors(token)
    yield from _bearing_clause(token)
    yield from _own_clause(token)
    yield from _words_around(token)
    yield f"ending={token.lower_[-4:]}"


def _governors(token: Token) -> Iterator[str]:
    """The classes of what stands above, level by level, and the chain of the first two."""
    chain: list[str] = []
    at, before = token, ""
    for _ in range(_HIGHEST):
        above, relation = at.head, at.dep_
        if above == at:
            break
        if relation not in _SKIPPED:
            named = f"{before}>{relation}" if before in {"prep", "agent"} else relation
            found = classes_of(above)
            yield from _governor(above, found, named, len(chain))
            chain.append("/".join(found) or above.pos_)
        at, before = above, relation
    if chain:
        yield f"chain={'<'.join(chain[:2])}"


def _governor(above: Token, found: tuple[str, ...], relation: str, level: int) -> Iterator[str]:
    if not found:
        return
    negated = any(child.dep_ == "neg" or child.lower_ in {"no", "never"} for child in above.children)
    modal = any(child.tag_ == "MD" for child in above.children)
    for name in found:
        yield f"gov={name}"
        if level < _NAMED:
            yield f"gov{level}={name}:{relation}"
            yield f"gov-as={name}:{relation}:{negated}:{modal}"


def _bearing_clause(token: Token) -> Iterator[str]:
    """ "is not ready", "began to sell", "will meet and sign": the verb whose modals and negation hold for the deed."""
    at = token
    for _ in range(_CLIMBED):
        if at.head == at or not _passes_on(at.head, at.dep_):
            break
        at = at.head
    yield f"borne={_shape(at)}"
    if at != token:
        yield f"borne-as={at.dep_}"
        for child in at.children:
            if child.tag_ == "MD":
                yield f"borne-modal={child.lower_}"
            if child.dep_ == "neg":
                yield "borne-neg"


def _passes_on(above: Token, relation: str) -> bool:
    if relation in _JOINED:
        return True
    if relation not in _BEARING:
        return False
    return above.lemma_.lower() in _words("governors", "through") or "implies" in classes_of(above)


def _shape(verb: Token) -> str:
    """Tag and auxiliaries in order: "VBN:have+neg+be"."""
    parts: list[str] = []
    for child in verb.children:
        if child.dep_ in {"aux", "auxpass"}:
            parts.append(f"M:{child.lower_}" if child.tag_ == "MD" else child.lemma_.lower())
        elif child.dep_ == "neg" or child.lower_ in _NEGATIVE:
            parts.append("neg")
    return f"{verb.tag_}:{'+'.join(parts)}"


def _own_clause(token: Token) -> Iterator[str]:
    verb = token
    while verb.pos_ not in {"VERB", "AUX"} and verb.head != verb:
        verb = verb.head
    shape = _shape(verb)
    yield f"verb={shape}"
    if verb != token:
        yield f"verb={shape}:{token.dep_}"
    ahead = _words("time", "ahead")
    for child in verb.children:
        if child.dep_ in _TIMED and any(each.lower_ in ahead for each in _first_words(child)):
            yield "future-time"
            break


def _first_words(token: Token) -> Iterator[Token]:
    first, end = token.left_edge.i, token.right_edge.i + 1
    return (token.doc[at] for at in range(first, min(end, first + _LONGEST_TIME)))


def _words_around(token: Token) -> Iterator[str]:
    """The words just before, whether a condition was opened, and whether the sentence ends without a mark, as headings
    do."""
    doc, at = token.doc, token.i
    conditional = False
    while at and not doc[at].is_sent_start:
        at -= 1
        conditional = conditional or doc[at].lower_ in _CONDITIONAL
    yield from (f"word-{back}={doc[token.i - back].lower_}" for back in (1, 2) if token.i - back >= at)
    if conditional:
        yield "if-before"
    end = token.i + 1
    while end < len(doc) and not doc[end].is_sent_start:
        end += 1
    if doc[end - 1].is_alpha:
        yield f"headline:{token.tag_}"
