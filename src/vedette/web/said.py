"""What persons judged, as pages tell it: who, when, why, whether it counts, and who may take it back or confirm it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from vedette.doubts import Settled, settled
from vedette.fuse.correcting import saying
from vedette.model.access import Permission
from vedette.model.correction import Correction, last_corrections, standing_corrections
from vedette.model.document import Document
from vedette.model.ids import DocumentId
from vedette.model.link import Judgement, Link, last_words, mention_of, person, person_name, standing_links
from vedette.ports import View
from vedette.web.identity import Person

Word = Link | Correction
_MOST_REPORTS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """All that a person said at one moment. `state` is `counts`, `proposed` (another person must say the same),
    `overruled` or `taken back`."""

    words: tuple[Word, ...]
    what: str
    by: str
    made: datetime | None
    why: str
    reports: tuple[Document, ...]
    more: int
    state: str
    can_undo: bool
    can_confirm: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Which words stand, and what counts of each pair and subject."""

    ids: frozenset[str]
    counting: Mapping[object, object]

    def state(self, word: Word) -> str:
        if word.id not in self.ids:
            return "taken back"
        what = self.counting.get(_about(word))
        return "counts" if what == _says(word) else "proposed" if what is None else "overruled"


def standing(links: Sequence[Link], corrections: Sequence[Correction], needed: int) -> Standing:
    words: list[Word] = [*standing_links(links), *standing_corrections(corrections)]
    last: list[Word] = [*last_words(links, needed).values(), *last_corrections(corrections, needed).values()]
    return Standing(ids=frozenset(one.id for one in words), counting={_about(one): _says(one) for one in last})


def _about(word: Word) -> object:
    return word.pair if isinstance(word, Link) else word.subject


def _says(word: Word) -> object:
    return word.judgement if isinstance(word, Link) else word.says


def moments(words: Iterable[Word]) -> list[tuple[Word, ...]]:
    """What each person said at one moment, oldest first."""
    groups: dict[object, list[Word]] = {}
    for one in sorted(words, key=lambda one: (one.made.timestamp() if one.made else 0.0, one.id)):
        groups.setdefault((one.maker, one.made), []).append(one)
    return [tuple(group) for group in groups.values()]


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """All that persons judged, worked through once: what is settled, what waits for another person, the newest."""

    settled: Settled
    stands: Standing
    shown: tuple[tuple[Word, ...], ...]
    needed: int


def record(view: View, needed: int, most: int) -> Record:
    links, corrections = view.judgements(), view.corrections()
    stands = standing(links, corrections, needed)
    newest = moments([*links, *corrections])[::-1]
    waits = [group for group in newest if needed > 1 and any(stands.state(one) == "proposed" for one in group)]
    known = {id(group) for group in waits[:most]}
    return Record(
        settled=settled(links, corrections, needed),
        stands=stands,
        shown=(*waits[:most], *(group for group in newest[:most] if id(group) not in known)),
        needed=needed,
    )


def lately(view: View, known: Record, asking: Person | None) -> list[Said]:
    """The newest first; what waits for another person before all else."""
    shown, stands, needed = known.shown, known.stands, known.needed
    ends = [mention_of(end) for group in shown for one in group if isinstance(one, Link) for end in one.pair]
    told = view.told_in(sorted(set(ends)))
    wanted = {*told.values(), *(one.document for group in shown for one in group if isinstance(one, Correction))}
    papers = {one.id: one for one in view.documents(sorted(wanted))}
    return [_said(group, stands, told, papers, asking, needed) for group in shown]


def _said(
    group: tuple[Word, ...],
    stands: Standing,
    told: Mapping[str, DocumentId],
    papers: Mapping[DocumentId, Document],
    asking: Person | None,
    needed: int,
) -> Said:
    first, states = group[0], [stands.state(one) for one in group]
    keys = dict.fromkeys(key for one in group for key in _documents(one, told) if key in papers)
    state = next((one for one in ("proposed", "counts", "overruled") if one in states), "taken back")
    is_own = asking is not None and first.maker == person(asking.name)
    is_word = any(_says(one) not in (None, Judgement.WITHDRAWN) for one in group)
    may_confirm = asking is not None and not is_own and asking.may(Permission.CONFIRM)
    return Said(
        words=group,
        what="; ".join(dict.fromkeys(map(told_of, group))),
        by=person_name(first.maker),
        made=first.made,
        why=why_of(first),
        reports=tuple(papers[key] for key in list(keys)[:_MOST_REPORTS]),
        more=max(0, len(keys) - _MOST_REPORTS),
        state=state if is_word else "counts",
        can_undo=is_own and asking is not None and asking.may(Permission.JUDGE) and state != "taken back" and is_word,
        can_confirm=may_confirm and needed > 1 and state == "proposed",
    )


def _documents(word: Word, told: Mapping[str, DocumentId]) -> list[DocumentId]:
    if isinstance(word, Correction):
        return [word.document]
    return [told[mention_of(end)] for end in word.pair if mention_of(end) in told]


def why_of(word: Word) -> str:
    return " ".join(word.reasons) if isinstance(word, Link) else word.reason


def told_of(word: Word) -> str:
    """ "speaker: wrong, read as the mayor, it is the governor"; of a pair the word alone."""
    if isinstance(word, Link):
        return str(word.judgement)
    put = saying(word)
    said = f"{word.matter}: {word.verdict}" + (f", read as “{word.read}”" if word.read else "")
    return f"{said}; it is {put}" if put else said
