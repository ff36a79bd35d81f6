"""The signs around a word that tell whether it happened, as names: modals, negation, what governs it, tense, clause.

After De Facto (Saurí & Pustejovsky 2012): what stands above a deed passes its own doubt down to it.
"""

from collections.abc import Iterator

from spacy.tokens import Token

from vedette.understand.governing import governing_signs

_HIGHEST = 4
_SKIPPED = frozenset({"prep", "agent", "dative", "conj"})
_NOMINAL = frozenset({"NOUN", "PROPN", "PRON"})


def signs_of(token: Token) -> Iterator[str]:
    """Names of every sign at `token` and on the way up from it, each at most once a level."""
    yield "always"
    yield f"tag={token.tag_}"
    yield f"dep={token.dep_}"
    yield f"tag+dep={token.tag_}+{token.dep_}"
    yield f"word={token.lemma_.lower()}"
    yield from _beside(token, "")
    yield from _above(token)
    yield from _sentence(token)
    yield from governing_signs(token)


def _beside(token: Token, level: str) -> Iterator[str]:
    """What hangs on the word itself."""
    shape: list[str] = []
    subject = None
    for child in token.children:
        word, kind = child.lower_, child.dep_
        if kind in {"aux", "auxpass"}:
            shape.append(word)
            yield f"{level}aux={word}"
        elif kind == "neg" or (kind in {"det", "advmod"} and word in {"no", "never", "any", "not", "hardly", "barely"}):
            yield f"{level}neg"
            shape.append("neg")
        elif kind in {"advmod", "amod", "det", "mark", "prt", "predet", "acomp", "prep"}:
            yield f"{level}{kind}={word}"
        elif kind in {"nsubj", "nsubjpass", "expl"}:
            subject = child
        elif kind in {"ccomp", "xcomp", "dobj", "attr", "poss", "nummod", "advcl"}:
            yield f"{level}has={kind}"
            if kind == "advcl":
                yield from (f"{level}advcl-mark={m.lower_}" for m in child.children if m.dep_ in {"mark", "advmod"})
    if token.pos_ in {"VERB", "AUX", "ADJ"}:
        yield f"{level}shape={token.tag_}:{'+'.join(shape)}"
    if subject is not None:
        yield f"{level}subject={'I' if subject.lower_ in {'i', 'we', 'you'} else subject.pos_}"
        if any(c.lower_ in {"no", "few", "none"} for c in (subject, *subject.children)):
            yield f"{level}neg-subject"
    for child in token.children:
        if child.dep_ == "dobj" and any(c.lower_ == "no" for c in (child, *child.children)):
            yield f"{level}neg-object"


def _above(token: Token) -> Iterator[str]:
    """What governs the word, level by level, with the relation that leads there."""
    path: list[str] = []
    at, level = token, 0
    while level < _HIGHEST and at.head != at:
        relation = at.dep_
        if relation == "conj" and not any(c.dep_ in {"aux", "mark"} for c in at.children):
            yield from (f"first-aux={c.lower_}" for c in at.head.children if c.dep_ in {"aux", "neg"})
        bridge = f":{at.lower_}" if relation == "prep" else ""
        path.append(relation + bridge)
        above = at.head
        if relation not in _SKIPPED or relation == "conj":
            level += 1
            name = ">".join(path[-2:])
            yield f"up{level}={above.lemma_.lower()}"
            yield f"up{level}-pos={above.pos_}"
            yield f"up{level}-by={name}"
            yield f"up{level}-by-word={name}:{above.lemma_.lower()}"
            if level <= 2:
                yield from _beside(above, f"up{level}.")
        elif relation == "prep":
            yield f"behind={at.lower_}"
            yield f"behind={at.lower_}:{above.lemma_.lower()}"
        at = above
    yield f"path={'>'.join(part.split(':')[0] for part in path[:3])}"


def _sentence(token: Token) -> Iterator[str]:
    """Question marks, conditions and quotation marks around it, and the verb at the root."""
    for above in (token, *token.ancestors):
        for child in above.children:
            if child.dep_ == "mark" or (child.dep_ == "advmod" and child.tag_ == "WRB"):
                yield f"under={child.lower_}"
            if child.dep_ == "neg":
                yield "under-neg"
            if child.dep_ == "aux" and child.tag_ == "MD":
                yield f"under-modal={child.lower_}"
    root = token.sent.root
    yield f"root={root.lemma_.lower()}"
    last = token.sent[-1]
    if last.text == "?":
        yield "question"
    if token.pos_ in _NOMINAL:
        yield f"noun-of={token.head.lemma_.lower()}:{token.dep_}"
