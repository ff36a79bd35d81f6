"""The log of custody: chained, whole after a crash, and honest about what was done to it."""

import json
import multiprocessing
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from store_facts import a_capture

from vedette.evidence.custody import Custody, End, reasons
from vedette.model.capture import Capture
from vedette.model.errors import WorkspaceError
from vedette.model.ids import CaptureId, SourceId
from vedette.model.media import MediaType

NOON = datetime(2024, 5, 12, 12, tzinfo=UTC)
ONE = CaptureId("cap_one")


@pytest.fixture
def custody(tmp_path: Path) -> Custody:
    made = Custody(tmp_path / "custody.jsonl", lambda: NOON)
    for number in range(3):
        made.note(f"person {number}", "page", ONE, "/captures/cap_one/picture", "192.0.2.1", ["media not screened"])
    return made


def test_lines_are_chained_and_tell_all(custody: Custody) -> None:
    """Who, when, how, of what, from where, why; each names the line before."""
    first, second, third = custody.accesses()
    assert (first.who, first.how, first.of, first.address, first.at) == ("person 0", "page", ONE, "192.0.2.1", NOON)
    assert first.before == "0" * 64
    assert len({first.before, second.before, third.before}) == 3
    assert list(custody.problems([custody.end()])) == []
    assert custody.end().lines == 3
    assert custody.path.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("field", ["seq", "at", "who", "how", "of", "what", "address", "why", "before"])
def test_each_field_that_is_changed_is_found(custody: Custody, field: str) -> None:
    """In the line before the last, so that the chain tells it."""
    lines = custody.path.read_bytes().splitlines()
    row = json.loads(lines[1])
    odd: dict[str, object] = {"seq": 9, "at": "2024-05-13T12:00:00Z", "how": "export", "why": []}
    row[field] = odd[field] if field in odd else f"x{row[field][1:]}"
    lines[1] = json.dumps(row, sort_keys=True, separators=(",", ":")).encode()
    custody.path.write_bytes(b"\n".join(lines) + b"\n")
    assert list(custody.problems()) != []


def test_lines_taken_out_or_cut_off_are_found(custody: Custody) -> None:
    """The last ones by the daily root that vouches for them."""
    anchor, lines = custody.end(), custody.path.read_bytes().splitlines(keepends=True)
    custody.path.write_bytes(lines[0] + lines[2])
    assert "chain is broken" in next(custody.problems())
    custody.path.write_bytes(lines[0] + lines[1])
    assert list(custody.problems()) == []
    assert list(custody.problems([anchor])) == [
        "custody: a daily root vouches for 3 lines, and there are 2: the last were cut off"
    ]
    Custody(custody.path, lambda: NOON).note("another", "page", ONE, "/")
    assert "not the one that a daily root vouches for" in next(custody.problems([anchor]))


@settings(max_examples=20)
@given(st.integers(1, 200))
def test_what_a_crash_cut_off_is_gone_and_the_chain_goes_on(cut: int) -> None:
    """A line that is not whole was never followed by the media."""
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        custody = Custody(Path(folder) / "custody.jsonl", lambda: NOON)
        custody.note("first", "page", ONE, "/")
        whole = custody.path.read_bytes()
        custody.path.write_bytes(whole + whole[: min(cut, len(whole) - 1)])
        assert custody.end().lines == 1
        custody.note("second", "page", ONE, "/")
        assert [one.who for one in custody.accesses()] == ["first", "second"]
        assert list(custody.problems()) == []


@settings(max_examples=20)
@given(st.text(max_size=500), st.text(max_size=500))
def test_hostile_words_stay_one_line(who: str, what: str) -> None:
    """New lines, quotes, lone surrogates: a line is a line."""
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        custody = Custody(Path(folder) / "custody.jsonl", lambda: NOON)
        custody.note(who, "page", CaptureId(what[:20]), what)
        custody.note("next", "page", ONE, "/")
        assert custody.end().lines == 2
        assert list(custody.problems()) == []


def _many(path: Path) -> None:
    for _ in range(20):
        Custody(path).note("worker", "api", ONE, "/")


def test_several_processes_write_one_chain(tmp_path: Path) -> None:
    """A lock for each line."""
    path = tmp_path / "custody.jsonl"
    context = multiprocessing.get_context("fork" if hasattr(os, "fork") else "spawn")
    workers = [context.Process(target=_many, args=(path,)) for _ in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert Custody(path).end().lines == 60
    assert list(Custody(path).problems()) == []


def test_what_cannot_be_noted_is_an_error(tmp_path: Path) -> None:
    """So that nothing is given without a line."""
    with pytest.raises(WorkspaceError, match="nothing is given"):
        Custody(tmp_path / "missing" / "custody.jsonl").note("a", "page", ONE, "/")


def test_a_full_disk_leaves_no_half_of_a_line(tmp_path: Path) -> None:
    """`/dev/full` takes nothing."""
    if not Path("/dev/full").exists():
        pytest.skip("no /dev/full here")
    with pytest.raises(WorkspaceError, match="cannot be written"):
        Custody(Path("/dev/full")).note("a", "page", ONE, "/")


def test_media_and_withheld_sources_are_restricted() -> None:
    """A page of text is not."""
    from dataclasses import replace

    page: Capture = replace(a_capture(), media_type=MediaType.HTML, source=SourceId("paper"))
    assert reasons(page) == ()
    assert reasons(page, [SourceId("paper")]) == ("source withheld",)
    assert reasons(replace(page, media_type=MediaType.MP4)) == ("media not screened",)
    assert reasons(replace(page, media_type=MediaType.FIRES)) == ()


def test_no_log_is_no_problem(tmp_path: Path) -> None:
    """Nobody was given anything yet."""
    assert Custody(tmp_path / "custody.jsonl").end() == End()
    assert list(Custody(tmp_path / "custody.jsonl").problems()) == []
