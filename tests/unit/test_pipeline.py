"""The loop between store and engine."""

import re
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from cheap_stages import CheapRead
from store_facts import READ, a_capture

from vedette.engine.local import LocalEngine
from vedette.model.capture import Capture
from vedette.model.errors import IntegrityError
from vedette.pipeline import StageSummary, run_stage
from vedette.ports import Outcome, Stage
from vedette.store.sqlite import SqliteStore


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteStore]:
    with closing(SqliteStore(tmp_path / "vedette.db", create=True)) as opened:
        opened.append([a_capture(str(number)) for number in range(20)])
        yield opened


@dataclass
class Watched:
    """An engine that counts what it is asked."""

    batches: int = 0

    def map(self, stage, batches):
        for batch in batches:
            self.batches += 1
            yield tuple(stage(batch))


def read(store: SqliteStore, stage: Stage, engine=None, key=READ, progress=lambda *_: None) -> StageSummary:
    def load(ids: Sequence[str]) -> Sequence[Capture]:
        return store.view().captures(ids)

    return run_stage(store, engine or LocalEngine(1), stage, key, load, 3, progress)


def test_everything_pending_is_worked_through_once(store: SqliteStore) -> None:
    """Results, failures and marks are there; a second run asks the engine nothing."""
    assert read(store, CheapRead()) == StageSummary(name="read", done=20, failed=2)
    assert (len(store.view().documents()), len(store.view().failures())) == (18, 2)
    engine = Watched()
    assert read(store, CheapRead(), engine) == StageSummary(name="read")
    assert engine.batches == 0


def test_a_new_version_works_through_everything_again(store: SqliteStore) -> None:
    """The version of a stage is part of what is done."""
    read(store, CheapRead())
    again = read(store, CheapRead(version="2"), key=replace(READ, version="2"))
    assert (again.done, len(store.view().documents())) == (20, 18)


def test_progress_counts_items_up_to_all_of_them(store: SqliteStore) -> None:
    """The bar starts at nothing and ends at the whole."""
    calls: list[tuple[str, int, int]] = []
    read(store, CheapRead(), progress=lambda *call: calls.append(call))
    assert calls[0] == ("read", 0, 20)
    assert calls[-1] == ("read", 20, 20)
    assert [done for _, done, _ in calls] == sorted(done for _, done, _ in calls)


def test_a_defect_strikes_only_its_item(store: SqliteStore) -> None:
    """The item at which a stage breaks down is a failure that names the place; its batch and the others go through."""

    class LateBug(CheapRead):
        def __call__(self, batch: Sequence[Capture]) -> Iterator[Outcome]:
            if any(capture.sha256 == "10" for capture in batch):
                raise KeyError("a bug")
            return CheapRead.__call__(self, batch)

    before = len(store.view().failures())
    assert read(store, LateBug()).done == 20
    assert not store.view().pending(READ)
    told = [failure.reason for failure in store.view().failures()[before:] if "defect" in failure.reason]
    assert len(told) == 1
    assert re.search(r"KeyError at test_pipeline\.py:\d+", told[0])


def test_what_vedette_raises_on_purpose_ends_the_run(store: SqliteStore) -> None:
    """An archive that is not whole is no item's fault."""

    class Broken(CheapRead):
        def __call__(self, batch: Sequence[Capture]) -> Iterator[Outcome]:
            raise IntegrityError("the archive is damaged")

    with pytest.raises(IntegrityError):
        read(store, Broken())
    assert len(store.view().pending(READ)) == 20


def test_a_stage_that_forgets_an_item_is_a_bug(store: SqliteStore) -> None:
    """Otherwise the item would be pending for ever."""

    class Forgetful(CheapRead):
        def __call__(self, batch: Sequence[Capture]) -> Iterator[Outcome]:
            return CheapRead.__call__(self, batch[1:])

    with pytest.raises(RuntimeError, match="not its 3 inputs"):
        read(store, Forgetful())
    assert len(store.view().pending(READ)) == 20
