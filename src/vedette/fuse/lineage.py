"""The family tree of an event's accounts: from which earlier one each that counts as no source of its own comes.

The families are those of `independence`; within one, an account hangs below the earlier account that it most plainly
goes back to. The first of a family hangs below none.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from vedette.fuse.copies import NEAR_IDENTICAL, likeness, origin
from vedette.fuse.names import fold, same_name, words
from vedette.model.document import Document
from vedette.model.event import Account, Tie
from vedette.model.ids import DocumentId, StatementId
from vedette.model.source import Source

_PLAINEST: tuple[Tie, ...] = ("forwarded", "same-text", "near-text", "same-speaker", "same-words", "same-source")
_RUN = 8
_LONGEST = 2_000
_MOST = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Branch:
    """One account, by its number from 1, and those that go back to it. The first of a family has no `tie`."""

    number: int
    tie: Tie | None
    branches: tuple["Branch", ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Kin:
    """What descent is read from: the documents, the words of the statements, the sources of the watch."""

    documents: Mapping[DocumentId, Document]
    words: Mapping[StatementId, str]
    sources: Sequence[Source]


def lineages(accounts: Sequence[Account], kin: Kin) -> tuple[Branch, ...]:
    """A tree for each family, in the order of the accounts, which is that of publication. Of very many accounts, the
    first 300."""
    above: dict[int, tuple[int, Tie]] = {}
    families: dict[int, list[int]] = {}
    for number, account in enumerate(accounts[:_MOST], start=1):
        earlier = families.setdefault(account.family, [])
        if earlier:
            above[number] = _parent(account, [(at, accounts[at - 1]) for at in earlier], kin)
        earlier.append(number)
    below: dict[int, list[int]] = {}
    for number, (parent, _) in above.items():
        below.setdefault(parent, []).append(number)
    return tuple(_branch(numbers[0], above, below) for numbers in families.values())


def walk(root: Branch) -> Iterator[tuple[int, Branch]]:
    """Every branch with how far it is from the first, each before those that go back to it."""
    ahead = [(0, root)]
    while ahead:
        depth, branch = ahead.pop()
        yield depth, branch
        ahead += [(depth + 1, one) for one in reversed(branch.branches)]


def _branch(number: int, above: Mapping[int, tuple[int, Tie]], below: Mapping[int, list[int]]) -> Branch:
    """Without recursion: a chain of copies may be as long as the event has accounts."""
    order, ahead = [], [number]
    while ahead:
        order.append(ahead.pop())
        ahead += below.get(order[-1], ())
    made: dict[int, Branch] = {}
    for one in reversed(order):
        tie = above[one][1] if one in above else None
        made[one] = Branch(number=one, tie=tie, branches=tuple(made[each] for each in below.get(one, ())))
    return made[number]


def _parent(account: Account, earlier: Sequence[tuple[int, Account]], kin: Kin) -> tuple[int, Tie]:
    """The earliest of those with the plainest tie; where none shows one, the first of the family."""
    found: dict[Tie, int] = {}
    for number, other in earlier:
        tie = _tie(account, other, kin)
        if tie is not None:
            found.setdefault(tie, number)
    for tie in _PLAINEST:
        if tie in found:
            return found[tie], tie
    return earlier[0][0], "same-side" if account.side is not None else "hearsay"


def _tie(account: Account, other: Account, kin: Kin) -> Tie | None:
    here, there = kin.documents.get(account.document), kin.documents.get(other.document)
    if here is not None and there is not None and here.id != there.id:
        if here.forwarded_from and origin(here, kin.sources) in (there.source, origin(there, kin.sources)):
            return "forwarded"
        alike = likeness(here.text, there.text)
        if alike >= NEAR_IDENTICAL:
            return "same-text" if alike == 1.0 else "near-text"
    if account.speaker and other.speaker and same_name(account.speaker, other.speaker):
        return "same-speaker"
    if _share_run(kin.words.get(account.statement, ""), kin.words.get(other.statement, "")):
        return "same-words"
    if account.source == other.source and fold(account.speaker or "") == fold(other.speaker or ""):
        return "same-source"
    return None


def _share_run(one: str, other: str) -> bool:
    """Whether eight words in a row stand in both."""
    return not _runs(one).isdisjoint(_runs(other))


def _runs(text: str) -> frozenset[tuple[str, ...]]:
    told = words(text[:_LONGEST])
    return frozenset(told[at : at + _RUN] for at in range(len(told) - _RUN + 1))
