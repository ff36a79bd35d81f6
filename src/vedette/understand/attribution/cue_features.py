"""What a trained model sees of a word that may attribute, of the words around it, and of what it may govern."""

from dataclasses import dataclass

from spacy.tokens import Token

from vedette.understand.attribution.anatomy import Attribution
from vedette.understand.attribution.cuewords import CueWords
from vedette.understand.attribution.hashing import code, feature
from vedette.understand.attribution.heard import Heard
from vedette.understand.clauses import subject

ANCHORING = frozenset({"VERB", "AUX", "NOUN", "ADJ", "ADP"})
_PREPOSITIONS = frozenset({"prep", "agent", "prt", "dative", "mark"})
_NOUNS = frozenset({"dobj", "acomp", "attr", "nsubj", "nsubjpass", "oprd", "poss", "compound", "amod", "advmod"})
_CLAUSES = frozenset({"ccomp", "xcomp", "acl", "relcl", "pcomp", "advcl"})
_IGNORED = frozenset({"punct", "cc", "det", ""})
_DEEP = frozenset(
    {"prep", "agent", "dobj", "acomp", "attr", "oprd", "nsubj", "nsubjpass", "xcomp", "dative", "advmod", "pcomp"}
)
_LONGEST_SIBLINGS = 12


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The quotation marks of a unit as token ranges, what the rules say of its words, and the encoder where there is
    one."""

    quoted: tuple[tuple[int, int], ...]
    rules: dict[int, Attribution]
    words: CueWords
    heard: Heard | None = None

    def is_quoted(self, index: int) -> bool:
        return any(start <= index < end for start, end in self.quoted)

    def quoted_beside(self, index: int) -> frozenset[int]:
        """Tokens of the quotations that the word stands outside."""
        return frozenset(i for start, end in self.quoted if not start <= index < end for i in range(start, end))

    def beside_quotation(self, index: int) -> int:
        """Bit 1: a quotation ends at most three tokens before; bit 2: one begins at most four after."""
        before = any(0 <= index - end <= 3 for _, end in self.quoted)
        after = any(0 < start - index <= 4 for start, _ in self.quoted)
        return before + 2 * after

    def rule(self, index: int) -> int:
        """0: the rules see nothing, 1: a bare cue, 2: a cue with contents."""
        found = self.rules.get(index)
        return 0 if found is None else 1 + bool(found.contents)

    def depth(self, index: int) -> int:
        """In how many contents of the rules a word lies, two at most."""
        held = sum(any(start <= index < end for start, end in each.contents) for each in self.rules.values())
        return min(2, held)

    def kind(self, token: Token) -> int:
        """What the lexicon calls the word."""
        lemma = token.lemma_.lower()
        kind = self.words.nouns.get(lemma) if token.pos_ == "NOUN" else self.words.verbs.get(lemma)
        if kind is None:
            return 0
        return code(kind + ("!" if lemma in self.words.strict else ""))


def gate_features(token: Token) -> list[int]:
    """A few features that cost little: most words are no cues, and are told so."""
    clause = 0
    for child in token.children:
        if child.dep_ in {"ccomp", "xcomp", "acl"}:
            clause = child.dep
            break
    return [
        feature(1, token.pos),
        feature(2, token.lemma, token.pos),
        feature(3, clause, token.pos),
        feature(4, clause, token.lemma),
        feature(5, token.dep, token.pos),
    ]


def anchor_features(token: Token, around: Surroundings) -> list[int]:
    """Whether a word attributes."""
    doc, index, lemma, pos, dep = token.doc, token.i, token.lemma, token.pos, token.dep
    kind, rule = around.kind(token), around.rule(index)
    inside, beside = int(around.is_quoted(index)), around.beside_quotation(index)
    state = rule * 8 + inside * 4 + beside
    before = doc[index - 1] if index else token
    after = doc[index + 1] if index + 1 < len(doc) else token
    later = doc[index + 2] if index + 2 < len(doc) else token
    head = token.head
    found = [
        feature(10, lemma, pos), feature(11, token.lower), feature(12, dep, pos), feature(13, dep, lemma),
        feature(14, kind), feature(15, kind, dep), feature(16, kind, state), feature(17, state, pos),
        feature(18, lemma, state), feature(19, token.tag), feature(20, head.lemma, dep), feature(21, head.pos, dep),
        feature(22, before.lower), feature(23, after.lower), feature(24, before.pos, after.pos),
        feature(25, after.pos, later.pos), feature(26, token.suffix, pos), feature(27, lemma, after.lower),
        feature(28, lemma, before.lower), feature(29, kind, after.lower), feature(30, kind, before.lower),
        feature(31, head.lemma, lemma),
    ]  # fmt: skip
    depth, joined = around.depth(index), int(dep == head.dep or token.dep_ == "conj")
    earlier = doc[index - 2] if index > 1 else token
    found += [
        feature(32, depth, pos), feature(33, depth * 4 + rule, kind), feature(34, depth, lemma),
        feature(35, depth, dep),
        feature(36, around.rule(head.i) * 2 + joined, dep), feature(37, around.kind(head), dep),
        feature(38, earlier.lower, before.lower), feature(39, after.lower, later.lower),
    ]  # fmt: skip
    found.extend(_child_features(token, kind, rule, around))
    found.extend(_subject_features(token, around, kind))
    return found


def _child_features(token: Token, kind: int, rule: int, around: Surroundings) -> list[int]:
    lemma, pos = token.lemma, token.pos
    found: list[int] = []
    seen = 0
    for child in token.children:
        dep, label = child.dep, child.dep_
        if label in _IGNORED:
            continue
        seen ^= dep
        found += [feature(40, dep, pos), feature(41, dep, lemma), feature(42, dep, kind + rule)]
        if label in _PREPOSITIONS:
            found += [feature(43, child.lower, pos), feature(44, child.lower, lemma), feature(45, child.lower, kind)]
            for grand in child.children:
                found += [feature(143, child.lower, grand.lemma), feature(144, child.lower + grand.tag, lemma)]
                found += [feature(145, child.lower + grand.dep, kind), feature(146, around.kind(grand), child.lower)]
        elif label in _CLAUSES:
            marks = sum(grand.lower for grand in child.children if grand.dep_ in {"mark", "aux", "neg"})
            found += [feature(46, child.tag, dep), feature(47, marks, dep), feature(48, marks, lemma)]
            found += [feature(147, around.kind(child), dep), feature(148, child.tag + dep, lemma)]
            found += [feature(149, child.lemma, dep + child.tag), feature(150, int(child.i > token.i) + marks, kind)]
        elif label in _NOUNS:
            found += [feature(49, child.lemma, dep), feature(50, child.lemma, lemma), feature(51, child.pos, dep)]
            noun = around.kind(child)
            found += [feature(140, noun, dep), feature(141, noun + dep, lemma), feature(142, noun + dep, kind)]
            for grand in child.children:
                if grand.dep_ in {"prep", "acl", "ccomp", "xcomp"}:
                    way = grand.lower if grand.dep_ == "prep" else grand.dep
                    found += [feature(58, child.lemma, way), feature(59, lemma + dep, way)]
        elif label in {"aux", "auxpass", "neg"}:
            found += [feature(52, child.lemma), feature(53, child.lemma, kind), feature(54, child.lemma, lemma)]
    found += [feature(55, seen, pos), feature(56, seen, kind), feature(57, seen, lemma)]
    return found


def _subject_features(token: Token, around: Surroundings, kind: int) -> list[int]:
    if token.pos_ not in {"VERB", "AUX"}:
        return []
    holder = subject(token)
    if holder is None:
        return [feature(60, 0), feature(61, kind), feature(62, token.lemma)]
    person = int(holder.lemma_.lower() in around.words.people)
    who = holder.pos + 7 * person
    return [
        feature(63, who, holder.ent_type), feature(64, who, kind), feature(65, holder.lemma),
        feature(66, holder.lemma, kind), feature(67, who, token.lemma), feature(68, holder.ent_type, kind),
        feature(69, int(holder.i < token.i), kind), feature(151, holder.lemma, token.lemma),
        feature(152, holder.lower, token.tag), feature(153, holder.ent_type, token.lemma),
        feature(154, holder.tag, kind),
    ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Node:
    """A word that an anchor may take for its holder or its content; `way` tells how the parse leads there."""

    token: Token
    way: int
    upward: bool = False


def nodes(anchor: Token) -> list[Node]:
    """Children and what hangs on them, the head and what else hangs on it; at most about forty."""
    found: list[Node] = []
    for child in anchor.children:
        if child.dep_ in _IGNORED:
            continue
        way = _step(child, 1)
        found.append(Node(child, way))
        if child.dep_ in _DEEP:
            found.extend(_below(child, way, depth=2))
    head = anchor.head
    if head.i == anchor.i:
        return found
    up = (anchor.dep * 5 + head.pos) & 0xFFFFFFFFFFFF
    found.append(Node(head, up, upward=True))
    for sibling in list(head.children)[:_LONGEST_SIBLINGS]:
        if sibling.i != anchor.i and sibling.dep_ not in _IGNORED:
            found.append(Node(sibling, _step(sibling, up)))
    holder = subject(anchor) if anchor.pos_ in {"VERB", "AUX"} else None
    if holder is not None and all(holder.i != each.token.i for each in found):
        found.append(Node(holder, 3))
    if head.head.i != head.i:
        for distant in list(head.head.children)[:_LONGEST_SIBLINGS]:
            if distant.dep_ in {"nsubj", "nsubjpass", "poss", "dobj"} and all(distant.i != e.token.i for e in found):
                found.append(Node(distant, _step(distant, up * 3 + head.dep)))
    return found


def _below(token: Token, way: int, depth: int) -> list[Node]:
    found: list[Node] = []
    for child in token.children:
        if child.dep_ in _IGNORED or child.dep_ in {"compound", "nummod", "aux", "auxpass", "case"}:
            continue
        deeper = _step(child, way)
        found.append(Node(child, deeper))
        if depth > 1 and child.dep_ in {"prep", "agent", "attr", "dobj", "acomp"}:
            found.extend(_below(child, deeper, depth - 1))
    return found


def _step(token: Token, way: int) -> int:
    word = token.lower if token.dep_ in {"prep", "agent", "mark"} else 0
    return (way * 1_000_003 + token.dep * 31 + word) & 0xFFFFFFFFFFFFFF


def node_features(node: Node, anchor: Token, around: Surroundings) -> list[int]:
    """Whether a word is the holder, or heads the content, of an attribution: the same for both questions."""
    token, way = node.token, node.way
    rule = around.rules.get(anchor.i)
    is_holder = int(rule is not None and rule.holder is not None and rule.holder.i == token.i)
    in_content = int(rule is not None and any(start <= token.i < end for start, end in rule.contents))
    said = is_holder * 4 + in_content * 2 + (rule is not None)
    kind, lemma = around.kind(anchor), anchor.lemma
    order = int(token.i > anchor.i)
    quoted = int(around.is_quoted(token.i)) * 2 + int(around.is_quoted(anchor.i))
    marks = sum(c.lower for c in token.children if c.dep_ in {"mark", "aux"} or c.tag_ == "IN")
    finite = token.tag if token.pos_ in {"VERB", "AUX"} else token.pos
    person = int(token.lemma_.lower() in around.words.people)
    passive = int(any(c.dep_ in {"auxpass", "nsubjpass"} for c in anchor.children))
    size = min(6, (token.right_edge.i - token.left_edge.i + 1).bit_length())
    return [
        feature(70, way), feature(71, way, lemma), feature(72, way, kind), feature(73, way, token.pos),
        feature(74, way, finite), feature(75, way, anchor.pos), feature(76, token.lemma),
        feature(77, token.ent_type, way),
        feature(78, said, way), feature(79, said, token.dep), feature(80, said, order), feature(81, quoted, way),
        feature(82, marks, token.dep), feature(83, marks, way), feature(84, person, way), feature(85, passive, way),
        feature(86, passive * 2 + order, token.dep), feature(87, size, way), feature(88, size, token.pos),
        feature(89, token.dep, kind), feature(90, token.dep, lemma), feature(91, token.lemma, token.dep),
        feature(92, lemma, token.lemma), feature(93, around.beside_quotation(anchor.i), way), feature(94, size, said),
        feature(95, person * 2 + order, token.ent_type), feature(96, kind, token.pos),
    ]  # fmt: skip
