"""From judgements to events: connected tellings, respecting every "different" and every person."""

from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from vedette.fuse.briefs import alike, briefs, is_seen
from vedette.fuse.independence import Descent
from vedette.fuse.likeness import SAME_INCIDENT
from vedette.fuse.names import fold
from vedette.fuse.reasons import likeness_reasons, reasons
from vedette.fuse.same_event import SAME, UNSURE, Case, Verdict, candidates, case_of, judge
from vedette.fuse.sentences import deeds
from vedette.fuse.telling import Telling
from vedette.fuse.unions import Unions
from vedette.model.ids import SideId
from vedette.model.link import Judgement, Link, Pair, end_at, last_words, link_id, mention_of, pair_of

RULE = "rule:2"

_LONGEST_SPAN_DAYS = 3
_LONGEST_CONTROL_DAYS = 7
_CONTEXT = 40
_COMMONPLACE = 8


@dataclass(slots=True)
class _Traits:
    """What a growing event holds together: widest days, the side that moves, tellings it must not meet.

    Fighting (`plain`) says neither that a place fell nor that it held, so it never joins a change of `control`; what
    tells no change at all (`loose`) never joins ground that was won (`gain`), nor who was `hit` what was `repelled`.
    `told` is the day of the first report, `stated` the last day on which a text says that it began.
    """

    first: date | None
    last: date | None
    control: bool
    plain: bool
    gain: bool
    loose: bool
    hit: bool
    repelled: bool
    told: date | None
    stated: date | None
    mover: SideId | None
    members: set[int]
    forbidden: set[int]


def cluster(
    tellings: Sequence[Telling], persons: Iterable[Link], descent: Descent
) -> tuple[list[list[Telling]], list[Link]]:
    """Events as lists of tellings in the order given, and the links that say why."""
    judged = latest(persons)
    builder = _Builder(tellings, judged)
    builder.join_persons(judged)
    builder.join_copies(descent)
    builder.join_deeds()
    builder.join_briefs()
    builder.join_cases()
    return builder.unions_by_telling(), builder.links


def latest(links: Iterable[Link]) -> dict[Pair, Judgement]:
    """The persons' last word on each pair; rules' own links are not asked, they are made anew."""
    return {pair: link.judgement for pair, link in last_words(links).items()}


class _Builder:
    """Grows sets of tellings; a join that would break a rule is left out."""

    def __init__(self, tellings: Sequence[Telling], judged: dict[Pair, Judgement]) -> None:
        self._tellings = tellings
        self._judged = judged
        self._briefs = briefs(tellings)
        self._unions = Unions(range(len(tellings)))
        self._traits = {at: _traits(telling, at) for at, telling in enumerate(tellings)}
        self._by_end: dict[str, list[int]] = {}
        for at, telling in enumerate(tellings):
            self._by_end.setdefault(telling.mention.id, []).append(at)
            if telling.place is not None:
                self._by_end.setdefault(end_at(telling.mention.id, telling.place.id), []).append(at)
        self._overruled: set[tuple[int, int]] = set()
        for pair, judgement in judged.items():
            self._heed(pair, judgement)
        self.links: list[Link] = []

    def unions_by_telling(self) -> list[list[Telling]]:
        return [[self._tellings[at] for at in sorted(group)] for group in self._unions.groups()]

    def join_persons(self, judged: dict[Pair, Judgement]) -> None:
        """A person may join what no rule would: only another person's "different" stands against it."""
        for left, right in sorted(pair for pair, word in judged.items() if word is Judgement.SAME):
            for a, b in self._meeting(left, right):
                self._join(a, b, by_person=True)

    def join_copies(self, descent: Descent) -> None:
        """The same words in copies of one text tell one event, whatever else is known of it."""
        groups: dict[tuple[object, ...], list[int]] = {}
        for at, telling in enumerate(self._tellings):
            groups.setdefault((descent.copy_of(telling.document.id), *wording(telling)), []).append(at)
        for group in groups.values():
            for left, right in pairwise(group):
                if self._tellings[left].document.id != self._tellings[right].document.id:
                    self._try(left, right, Verdict(score=1.0, reasons=("the same words stand in copies of one text",)))

    def join_deeds(self) -> None:
        for left, right in deeds(self._tellings):
            self._try(left, right, Verdict(score=1.0, reasons=("one statement tells of one deed in both",)))

    def join_briefs(self) -> None:
        """A short report tells one incident; two of them are one if they are alike."""
        for brief in self._briefs:
            for left, right in pairwise(brief.tellings):
                self._try(left, right, Verdict(score=1.0, reasons=("both stand in one short report",)))
        for one in alike(self._briefs):
            score = SAME + (1 - SAME) * (one.chance - SAME_INCIDENT) / (1 - SAME_INCIDENT)
            told = likeness_reasons(one.left.gist, one.right.gist, one.features)
            verdict = Verdict(score=round(score, 3), reasons=told, features=one.features)
            self._try(one.left.tellings[0], one.right.tellings[0], verdict)

    def join_cases(self) -> None:
        cases: dict[Case, list[int]] = {}
        single = {mention_of(end) for pair in self._judged for end in pair}
        for at, telling in enumerate(self._tellings):
            case = case_for(telling, single)
            if case is not None:
                cases.setdefault(case, []).append(at)
        for case in sorted(cases, key=lambda case: case.order):
            self._join_equal(case, cases[case])
        self._join_similar(cases)

    def _join_equal(self, case: Case, members: list[int]) -> None:
        verdict = judge(case, case)
        if verdict is None or verdict.score < SAME:
            return
        for left, right in pairwise(members):
            self._try(left, right, verdict)

    def _join_similar(self, cases: dict[Case, list[int]]) -> None:
        verdicts = [(judge(left, right), left, right) for left, right in candidates(list(cases))]
        close = [(found, left, right) for found, left, right in verdicts if found and found.score >= UNSURE]
        # What answers a claim of capture joins that claim before it joins the day's other fighting.
        close.sort(key=lambda item: (not _of_control(*item[1:]), -item[0].score, item[1].order, item[2].order))
        for verdict, left, right in close:
            self._try(cases[left][0], cases[right][0], verdict)

    def _try(self, left: int, right: int, verdict: Verdict) -> None:
        a, b = self._unions.find(left), self._unions.find(right)
        if a == b or (left, right) in self._overruled:
            return
        if verdict.score < SAME:
            self._note(left, right, Judgement.UNSURE, verdict)
        elif self._join(left, right, by_person=False):
            self._note(left, right, Judgement.SAME, verdict)

    def _join(self, left: int, right: int, *, by_person: bool) -> bool:
        a, b = self._unions.find(left), self._unions.find(right)
        if a == b:
            return True
        one, two = self._traits[a], self._traits[b]
        if _barred(one, two) or not (by_person or _fits(one, two)):
            return False
        root = self._unions.join(a, b)
        self._traits[root] = _merged(one, two)
        return True

    def _heed(self, pair: Pair, judgement: Judgement) -> None:
        """Of what a person judged no rule says more."""
        for left in self._at(pair[0]):
            for right in self._at(pair[1]):
                self._overruled |= {(left, right), (right, left)}
                if judgement is Judgement.DIFFERENT and left != right:
                    self._traits[left].forbidden.add(right)
                    self._traits[right].forbidden.add(left)

    def _at(self, end: str) -> list[int]:
        """The tellings of a mention at the place that the end names, or of the mention where none is there."""
        return self._by_end.get(end) or self._by_end.get(mention_of(end), [])

    def _meeting(self, left: str, right: str) -> list[tuple[int, int]]:
        """Where both mentions name several places, those of the same place meet; else the first of each."""
        ours, theirs = self._at(left), self._at(right)
        if not ours or not theirs:
            return []
        places = {place.id: at for at in theirs if (place := self._tellings[at].place)}
        shared = [(at, places[place.id]) for at in ours if (place := self._tellings[at].place) and place.id in places]
        return shared or [(ours[0], theirs[0])]

    def _note(self, left: int, right: int, judgement: Judgement, verdict: Verdict) -> None:
        one, two = pair_of(self._tellings[left].mention.id, self._tellings[right].mention.id)
        if one != two:
            made = link_id(one, two, judgement, RULE)
            self.links.append(
                Link(
                    id=made,
                    left=one,
                    right=two,
                    judgement=judgement,
                    maker=RULE,
                    reasons=reasons(verdict),
                    score=verdict.score,
                    features=tuple(verdict.features.items()),
                )
            )


