"""The index of footage: however it grew, and whatever stopped it, it answers the same. All pictures are drawn here."""

import multiprocessing
import tempfile
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

pytest.importorskip("av", reason="needs the extra 'media'")

from footage import scene

from vedette.model.errors import WorkspaceError
from vedette.observe.media import index as index_file
from vedette.observe.media import merge, resident
from vedette.observe.media.decode import Frame
from vedette.observe.media.index import Index, opened
from vedette.observe.media.marks import Mark, mark
from vedette.observe.media.match import Hit, seen_before
from vedette.observe.media.segment import Origin, Segment

SCENES = 10


@cache
def _mark(seed: int, cropped: bool = False) -> Mark:
    pixels = scene(seed)[60:300, 80:400] if cropped else scene(seed)
    tall, wide = pixels.shape[:2]
    return mark(Frame(seconds=seed, pixels=np.ascontiguousarray(pixels), shot=False, width=wide, height=tall))


def _grown(path: Path, groups: Sequence[Sequence[int]]) -> Index:
    """A group an append, each by a process of its own, as it were."""
    for group in groups:
        opened(path).append([(Origin(name=f"s{seed}", sha256=f"{seed:064}"), [_mark(seed)]) for seed in group])
    return opened(path)


def _answers(index: Index) -> list[list[Hit]]:
    return [seen_before(index, [_mark(seed, cropped=True)]) for seed in (0, 3, 7, 99)]


@cache
def _expected() -> tuple[list[Hit], ...]:
    with tempfile.TemporaryDirectory() as folder:
        return tuple(_answers(_grown(Path(folder) / "i", [range(SCENES)])))


@st.composite
def _splits(draw: st.DrawFn) -> list[list[int]]:
    order = draw(st.permutations(range(SCENES)))
    ends = [*sorted(draw(st.sets(st.integers(1, SCENES - 1)))), SCENES]
    return [order[start:end] for start, end in zip([0, *ends], ends, strict=False)]


@settings(max_examples=12, deadline=None)
@given(groups=_splits(), together=st.integers(2, 4))
def test_the_same_is_found_however_it_grew(groups: list[list[int]], together: int) -> None:
    """In any order, in any number of appends, put together twice, three times or never."""
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr(index_file, "_TOGETHER", together)
        patch.setattr(merge, "_PIECE_FEATURES", 300)
        patch.setattr(merge, "_PIECE_BYTES", 5000)
        index = _grown(Path(folder) / "i", groups)
        assert _answers(index) == list(_expected())
        assert [[hit.origin.name for hit in hits] for hits in _expected()] == [["s0"], ["s3"], ["s7"], []]
        assert sorted(origin.name for origin in index.origins()) == [f"s{seed}" for seed in range(SCENES)]
        assert all(index.holds(f"s{seed}") and index.holds(f"{seed:064}") for seed in range(SCENES))
        assert not index.holds("s99")
        assert len(index.segments) <= max(len(groups), 1)


def _empty_frames(path: Path, appends: int) -> Index:
    """Of one frame each, with hardly a feature."""
    plain = mark(Frame(seconds=0, pixels=np.zeros((32, 32, 3), np.uint8), shot=False, width=32, height=32))
    index = opened(path)
    for number in range(appends):
        index.append([(Origin(name=str(number)), [plain])])
    return index


