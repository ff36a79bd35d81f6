"""Attributions as the trained model sees them, over those of the rules: dropped, added, completed."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from spacy.tokens import Span, Token

from vedette.understand.attribution.anatomy import Attribution, Range
from vedette.understand.attribution.cue_features import (
    ANCHORING,
    Node,
    Surroundings,
    anchor_features,
    gate_features,
    node_features,
    nodes,
)
from vedette.understand.attribution.cue_model import CueModel
from vedette.understand.attribution.cue_reach import reach, steps
from vedette.understand.attribution.cuewords import CueWords
from vedette.understand.attribution.heard import (
    BLEND,
    CUE,
    anchor_signs,
    blended,
    content_signs,
    holder_signs,
    reach_signs,
)
from vedette.understand.attribution.phrases import quoting_verb
from vedette.understand.clauses import CLAUSAL, clause_pieces, is_finite, stretch, subject

_LEAST_CONTENT, _LEAST_AROUND = 1, 2
# Log-odds from which the encoder takes a word for a cue, whatever the gate says.
_HEARD_CUE = -2.0
_PERSONAL = frozenset({"him", "her", "himself", "herself"})


def relearned(tokens: Sequence[Token], around: Surroundings, model: CueModel) -> Iterator[Attribution]:
    """The unit's attributions in the order of their anchors."""
    quoting = {above.i for each in around.rules.values() if (above := quoting_verb(each.anchor)) is not None}
    for token in tokens:
        if token.i in quoting:
            continue
        rule = around.rules.get(token.i)
        if rule is None and not _passes_gate(token, around, model):
            continue
        likely, limit = anchor_chance(token, rule, around, model), _limit(rule, around)
        if likely < model.limits[limit]:
            continue
        found = _with_arguments(token, rule, around, model)
        if is_vetoed(found, rule, around.words) or (around.heard is not None and _is_told(found, rule, around)):
            continue
        if found.contents or found.anchor.pos_ == "VERB":
            yield replace(found, cue=cue_range(found, 1.0 if limit == "formed" else likely, around, model))


def _passes_gate(token: Token, around: Surroundings, model: CueModel) -> bool:
    if token.pos_ not in ANCHORING:
        return False
    if around.heard is not None and token.pos_ != "AUX" and around.heard.at(token.i, CUE) > _HEARD_CUE:
        return True
    return model.gate.probability(gate_features(token)) >= model.limits["gate"]


def anchor_chance(token: Token, rule: Attribution | None, around: Surroundings, model: CueModel) -> float:
    """That a word attributes: by the linear model, and by the encoder where there is one."""
    likely = model.anchor.probability(anchor_features(token, around))
    if around.heard is None:
        return likely
    signs = anchor_signs(token, rule.contents if rule is not None else (), likely, around.heard)
    heard = blended(signs, BLEND["anchor"])
    # What rules and linear model find stays: the encoder learnt from long articles, and a war is told in short lines.
    return max(likely, heard) if rule is not None and rule.contents else heard


def holder_chance(node: Node, features: list[int], around: Surroundings, model: CueModel) -> float:
    likely = model.holder.probability(features)
    return likely if around.heard is None else blended(holder_signs(node.token, likely, around.heard), BLEND["holder"])


def content_chance(node: Node, features: list[int], anchor: Token, around: Surroundings, model: CueModel) -> float:
    likely = model.content.probability(features)
    if around.heard is None:
        return likely
    return blended(content_signs(node_pieces(node, anchor), likely, around.heard), BLEND["content"])


def reach_chance(
    token: Token, anchor: Token, step: int, held: frozenset[int], holders: frozenset[int],
    around: Surroundings, model: CueModel,
) -> float:  # fmt: skip
    likely = model.cue.probability(reach(token, anchor, step, held, holders))
    return likely if around.heard is None else blended(reach_signs(token.i, likely, around.heard), BLEND["cue"])