def _of_control(left: Case, right: Case) -> bool:
    return "control" in (left.topic, right.topic)


def _traits(telling: Telling, at: int) -> _Traits:
    known = telling.when is not None and not telling.denies
    return _Traits(
        first=telling.when.first_day if telling.when and known else None,
        last=telling.when.last_day if telling.when and known else None,
        control=telling.topic == "control",
        plain=telling.topic != "control" and telling.mention.change not in ("repelled", "contested"),
        gain=telling.mention.change in ("advanced", "pushed-back"),
        loose=telling.mention.change is None,
        hit=telling.topic in ("strike", "force"),
        repelled=telling.mention.change == "repelled",
        told=telling.document.published.first_day if telling.document.published and known else None,
        stated=telling.when.first_day if telling.when and known and not telling.weak else None,
        mover=telling.mover if telling.topic in ("control", "ground") else None,
        members={at},
        forbidden=set(),
    )


def _barred(one: _Traits, two: _Traits) -> bool:
    return bool(one.forbidden & two.members or two.forbidden & one.members)


def _fits(one: _Traits, two: _Traits) -> bool:
    if one.mover and two.mover and one.mover != two.mover:
        return False
    both = _merged(one, two)
    if (both.control and both.plain) or (both.gain and both.loose) or (both.repelled and both.hit):
        return False
    if both.control and both.told and both.stated and (both.stated - both.told).days > 1:
        return False  # nobody tells of a capture before it
    if both.first is None or both.last is None:
        return True
    longest = _LONGEST_CONTROL_DAYS if both.control else _LONGEST_SPAN_DAYS
    equal = (one.first, one.last) == (two.first, two.last)
    return equal or (both.last - both.first).days < longest


def _merged(one: _Traits, two: _Traits) -> _Traits:
    firsts = [day for day in (one.first, two.first) if day]
    lasts = [day for day in (one.last, two.last) if day]
    return _Traits(
        first=min(firsts, default=None),
        last=max(lasts, default=None),
        control=one.control or two.control,
        plain=one.plain or two.plain,
        gain=one.gain or two.gain,
        loose=one.loose or two.loose,
        hit=one.hit or two.hit,
        repelled=one.repelled or two.repelled,
        told=min((day for day in (one.told, two.told) if day), default=None),
        stated=max((day for day in (one.stated, two.stated) if day), default=None),
        mover=one.mover or two.mover,
        members=one.members | two.members,
        forbidden=one.forbidden | two.forbidden,
    )


def case_for(telling: Telling, single: Set[str]) -> Case | None:
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
