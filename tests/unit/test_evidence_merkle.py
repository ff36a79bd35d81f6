"""Merkle trees and paths: RFC 6962 by its own recursive definition."""

import hashlib
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vedette.evidence.merkle import EMPTY, Tree, leaf_hash, root_by_path

ENTRIES = st.lists(st.binary(max_size=40), max_size=70)


def _root(entries: Sequence[bytes]) -> bytes:
    """MTH of RFC 6962, section 2.1, word by word."""
    if not entries:
        return hashlib.sha256(b"").digest()
    if len(entries) == 1:
        return hashlib.sha256(b"\0" + entries[0]).digest()
    k = 1 << (len(entries) - 1).bit_length() - 1
    return hashlib.sha256(b"\1" + _root(entries[:k]) + _root(entries[k:])).digest()


def test_known_values() -> None:
    """Of certificate transparency's own test vectors."""
    entries = [bytes.fromhex(each) for each in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657")]
    assert Tree([]).root == EMPTY
    assert Tree(entries[:1]).root.hex() == "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
    assert Tree(entries[:3]).root.hex() == "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77"
    assert Tree(entries).root.hex() == "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c"


@given(ENTRIES)
def test_the_root_is_that_of_the_standard(entries: list[bytes]) -> None:
    """Level by level gives what the recursion gives."""
    assert Tree(entries).root == _root(entries)


@given(ENTRIES.filter(bool), st.data())
def test_every_path_leads_to_the_root_and_no_other_entry_does(entries: list[bytes], data: st.DataObject) -> None:
    """Another entry, another place, another length or a longer way lead elsewhere or nowhere."""
    tree, at = Tree(entries), data.draw(st.integers(0, len(entries) - 1))
    path = tree.path(at)
    assert root_by_path(entries[at], at, len(entries), path) == tree.root
    assert root_by_path(entries[at] + b"x", at, len(entries), path) != tree.root
    assert root_by_path(entries[at], at, len(entries), [*path, leaf_hash(b"")]) != tree.root
    for cut in range(len(path)):
        changed = [*path[:cut], leaf_hash(path[cut]), *path[cut + 1 :]]
        assert root_by_path(entries[at], at, len(entries), changed) != tree.root
        assert root_by_path(entries[at], at, len(entries), path[:cut]) != tree.root


@given(st.integers(-3, 70), st.integers(-3, 70), st.lists(st.binary(min_size=32, max_size=32), max_size=9))
def test_no_path_makes_it_stumble(index: int, size: int, path: list[bytes]) -> None:
    """Whatever a hostile file says, the answer is a hash or None."""
    found = root_by_path(b"entry", index, size, path)
    assert found is None or len(found) == 32


def test_there_is_no_path_to_what_is_not_there() -> None:
    """An index outside the tree is an error of the caller."""
    with pytest.raises(IndexError):
        Tree([b"a"]).path(1)