def is_vetoed(found: Attribution, rule: Attribution | None, words: CueWords) -> bool:
    """Holders without a mind, which the rules veto, too; silence; and blows, which in a war are no words."""
    if found.attitude and all(_is_date(found.anchor.doc[start:end]) for start, end in found.contents):
        return True
    if rule is None:
        if any(child.dep_ == "dobj" and child.lower_ == "nothing" for child in found.anchor.children):
            return True
        if _is_name_of_line(found.anchor):
            return True
        acting = found.holder or (subject(found.anchor) if found.anchor.pos_ == "VERB" else None)
        if acting is not None and words.cannot_hold(acting):
            return True
    return found.attitude and found.anchor.lemma_.lower() in words.physical and not _is_quarrel(found, words)


def _is_told(found: Attribution, rule: Attribution | None, around: Surroundings) -> bool:
    """A rule gives the same contents to a word of its own: "there is no confirmation that …"."""
    return rule is None and any(set(found.contents) & set(each.contents) for each in around.rules.values())


def _is_date(content: Span) -> bool:
    """ "addressed the conference on 16 August"."""
    return all(token.ent_type_ in {"DATE", "TIME"} for token in content if not token.is_punct)


def _is_name_of_line(anchor: Token) -> bool:
    """ "Reznik: …": the tagger takes a bare surname in front of a colon for a verb."""
    return anchor.is_sent_start is True and anchor.i + 1 < len(anchor.doc) and anchor.nbor().text == ":"


def _is_quarrel(found: Attribution, words: CueWords) -> bool:
    """ "Kerr attacked Lund", "Kerr defended his remarks": a person does it to a person, or to words, in words."""
    if found.holder is None or found.holder.ent_type_ != "PERSON":
        return False
    targets = [child for child in found.anchor.children if child.dep_ == "dobj"]
    return any(
        target.ent_type_ == "PERSON" or target.lower_ in _PERSONAL or target.lemma_.lower() in words.nouns
        for target in targets
    )


def _limit(rule: Attribution | None, around: Surroundings) -> str:
    """A noun with its clause ("the claim that …") and a verb with a quotation for its object say enough by their form,
    so that little may overrule them."""
    if rule is None:
        return "add"
    if not rule.contents:
        return "bare"
    quoting = any(0 <= start - content[0] <= 1 for content in rule.contents for start, _ in around.quoted)
    return "formed" if quoting or rule.anchor.pos_ != "VERB" or _is_nested(rule, around) else "keep"


def _is_nested(rule: Attribution, around: Surroundings) -> bool:
    """ "The agency reported that the minister had said the army would leave": somebody else's clause in a clause."""
    anchor, holder = rule.anchor, rule.holder
    if holder is None or holder.pos_ not in {"NOUN", "PROPN"} or around.is_quoted(anchor.i):
        return False
    within = any(
        start <= anchor.i < end and start <= holder.i < end
        for each in around.rules.values()
        for start, end in each.contents
    )
    return within and _is_clausal(anchor, rule.contents)


def _with_arguments(anchor: Token, rule: Attribution | None, around: Surroundings, model: CueModel) -> Attribution:
    given = nodes(anchor)
    seen = [node_features(node, anchor, around) for node in given]
    holder = rule.holder if rule is not None else None
    if holder is None and (rule is None or rule.act != "denial"):
        holder = _likeliest_holder(given, seen, around, model)
    contents = rule.contents if rule is not None else ()
    if not contents:
        contents = tuple(_contents(given, seen, anchor, holder, around, model))
    act = rule.act if rule is not None else _act(anchor, around)
    return Attribution(
        act=act,
        anchor=anchor,
        cue=(anchor.i, anchor.i + 1),
        holder=holder,
        contents=contents,
        attitude=_is_attitude(anchor, rule, contents, around.words),
    )


