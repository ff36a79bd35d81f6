"""What a trained model sees of a word beside an anchor, to tell whether the cue takes it in."""

from collections.abc import Sequence

from spacy.tokens import Token

from vedette.understand.attribution.hashing import feature

_AFTER, _BEFORE = 7, 8


def reach(token: Token, anchor: Token, step: int, held: frozenset[int], holders: frozenset[int]) -> list[int]:
    """Whether a cue that has grown up to `token`, `step` words from its anchor, takes that word in."""
    doc, index = token.doc, token.i
    after = doc[index + 1] if index + 1 < len(doc) else token
    before = doc[index - 1] if index else token
    way, depth, above, branch = 0, 0, token, token
    while depth < 4 and above.i != anchor.i and above.head.i != above.i:
        way = way * 1_000_003 + above.dep & 0xFFFFFFFFFFFFFF
        branch, above, depth = above, above.head, depth + 1
    if above.i != anchor.i:
        way = 1 + token.dep
    side = (step > 0) + 2
    place = (index in held) + 2 * (index in holders)
    near = (after.i in held) + 2 * (before.i in holders) + 4 * (after.i in holders)
    governed = next((child.lemma for child in token.children if child.dep_ in {"pobj", "pcomp", "dobj"}), 0)
    beyond = any(at > index if step > 0 else at < index for at in held)
    later = doc[index + 2] if index + 2 < len(doc) else token
    return [
        feature(100, token.lower, side), feature(101, way, side), feature(102, way, token.lower),
        feature(103, token.lower, anchor.lemma), feature(104, place, side), feature(105, near, token.lower),
        feature(106, near, way), feature(107, place, token.pos), feature(108, step + 16),
        feature(109, step + 16, token.pos),
        feature(110, token.pos, after.pos), feature(111, token.lower, after.lower),
        feature(112, before.lower, token.lower),
        feature(113, token.tag, side), feature(114, anchor.pos, way), feature(115, anchor.lemma, way),
        feature(116, place, way), feature(117, token.lemma, side), feature(118, anchor.tag, token.lower),
        feature(119, near, token.pos), feature(120, token.dep, anchor.lemma),
        feature(121, token.lower, governed), feature(122, anchor.lemma, governed + token.lower),
        feature(123, token.head.lemma, token.lower), feature(124, token.ent_type, side),
        feature(125, token.ent_type, way), feature(126, beyond + 2 * side, token.lower),
        feature(127, beyond + 2 * side, way), feature(128, token.head.lemma, way),
        feature(129, token.lower + after.lower, later.lower), feature(130, beyond + 2 * side, anchor.lemma),
        feature(131, beyond + 2 * near, token.tag),
        *_branch_features(token, anchor, branch, step, held, holders),
    ]  # fmt: skip


def _branch_features(
    token: Token, anchor: Token, branch: Token, step: int, held: frozenset[int], holders: frozenset[int]
) -> list[int]:
    """What the phrase is that links a word to its anchor, and how far the content is."""
    first, last = branch.left_edge.i, branch.right_edge.i
    inside = any(first <= index <= last for index in held) + 2 * any(first <= index <= last for index in holders)
    top = next((child.lemma for child in branch.children if child.dep_ in {"pobj", "pcomp", "dobj"}), 0)
    ahead = step + 1 if step > 0 else step - 1
    gap = next((far for far in range(6) if anchor.i + ahead + (far if step > 0 else -far) in held), 6) + 8 * (step > 0)
    size, word = min(7, last - first), token.lower
    return [
        feature(160, branch.lower, top), feature(161, branch.lower, anchor.lemma), feature(162, inside, branch.dep),
        feature(163, inside, word), feature(164, gap, token.tag), feature(165, gap, word), feature(166, gap, step + 16),
        feature(167, size, branch.dep), feature(168, inside * 8 + size, branch.lower), feature(169, top, word),
        feature(170, gap, anchor.lemma), feature(171, branch.ent_type, branch.dep), feature(172, gap, inside),
        feature(173, branch.tag, word), feature(174, gap * 8 + inside, anchor.pos),
    ]  # fmt: skip


def steps(side: int) -> Sequence[int]:
    """How far a cue may grow."""
    return range(1, _AFTER) if side > 0 else range(-1, -_BEFORE, -1)
