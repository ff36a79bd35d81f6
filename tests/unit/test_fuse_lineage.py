"""From whom the accounts of an event have it."""

from hypothesis import given
from hypothesis import strategies as st

from vedette.fuse.lineage import Branch, Kin, lineages, walk
from vedette.model.document import Document
from vedette.model.event import Account
from vedette.model.ids import CaptureId, DocumentId, MentionId, SideId, SourceId, StatementId
from vedette.model.source import Source

_TEXT = "Units of the northern army entered the village of Krasne on the river this morning, the ministry said"
_OTHER = "Nothing of this is like the rest, for here a harvest is told of, and of the weather, and of grain"


def _account(number: int, family: int, *, speaker: str | None = None, source: str | None = None) -> Account:
    return Account(
        statement=StatementId(f"stm_{number}"),
        mention=MentionId(f"mtn_{number}"),
        document=DocumentId(f"doc_{number}"),
        source=SourceId(source or f"source-{number}"),
        speaker=speaker,
        side=SideId("north"),
        stance="supports",
        family=family,
    )


def _document(number: int, text: str, forwarded_from: str | None = None, source: str | None = None) -> Document:
    return Document(
        id=DocumentId(f"doc_{number}"),
        capture=CaptureId(f"cap_{number}"),
        source=SourceId(source or f"source-{number}"),
        text=text,
        origin=f"origin-{number}",
        label=f"report-{number}",
        forwarded_from=forwarded_from,
    )


def _kin(*documents: Document, words: dict[int, str] | None = None) -> Kin:
    return Kin(
        documents={one.id: one for one in documents},
        words={StatementId(f"stm_{number}"): text for number, text in (words or {}).items()},
        sources=[Source(id=SourceId(f"source-{number}"), name=f"Channel {number}") for number in range(1, 9)],
    )


def _lines(trees: tuple[Branch, ...]) -> list[list[tuple[int, int, str | None]]]:
    return [[(depth, branch.number, branch.tie) for depth, branch in walk(root)] for root in trees]


def test_a_forward_hangs_below_the_channel_it_names() -> None:
    """And a copy of the forward below the first that has its text."""
    kin = _kin(
        _document(1, _TEXT),
        _document(2, _OTHER),
        _document(3, f"Read this. {_OTHER}", forwarded_from="Channel 2"),
        _document(4, _TEXT),
    )
    accounts = [_account(1, 1), _account(2, 1), _account(3, 1), _account(4, 1)]
    found = _lines(lineages(accounts, kin))
    assert found == [[(0, 1, None), (1, 2, "same-side"), (2, 3, "forwarded"), (1, 4, "same-text")]]


def test_families_stand_apart_and_a_speaker_ties() -> None:
    """Who quotes the same person goes back to whoever quoted him first."""
    kin = _kin(_document(1, _TEXT), _document(2, _OTHER), _document(3, "Wholly other words, and few."))
    accounts = [
        _account(1, 1, speaker="Oleksandr Syrskyi"),
        _account(2, 2),
        _account(3, 1, speaker="Syrskyi"),
    ]
    assert _lines(lineages(accounts, kin)) == [[(0, 1, None), (1, 3, "same-speaker")], [(0, 2, None)]]


def test_eight_words_in_a_row_tie() -> None:
    """Where neither text nor speaker does."""
    kin = _kin(_document(1, _TEXT), _document(2, _OTHER), words={1: _TEXT, 2: f"We are told that {_TEXT}"})
    assert _lines(lineages([_account(1, 1), _account(2, 1)], kin)) == [[(0, 1, None), (1, 2, "same-words")]]


@given(st.lists(st.integers(1, 4), max_size=40))
def test_every_account_stands_once_below_an_earlier_one(families: list[int]) -> None:
    """Whatever the families are: nothing is lost, nothing twice, and no branch goes back to a later one."""
    accounts = [_account(number, family) for number, family in enumerate(families, start=1)]
    trees = lineages(accounts, _kin())
    lines = [line for tree in _lines(trees) for line in tree]
    assert sorted(number for _, number, _ in lines) == list(range(1, len(families) + 1))
    assert all(child.number > branch.number for tree in trees for _, branch in walk(tree) for child in branch.branches)
    assert [tree.number for tree in trees] == [families.index(family) + 1 for family in dict.fromkeys(families)]
