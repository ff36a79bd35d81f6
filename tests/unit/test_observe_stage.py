"""The stage that looks at captures: whatever a decoder does, one line tells it and the run goes on."""

import pickle
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from vedette.app import silent
from vedette.collect.archive import FileArchive
from vedette.looking import look as look_at
from vedette.looking import waiting
from vedette.model.capture import CHANNEL, MESSAGE, PUBLISHED, Capture, capture_id
from vedette.model.document import Document
from vedette.model.ids import CaptureId
from vedette.model.media import MediaType
from vedette.model.observation import Observation
from vedette.model.prints import Prints
from vedette.model.source import Source
from vedette.model.watch import Watch
from vedette.observe.sense import Sense
from vedette.observe.stage import ObserveStage
from vedette.ports import Outcome
from vedette.workspace import create_workspace, open_workspace

WATCH = Watch(name="w")


@pytest.fixture(autouse=True)
def _senses_in_reach(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parent))


def a_sense(name: str, *, seconds: float = 30, megabytes: int = 1024, extra: str | None = None) -> Sense:
    return Sense(
        name=name,
        version="1",
        function=f"hostile_senses:{name}",
        media=frozenset({MediaType.JPEG}),
        seconds=seconds,
        megabytes=megabytes,
        extra=extra,
    )


def a_picture(archive: FileArchive, payload: bytes = b"picture", media: str = "image/jpeg") -> Capture:
    from store_facts import NOON

    sha256 = archive.write(payload)
    headers = ((MESSAGE, "telegram:7/3"), (CHANNEL, "Dawn Post"), (PUBLISHED, "2024-05-12T09:00:00+00:00"))
    return Capture(
        id=capture_id(sha256, None, "telegram:7/3"),
        sha256=sha256,
        size=len(payload),
        address="file:///export/photos/photo_1.jpg",
        fetched=NOON,
        media_type=media,
        headers=headers,
    )


def look(tmp_path: Path, sense: Sense) -> list[Outcome[object]]:
    """Two pictures, so that the second meets whatever the first left."""
    archive = FileArchive(tmp_path)
    stage = ObserveStage(archive=archive, watch=WATCH, sense=sense)
    return list(stage([a_picture(archive), a_picture(archive, b"another")]))


def test_a_sense_gives_observations_documents_and_prints(tmp_path: Path) -> None:
    """Words in a picture become a document of the channel that showed it, with marks in place of pages."""
    first, second = look(tmp_path, a_sense("good"))
    source, document, seen, prints = first.results
    assert isinstance(source, Source)
    assert (source.name, source.kind) == ("Dawn Post", "channel")
    assert isinstance(document, Document)
    assert (document.source, document.text, document.language) == (source.id, "ЛИПЦЫ 5 КМ", "ru")
    assert document.marks[0].box == (0.1, 0.2, 0.3, 0.4)
    assert document.published is not None
    assert document.published.start.isoformat() == "2024-05-12T09:00:00+00:00"
    assert document.reply_to == "telegram:7/3"
    assert isinstance(seen, Observation)
    assert (seen.note, seen.about) == ("7 bytes", ("telegram:7/3",))
    assert isinstance(prints, Prints)
    assert prints.payload == b"\x00\xff"
    assert first.failure is None
    assert len(second.results) == 4


@pytest.mark.parametrize(
    ("sense", "told"),
    [
        (a_sense("hang", seconds=1), "took the hang more than 1 s"),
        (a_sense("crash"), "brought the crash down (signal SIGSEGV)"),
        (a_sense("eat", megabytes=512), "needs more than 512 MB"),
        (a_sense("refuse"), "is cut off after 3 s: fetch it again"),
        (a_sense("lack", extra="media"), "pip install 'vedette[media]'"),
    ],
)
def test_a_bad_sense_is_one_line_and_the_next_picture_is_looked_at(tmp_path: Path, sense: Sense, told: str) -> None:
    """Hang, crash, hunger, damage and a missing module each end in one reason, for the second as for the first."""
    outcomes = look(tmp_path, sense)
    assert len(outcomes) == 2
    for outcome in outcomes:
        assert outcome.failure is not None
        assert outcome.failure.startswith("file:///export/photos/photo_1.jpg ")
        assert told in outcome.failure
        assert "\n" not in outcome.failure
        assert outcome.results == ()