def test_what_was_written_is_not_written_again_and_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two hundred appends: few segments, and each frame is put together no more often than there are sizes."""
    written = 0

    def counted(file: object, parts: Sequence[Segment]) -> None:
        nonlocal written
        written += sum(part.frames for part in parts)
        merge.write_merged(file, parts)  # type: ignore[arg-type]

    monkeypatch.setattr(index_file, "write_merged", counted)
    index = _empty_frames(tmp_path / "i", 200)
    assert index.frames == 200
    assert len(index.segments) <= 3 * 7
    assert written <= 2 * 200
    assert len(list((tmp_path / "i").iterdir())) == len(index.segments) + 1


def test_a_large_segment_stays_as_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """So the whole is never written anew."""
    monkeypatch.setattr(index_file, "LARGE", 8)
    index = _empty_frames(tmp_path / "i", 8)
    first = index.segments[0]
    assert [each.frames for each in index.segments] == [8]
    for _ in range(9):
        _grown(tmp_path / "i", [[1]])
    index.read()
    assert index.segments[0] is first


def test_what_a_killed_append_left_counts_for_nothing(tmp_path: Path) -> None:
    """A segment that no list names, whole or torn; the next append removes it."""
    path = tmp_path / "i"
    _grown(path, [[0], [1]])
    whole = (path / "00000002.segment").read_bytes()
    (path / "00000003.segment").write_bytes(whole)
    (path / "00000007.segment").write_bytes(whole[:500])
    (path / "index.json.new").write_text("{")
    assert opened(path).frames == 2
    assert _grown(path, [[2]]).frames == 3
    assert len(list(path.glob("*.segment"))) == 3


def test_a_first_append_that_was_killed_leaves_an_empty_index(tmp_path: Path) -> None:
    """Nothing names its segment yet."""
    path = tmp_path / "i"
    _grown(path, [[0]])
    (path / "index.json").unlink()
    assert opened(path).frames == 0
    assert _grown(path, [[1]]).frames == 1


@pytest.mark.parametrize("harm", ["list", "version", "short", "lost", "other", "no list"])
def test_a_damaged_index_says_so(tmp_path: Path, harm: str) -> None:
    """Rather than find less than it should."""
    path = tmp_path / "i"
    _grown(path, [[0], [1]])
    told, segment = path / "index.json", path / "00000001.segment"
    match harm:
        case "list":
            told.write_text(told.read_text()[:-5])
        case "version":
            told.write_text(told.read_text().replace("2", "3", 1))
        case "short":
            segment.write_bytes(segment.read_bytes()[:-1])
        case "lost":
            segment.unlink()
        case "other":
            segment.write_bytes(b"x" * segment.stat().st_size)
        case "no list":
            told.unlink()
    with pytest.raises(WorkspaceError, match="index the footage anew"):
        opened(path)


@pytest.mark.parametrize("named", ["../00000001.segment", "index.json", "/etc/passwd", ""])
def test_no_file_outside_the_folder_is_read(tmp_path: Path, named: str) -> None:
    """Whatever the list names."""
    path = tmp_path / "i"
    _grown(path, [[0]])
    told = path / "index.json"
    told.write_text(told.read_text().replace("00000001.segment", named))
    with pytest.raises(WorkspaceError, match="damaged"):
        opened(path)


@pytest.mark.parametrize("folder", [False, True])
def test_what_is_no_index_is_refused(tmp_path: Path, folder: bool) -> None:
    """Nothing of it is written over."""
    path = notes = tmp_path / "notes"
    if folder:
        path.mkdir()
        notes = path / "notes.txt"
    notes.write_text("these are my notes " * 10)
    with pytest.raises(WorkspaceError, match="is not an index"):
        opened(path)
    with pytest.raises(WorkspaceError, match="is not an index"):
        Index(path=path).append([(Origin(name="a"), [_mark(0)])])
    assert notes.read_text() == "these are my notes " * 10


def _appends(path: Path, first: int) -> None:
    _grown(path, [[seed] for seed in range(first, first + 5)])


def test_two_processes_append_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing of either is lost, and who reads meanwhile reads something whole."""
    monkeypatch.setattr(index_file, "_TOGETHER", 2)
    path = tmp_path / "i"
    reader = _grown(path, [[20]])
    spawn = multiprocessing.get_context("fork")
    both = [spawn.Process(target=_appends, args=(path, first)) for first in (0, 5)]
    for one in both:
        one.start()
    while any(one.is_alive() for one in both):
        reader.read()
        assert len({origin.name for origin in reader.origins()}) == reader.frames
    assert [one.exitcode for one in both] == [0, 0]
    assert {origin.name for origin in opened(path).origins()} == {f"s{seed}" for seed in (*range(10), 20)}


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="only Linux says what is mapped")
def test_what_is_mapped_is_let_go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And found again when it is asked for."""
    index = _grown(tmp_path / "i", [range(SCENES)])
    monkeypatch.setattr(resident, "MOST_MIB", 0)
    assert resident.mapped_mib() > 0
    assert _answers(index) == list(_expected())