def _is_attitude(anchor: Token, rule: Attribution | None, contents: Sequence[Range], words: CueWords) -> bool:
    lemma = anchor.lemma_.lower()
    if _is_clausal(anchor, contents) or not contents or (rule is not None and rule.contents):
        return False
    return lemma in words.strict or (lemma not in words.verbs and lemma not in words.nouns)


def _is_clausal(anchor: Token, contents: Sequence[Range]) -> bool:
    return any(is_finite(anchor.doc[start:end].root) for start, end in contents)


def _act(anchor: Token, around: Surroundings) -> str:
    lemma = anchor.lemma_.lower()
    known = around.words.nouns if anchor.pos_ == "NOUN" else around.words.verbs
    return known.get(lemma) or around.words.verbs.get(lemma) or "judgement"


def _likeliest_holder(
    given: Sequence[Node], seen: Sequence[list[int]], around: Surroundings, model: CueModel
) -> Token | None:
    best, least = None, model.limits["holder"]
    for node, features in zip(given, seen, strict=True):
        likely = holder_chance(node, features, around, model)
        if likely >= least and node.token.pos_ in {"NOUN", "PROPN", "PRON", "ADJ", "NUM", "DET", "X"}:
            best, least = node.token, likely
    return best


def _contents(
    given: Sequence[Node],
    seen: Sequence[list[int]],
    anchor: Token,
    holder: Token | None,
    around: Surroundings,
    model: CueModel,
) -> Iterator[Range]:
    """Ranges of the likeliest nodes that do not lie in one another; the likeliest one may be less likely."""
    chances = [content_chance(node, seen[place], anchor, around, model) for place, node in enumerate(given)]
    likely = sorted(((chance, -position) for position, chance in enumerate(chances)), reverse=True)
    taken = {anchor.i} if holder is None else {anchor.i, holder.i}
    least = model.limits["only"]
    for probability, position in likely:
        if probability < least:
            return
        for piece in node_pieces(given[-position], anchor):
            inside = set(range(*piece))
            if len(inside) >= _LEAST_CONTENT and not inside & taken:
                taken |= inside
                least = model.limits["content"]
                yield piece


def node_pieces(node: Node, anchor: Token) -> list[Range]:
    """A clause cut where verbs are joined, any other phrase whole; of what lies above the anchor, the longest run."""
    token = node.token
    if node.upward:
        runs = stretch(token, without=frozenset({anchor.i}))
        return [run for run in runs if run[1] - run[0] >= _LEAST_AROUND]
    if token.dep_ in CLAUSAL or token.pos_ in {"VERB", "AUX"}:
        runs = clause_pieces(token)
    elif token.dep_ in {"prep", "agent"} and token.left_edge.i == token.i < token.right_edge.i:
        runs = [(token.i + 1, token.right_edge.i + 1)]
    else:
        runs = [(token.left_edge.i, token.right_edge.i + 1)]
    return [run for run in runs if not run[0] <= anchor.i < run[1]]


def cue_range(found: Attribution, likely: float, around: Surroundings, model: CueModel) -> Range:
    """The anchor and the words around it that the model takes for parts of the cue; the less `likely` the anchor
    attributes at all, the surer of a word the model must be."""
    anchor = found.anchor
    start, end = anchor.i, anchor.i + 1
    held = frozenset(index for content in found.contents for index in range(*content))
    held |= around.quoted_beside(anchor.i)
    holders = frozenset(token.i for token in found.holder.subtree) if found.holder is not None else frozenset()
    sentence = anchor.sent
    first, last = sentence.start, sentence.end
    least = max(model.limits["cue"], min(model.limits["both"] / likely, 1.0))
    for side in (-1, 1):
        gain = most = 0.0
        for step in steps(side):
            index = anchor.i + step
            if not first <= index < last or index in held:
                break
            gain += reach_chance(anchor.doc[index], anchor, step, held, holders, around, model) - least
            if gain > most:
                most, start, end = gain, min(start, index), max(end, index + 1)
    return start, end
