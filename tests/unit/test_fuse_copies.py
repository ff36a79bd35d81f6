"""Families of copies as they grow and shrink, and the outlines that spare comparing."""

from dataclasses import replace
from itertools import combinations

from desk import Desk
from hypothesis import given, settings
from hypothesis import strategies as st

from vedette.fuse.copies import NEAR_IDENTICAL, Copies, families, likeness
from vedette.fuse.outlines import Outlines, outline
from vedette.model.document import Document
from vedette.model.ids import DocumentId

_LINE = "the brigade said that units held the {} road near the river and the old mill for the whole of the day"
_TEXTS = tuple(
    f"{' '.join([_LINE.format('north')] * 3)} {' '.join([_LINE.format(word)] * 2)} and {number} shells fell"
    for word in ("north", "south")
    for number in range(4)
)
_SETS = st.frozensets(st.integers(0, 90).map(str), min_size=1, max_size=60)


@given(_SETS, st.frozensets(st.integers(0, 90).map(str), max_size=8))
def test_no_two_that_are_alike_are_told_apart(one: frozenset[str], changed: frozenset[str]) -> None:
    """Whatever the bits say, what is at least so alike is near."""
    other = one ^ changed
    outlines = Outlines()
    outlines.put(7, outline(other))
    least = len(one & other) / len(one | other) if one | other else 1.0
    assert outlines.near(outline(one), [5, 7], least) == [7]


def test_most_that_are_not_alike_are_told_apart() -> None:
    """Sets of which a third is shared are not looked into."""
    outlines = Outlines()
    outlines.put(1, outline(frozenset(map(str, range(100)))))
    assert outlines.near(outline(frozenset(map(str, range(50, 150)))), [1], NEAR_IDENTICAL) == []


def _paper(number: int, text: str) -> Document:
    desk = Desk()
    desk.report("ministry", "shells fell")
    return replace(desk.documents[0], id=DocumentId(f"doc_{number:02}"), text=text)


def _groups(family: dict[DocumentId, DocumentId]) -> set[frozenset[DocumentId]]:
    return {frozenset(one for one in family if family[one] == name) for name in family.values()}


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(_TEXTS), min_size=3, max_size=14), st.data())
def test_families_are_those_of_all_pairs_that_are_alike(texts: list[str], data: st.DataObject) -> None:
    """However documents came and went; only some of the pairs are kept."""
    papers = [_paper(number, text) for number, text in enumerate(texts)]
    copies, former = Copies(), dict[DocumentId, DocumentId]()
    for one in papers:
        copies.add(one)
    for one in data.draw(st.lists(st.sampled_from(papers), unique=True, max_size=len(papers) - 1)):
        former = dict(copies.family)
        moved = copies.remove(one)
        papers.remove(one)
        assert set(moved) == {each for each in copies.family if copies.family[each] != former[each]}
    assert _groups(copies.family) == _groups(families(papers))
    for one, other in combinations(papers, 2):
        if likeness(one.text, other.text) >= NEAR_IDENTICAL:
            assert copies.family[one.id] == copies.family[other.id]
