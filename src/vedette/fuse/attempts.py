"""The attempts to join that the rules find, in the order in which they are made: a person's word first, then copies of
one text, one statement, short reports as wholes, and mentions of one case or of cases close to each other."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from vedette.fuse.briefs import Brief, Likeness, alike, briefs, is_seen, together
from vedette.fuse.independence import Descent
from vedette.fuse.joining import Attempt, Judged, Told
from vedette.fuse.likeness import SAME_INCIDENT
from vedette.fuse.names import fold
from vedette.fuse.reasons import likeness_reasons
from vedette.fuse.same_event import SAME, UNSURE, Case, Verdict, candidates, case_of, judge
from vedette.fuse.sentences import deeds
from vedette.fuse.telling import Telling
from vedette.model.link import Pair

_CONTEXT = 40
_COMMONPLACE = 8
_PERSON, _COPY, _DEED, _SHORT, _ALIKE, _EQUAL, _CLOSE = range(7)
_SAME_WORDS = Verdict(score=1.0, reasons=("the same words stand in copies of one text",))
_ONE_DEED = Verdict(score=1.0, reasons=("one statement tells of one deed in both",))
_ONE_SHORT = Verdict(score=1.0, reasons=("both stand in one short report",))


def attempts(told: Told, judged: Judged, descent: Descent) -> Iterator[Attempt]:
    """All of them, in no order. Positions are in the order of the tellings."""
    copies: dict[tuple[object, ...], list[int]] = {}
    cases: dict[Case, list[int]] = {}
    for at, telling in told.tellings.items():
        copies.setdefault((descent.copy_of(telling.document.id), *wording(telling)), []).append(at)
        case = case_for(telling, judged)
        if case is not None:
            cases.setdefault(case, []).append(at)
    for pair in judged.same():
        yield from by_person(told, pair)
    for group in copies.values():
        yield from (found for left, right in pairwise(group) if (found := by_copy(told, left, right)))
    yield from within_documents(told, list(told.tellings))
    short = briefs_of(told, list(told.tellings))
    yield from (by_likeness(one) for one in alike(together(short)))
    yield from _by_case(told, cases)


def _by_case(told: Told, cases: dict[Case, list[int]]) -> Iterator[Attempt]:
    for case, members in cases.items():
        verdict = of_one_case(case)
        if verdict is not None:
            yield from (by_equality(told, left, right, verdict) for left, right in pairwise(members))
    for left, right in candidates(list(cases)):
        verdict = of_two_cases(left, right)
        if verdict is not None:
            yield by_closeness(left, right, verdict, cases[left][0], cases[right][0])


def by_person(told: Told, pair: Pair) -> Iterator[Attempt]:
    """Where both mentions name several places, those of the same place meet; else the first of each."""
    ours, theirs = (told.of(end) for end in pair)
    if not ours or not theirs:
        return
    places = {place.id: at for at in theirs if (place := told.tellings[at].place)}
    shared = [(at, places[place.id]) for at in ours if (place := told.tellings[at].place) and place.id in places]
    for number, (left, right) in enumerate(shared or [(ours[0], theirs[0])]):
        yield Attempt((_PERSON, *pair, number), left, right, None)


def by_copy(told: Told, left: int, right: int) -> Attempt | None:
    """The same words in copies of one text tell one event, whatever else is known of it."""
    if told.tellings[left].document.id == told.tellings[right].document.id:
        return None
    return Attempt((_COPY, told.orders[left], told.orders[right]), left, right, _SAME_WORDS)


def within_documents(told: Told, positions: Sequence[int]) -> Iterator[Attempt]:
    """A statement tells one deed, a short report one incident. `positions` hold whole documents, in order."""
    for left, right in deeds([told.tellings[at] for at in positions]):
        yield _within(told, _DEED, positions[left], positions[right], _ONE_DEED)
    for brief in briefs_of(told, positions):
        for left, right in pairwise(brief.tellings):
            yield _within(told, _SHORT, left, right, _ONE_SHORT)


def _within(told: Told, rank: int, left: int, right: int, verdict: Verdict) -> Attempt:
    return Attempt((rank, told.orders[left], told.orders[right]), left, right, verdict)


def briefs_of(told: Told, positions: Sequence[int]) -> list[Brief]:
    return briefs({at: told.tellings[at] for at in positions})


def by_likeness(one: Likeness) -> Attempt:
    """Two short reports are one if they are alike."""
    score = SAME + (1 - SAME) * (one.chance - SAME_INCIDENT) / (1 - SAME_INCIDENT)
    told = likeness_reasons(one.left.gist, one.right.gist, one.features)
    verdict = Verdict(score=round(score, 3), reasons=told, features=one.features)
    key = (_ALIKE, -one.alone, one.left.document, one.right.document)
    return Attempt(key, one.left.tellings[0], one.right.tellings[0], verdict)


def of_one_case(case: Case) -> Verdict | None:
    """What joins tellings that agree in everything, where that is enough."""
    verdict = judge(case, case)
    return verdict if verdict is not None and verdict.score >= SAME else None


def of_two_cases(left: Case, right: Case) -> Verdict | None:
    verdict = judge(left, right)
    return verdict if verdict is not None and verdict.score >= UNSURE else None


def by_equality(told: Told, left: int, right: int, verdict: Verdict) -> Attempt:
    return Attempt((_EQUAL, told.orders[left], told.orders[right]), left, right, verdict)


def by_closeness(left: Case, right: Case, verdict: Verdict, ours: int, theirs: int) -> Attempt:
    """By the first telling of each. What answers a claim of capture joins that claim before it joins the day's other
    fighting."""
    control = "control" in (left.topic, right.topic)
    return Attempt((_CLOSE, not control, -verdict.score, left.order, right.order), ours, theirs, verdict)


def case_for(telling: Telling, single: Judged) -> Case | None:
    """`single` are the mentions that a person judged: each is a case of its own."""
    seen = is_seen(telling)
    only = telling.mention.id if seen or telling.mention.id in single else ""
    return case_of(telling, only, seen=seen)


def wording(telling: Telling) -> tuple[object, ...]:
    """What copies of one text agree in. What every other caption says ("damage to a house") is a copy on one day."""
    text, trigger = telling.document.text, telling.mention.trigger
    around = text[max(0, trigger.start - _CONTEXT) : trigger.end + _CONTEXT]
    place = telling.place.id if telling.place else ""
    commonplace = telling.gist is not None and is_seen(telling) and len(telling.gist.words) <= _COMMONPLACE
    day = telling.when if commonplace else None
    mention = telling.mention
    return (mention.plover, mention.subtype, mention.change, mention.factuality < 0, fold(around), place, day)
