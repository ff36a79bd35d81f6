"""Contents as the encoder hears them: those of the parse are trimmed or grown, and those that it misses go to the cue
beside them."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from spacy.tokens import Token

from vedette.understand.attribution.anatomy import Attribution, Range
from vedette.understand.attribution.cuewords import CueWords
from vedette.understand.attribution.heard import BEGINS, CONTENT, CUE, SOURCE, Heard
from vedette.understand.attribution.learned import is_vetoed
from vedette.understand.clauses import is_finite

# Log-odds: below `_UNHEARD` in the mean a content stays as the parse has it; below `_TRIMMED` words go from its end,
# from `_GROWN` on they come.
_UNHEARD, _TRIMMED, _GROWN = -0.5, -0.5, 0.5
_RUN, _OPENED, _CUED, _HELD = 0.3, 0.0, -0.7, -0.3
# A holder less likely than this gives way to one that is heard.
_NO_HOLDER = -2.0
_LEAST_WORDS, _FARTHEST, _SHORT = 3, 14, 6
_LEADING = frozenset({"CCONJ", "SCONJ", "ADP", "DET"})
_ANCHORS = ("VERB", "NOUN", "AUX", "ADP", "ADJ", "PROPN")


def heeded(found: Sequence[Attribution], tokens: Sequence[Token], heard: Heard, words: CueWords) -> list[Attribution]:
    """The attributions of a unit, in the order of the text."""
    kept = [each for each in (_fitted(each, found, tokens, heard) for each in found) if each.contents]
    for run in _missed(kept, tokens, heard):
        owner = _owner(run, kept, heard)
        cue = _free_cue(run, kept, heard, tokens)
        if owner is not None and (cue is None or _gap(run, kept[owner].cue, heard) <= _gap(run, cue, heard)):
            kept[owner] = replace(kept[owner], contents=_with(kept[owner].contents, run))
        elif cue is not None:
            made = _made(run, cue, tokens, heard, words)
            if not is_vetoed(made, None, words):
                kept.append(made)
    kept = [_with_holder(each, heard, words) for each in kept]
    return sorted(kept, key=lambda each: (min(each.contents), each.anchor.i))


def _with_holder(each: Attribution, heard: Heard, words: CueWords) -> Attribution:
    """One that the parse does not give, or gives against what is heard; never who says something else ("posted on
    Twitter, a correspondent reports")."""
    if each.continues:
        return each
    if each.holder is not None and (
        heard.at(each.holder.i, SOURCE) > _NO_HOLDER or _is_subject(each.holder, each.anchor)
    ):
        return each
    holder = _holder(each.contents, each.cue, each.anchor, heard)
    if holder is None or _speaks_itself(holder, each.anchor, words):
        return each
    return replace(each, holder=holder)


def _speaks_itself(holder: Token, anchor: Token, words: CueWords) -> bool:
    verb = holder.head
    return holder.dep_ == "nsubj" and verb.i != anchor.i and verb.lemma_.lower() in words.verbs


def _fitted(each: Attribution, found: Sequence[Attribution], tokens: Sequence[Token], heard: Heard) -> Attribution:
    """A quotation stays as its marks say."""
    if each.direct:
        return each
    held = {index for other in found for piece in other.contents for index in range(*piece)}
    held |= set(range(*each.cue)) | {each.anchor.i}
    first, last = tokens[0].i, tokens[-1].i + 1
    pieces = []
    for start, end in each.contents:
        if end - start < _SHORT or heard.mean([(start, end)], CONTENT) < _UNHEARD:
            pieces.append((start, end))
            continue
        while end - start > 1 and heard.at(end - 1, CONTENT) < _TRIMMED:
            end -= 1
        while end < last and end not in held and heard.at(end, CONTENT) > _GROWN and heard.at(end, BEGINS) < _OPENED:
            end += 1
        while start > first and start - 1 not in held and heard.at(start - 1, CONTENT) > _GROWN:
            start -= 1
        pieces.append(_bare((start, end), tokens))
    return replace(each, contents=tuple(pieces))


def _is_subject(holder: Token, anchor: Token) -> bool:
    return holder.dep_ == "nsubj" and holder.head.i == anchor.i


def _with(contents: Sequence[Range], run: Range) -> tuple[Range, ...]:
    """Contents and one more; what touches it in its sentence becomes one with it."""
    before = next((each for each in contents if each[1] == run[0]), None)
    if before is None:
        return tuple(sorted([*contents, run]))
    return tuple((start, run[1]) if (start, end) == before else (start, end) for start, end in contents)


def _bare(run: Range, tokens: Sequence[Token]) -> Range:
    """Without the conjunctions and prepositions that lead to what follows."""
    start, end = run
    doc = tokens[0].doc
    while end - start > 1 and (doc[end - 1].pos_ in _LEADING or doc[end - 1].is_space):
        end -= 1
    while end - start > 1 and (doc[start].dep_ == "cc" or doc[start].is_space):
        start += 1
    return start, end


def _missed(kept: Sequence[Attribution], tokens: Sequence[Token], heard: Heard) -> Iterator[Range]:
    """Runs of words that nobody holds yet."""
    held = {index for each in kept for piece in each.contents for index in range(*piece)}
    saying = {each.anchor.i for each in kept if not each.continues}
    start = None
    for token in [*tokens, None]:
        inside = token is not None and token.i not in held and heard.at(token.i, CONTENT) > _RUN
        opens = inside and start is not None and token is not None and heard.at(token.i, BEGINS) > _OPENED
        if start is not None and (not inside or opens):
            end = token.i if token is not None else tokens[-1].i + 1
            run = _bare((start, end), tokens)
            if _word_count(run, tokens) >= _LEAST_WORDS and saying.isdisjoint(range(*run)):
                yield run
            start = None
        if inside and start is None and token is not None:
            start = token.i


def _word_count(run: Range, tokens: Sequence[Token]) -> int:
    return sum(1 for token in tokens if run[0] <= token.i < run[1] and token.is_alpha)


def _owner(run: Range, kept: Sequence[Attribution], heard: Heard) -> int | None:
    """The attribution whose cue is nearest."""
    near = [
        (gap, number)
        for number, each in enumerate(kept)
        if not each.continues
        and not run[0] <= each.anchor.i < run[1]
        and not (each.holder is not None and run[0] <= each.holder.i < run[1])
        and (gap := _gap(run, each.cue, heard)) <= _FARTHEST
        and each.anchor.sent.start <= run[0] < each.anchor.sent.end
    ]
    return min(near)[1] if near else None


def _gap(run: Range, cue: Range, heard: Heard) -> int:
    """Words between a content and a cue that belong to neither a source nor a cue."""
    between = range(cue[1], run[0]) if cue[1] <= run[0] else range(run[1], cue[0])
    return sum(1 for index in between if heard.at(index, SOURCE) < 0 and heard.at(index, CUE) < _CUED)


def _free_cue(run: Range, kept: Sequence[Attribution], heard: Heard, tokens: Sequence[Token]) -> Range | None:
    """The nearest run of words heard as a cue that no attribution has for its own."""
    taken = {index for each in kept for index in range(*each.cue)} | {each.anchor.i for each in kept}
    sentence = tokens[0].doc[run[0]].sent
    cues: list[Range] = []
    for index in range(max(sentence.start, tokens[0].i), min(sentence.end, tokens[-1].i + 1)):
        if index in taken or run[0] <= index < run[1] or heard.at(index, CUE) < _CUED:
            continue
        if cues and cues[-1][1] == index:
            cues[-1] = (cues[-1][0], index + 1)
        else:
            cues.append((index, index + 1))
    near = [(gap, cue) for cue in cues if (gap := _gap(run, cue, heard)) <= _FARTHEST]
    return min(near)[1] if near else None


def _made(run: Range, cue: Range, tokens: Sequence[Token], heard: Heard, words: CueWords) -> Attribution:
    doc = tokens[0].doc
    anchor = min((doc[index] for index in range(*cue)), key=lambda each: (_rank(each), -heard.at(each.i, CUE)))
    lemma = anchor.lemma_.lower()
    act = (words.nouns if anchor.pos_ == "NOUN" else words.verbs).get(lemma) or words.verbs.get(lemma)
    clausal = is_finite(doc[run[0] : run[1]].root)
    return Attribution(
        act=act or "judgement",
        anchor=anchor,
        cue=cue,
        holder=_holder((run,), cue, anchor, heard),
        contents=(run,),
        attitude=not clausal and act is None,
    )


def _rank(word: Token) -> int:
    """Verbs carry a cue before nouns, and these before all others."""
    return _ANCHORS.index(word.pos_) if word.pos_ in _ANCHORS else len(_ANCHORS)


def _holder(contents: Sequence[Range], cue: Range, anchor: Token, heard: Heard) -> Token | None:
    """The head of the words heard as a source that are nearest to the cue, in its sentence."""
    sentence = anchor.sent
    held = {index for piece in (*contents, cue) for index in range(*piece)}
    able = [
        index for index in range(sentence.start, sentence.end) if index not in held and heard.at(index, SOURCE) > _HELD
    ]
    if not able:
        return None
    start = end = min(able, key=lambda index: min(abs(index - cue[0]), abs(index - cue[1] + 1)))
    while start - 1 in able:
        start -= 1
    while end + 1 in able:
        end += 1
    head: Token = anchor.doc[start : end + 1].root
    return head
