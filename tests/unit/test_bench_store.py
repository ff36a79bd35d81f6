"""The measurement of a large store, in small."""

import sys
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).resolve().parents[2] / "bench"))

import store_size
import written


def test_every_question_is_asked_and_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The table has a row for each, with its limit, and lies between its markers."""
    page = tmp_path / "reliability.md"
    page.write_text("a\n<!-- store:begin -->\nold\n<!-- store:end -->\nb\n", "utf-8")
    monkeypatch.setattr(written, "DOCS", tmp_path)
    monkeypatch.setattr(store_size, "ASKED", 3)
    written.write("store", store_size.measured(tmp_path, 450, 40, server=False))
    told = page.read_text("utf-8")
    assert "old" not in told
    assert told.startswith("a\n<!-- store:begin -->\n450 statements")
    assert told.endswith("<!-- store:end -->\nb\n")
    for question in store_size.QUESTIONS:
        assert f"| {question} | " in told
    assert told.count("| 50 ms |") == len(store_size.QUESTIONS)
    assert "1,200 bytes" in told


def test_every_question_finds_something(tmp_path: Path) -> None:
    """What is asked for is there."""
    from contextlib import closing
    from random import Random

    from vedette.store.sqlite import SqliteStore

    with closing(SqliteStore(store_size.made(tmp_path, 900, 90))) as store:
        view = store.view()
        store_size.learn(view)
        for asked in store_size.QUESTIONS.values():
            chance = Random(1)
            assert any(asked(view, chance) for _ in range(30))