def test_what_a_decoder_prints_is_no_answer(tmp_path: Path) -> None:
    """Standard output carries the answers; a chatty library must not spoil them."""
    first, _ = look(tmp_path, a_sense("chatter"))
    assert first.failure is None
    assert len(first.results) == 4


def test_bytes_that_are_gone_are_a_failure(tmp_path: Path) -> None:
    """The archive lost them: the reason says so and nothing breaks."""
    archive = FileArchive(tmp_path / "archive")
    capture = a_picture(archive)
    stage = ObserveStage(archive=FileArchive(tmp_path / "other"), watch=WATCH, sense=a_sense("good"))
    (outcome,) = stage([capture])
    assert outcome.failure is not None
    assert capture.sha256 in outcome.failure


def test_the_stage_travels_to_workers(tmp_path: Path) -> None:
    """It is pickled before it starts a child."""
    stage = ObserveStage(archive=FileArchive(tmp_path), watch=WATCH, sense=a_sense("good"))
    assert pickle.loads(pickle.dumps(stage)).name == stage.name == "observe-good"


def test_a_sense_that_is_not_installed_waits_and_says_so_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One line that names the extra, however many pictures and runs; once it is installed, all are looked at."""
    absent = replace(a_sense("good", extra="media"), needs=("no_such_decoder",))
    monkeypatch.setattr("vedette.observe.sense.SENSES", (absent,))
    create_workspace(tmp_path / "war")
    with open_workspace(tmp_path / "war", 1) as war:
        archive = FileArchive(war.path / "archive")
        war.store.append([a_picture(archive), replace(a_picture(archive), id=CaptureId("cap_b"))])
        for _ in range(2):
            assert look_at(war, silent).done == 0
        (failure,) = war.store.view().failures()
        assert "pip install 'vedette[media]'" in failure.reason
        assert waiting(war) == 0
        monkeypatch.setattr("vedette.observe.sense.SENSES", (replace(absent, needs=()),))
        assert waiting(war) == 2
        assert look_at(war, silent).done == 2


def test_what_a_sense_started_ends_with_it(tmp_path: Path) -> None:
    """A decoder that hangs under a sense that hangs is gone when the time is up."""
    outcomes = look(tmp_path, a_sense("beget", seconds=3))
    assert all("more than 3 s" in (outcome.failure or "") for outcome in outcomes)
    started = [int(path.read_text()) for path in tmp_path.rglob("*.pid")]
    assert len(started) == 2
    for pid in started:
        for _ in range(50):
            if not Path(f"/proc/{pid}").exists() or "Z" in Path(f"/proc/{pid}/stat").read_text().split()[2]:
                break
            time.sleep(0.1)
        else:
            pytest.fail(f"{pid} still runs")


@pytest.mark.parametrize(
    ("changes", "advice"),
    [
        ({"needs": ("no_such_module",), "extra": "media"}, "vedette[media]"),
        ({"program": "tesseract"}, "apt-get install tesseract-ocr"),
        ({"model": "whisper"}, "[media] whisper"),
        ({}, None),
    ],
)
def test_a_sense_says_what_it_waits_for(
    changes: dict[str, Any], advice: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A module, a program or a model: one line that names the remedy, and nothing once it is there."""
    monkeypatch.setattr("vedette.observe.sense.which", lambda name: None)
    monkeypatch.setattr("vedette.observe.sense.find_spec", lambda name: None)
    sense = Sense(name="test", version="1", function="x:y", media=frozenset(), **changes)
    said = sense.lacks(Watch(name="test"))
    assert (advice in said) if said and advice else said == advice
