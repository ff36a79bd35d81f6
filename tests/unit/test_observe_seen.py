"""Footage met again in a workspace: real pictures and clips made here, changed as channels change them."""

import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import cv2
import numpy as np
import pytest

pytest.importorskip("av", reason="needs the extra 'media'")

from footage import Pixels, pan, scene, write_picture, write_video

from vedette.app import add, silent
from vedette.looking import look
from vedette.model.errors import ReadError
from vedette.model.ids import CaptureId
from vedette.model.observation import Observation, ObservationQuery
from vedette.model.prints import Prints
from vedette.observe.media.decode import Frame
from vedette.observe.media.marks import Mark, mark
from vedette.observe.media.packed import packed
from vedette.observe.seen import METHOD, VERSION, IndexMemory, Thinned, memory_in, unfinished_in
from vedette.observe.sense import SENSES
from vedette.workspace import Workspace, create_workspace, open_workspace

OLD, NEW = 1_679_307_300, 1_715_536_920
NOTE = "This footage was published on 20 March 2023 by Steppe, 14 months before."


@pytest.fixture(autouse=True)
def only_footage(monkeypatch: pytest.MonkeyPatch) -> None:
    """The other senses have tests of their own."""
    monkeypatch.setattr("vedette.observe.sense.SENSES", [one for one in SENSES if one.name == "footage"])


def export(folder: Path, name: str, identity: int, moment: int, write: Callable[[Path], Path]) -> Path:
    """One message of a channel, with a picture or a clip that `write` puts beside it."""
    folder.mkdir()
    media = write(folder / "media")
    message = {"id": 5, "type": "message", "date_unixtime": str(moment), "text": "Today."}
    message |= {"photo" if media.suffix == ".jpg" else "file": media.name}
    told = folder / "result.json"
    told.write_text(json.dumps({"name": name, "type": "public_channel", "id": identity, "messages": [message]}))
    return told


def photograph(pixels: Pixels, quality: int = 90) -> Callable[[Path], Path]:
    return lambda path: write_picture(path.with_suffix(".jpg"), np.ascontiguousarray(pixels), quality)


def clip(frames: list[Pixels]) -> Callable[[Path], Path]:
    return lambda path: write_video(path.with_suffix(".mp4"), frames)


@contextmanager
def war(tmp_path: Path) -> Iterator[Workspace]:
    if not (tmp_path / "war").exists():
        create_workspace(tmp_path / "war")
    with open_workspace(tmp_path / "war", 1) as opened:
        yield opened


def looked(workspace: Workspace, *exports: Path) -> list[Observation]:
    for one in exports:
        add(workspace, [str(one)])
        look(workspace, silent)
    assert workspace.store.view().failures() == []
    return list(workspace.store.view().observations(ObservationQuery(kinds=("seen-before",))))


def told(found: list[Observation]) -> list[tuple[str, tuple[str, ...]]]:
    return [(one.note, one.about) for one in found]


def recut(pixels: Pixels) -> Pixels:
    """Cropped, mirrored, and a caption bar below."""
    part = np.ascontiguousarray(pixels[20:-16, 24:-20][:, ::-1])
    bar = np.full((part.shape[0] // 6 // 2 * 2, part.shape[1], 3), 20, np.uint8)
    cv2.putText(bar, "STRIKE TODAY", (8, bar.shape[0] - 8), cv2.FONT_HERSHEY_DUPLEX, 0.7, (255, 255, 255), 1)
    return np.concatenate([part, bar])


@pytest.mark.parametrize("mirrored", [False, True])
def test_a_picture_shown_again_is_known(tmp_path: Path, mirrored: bool) -> None:
    """Smaller, worse and perhaps mirrored; the new one comes into the watch first."""
    picture = scene(1)
    copy = cv2.resize(picture, (300, 225), interpolation=cv2.INTER_AREA)
    new = export(tmp_path / "new", "Relay", 7, NEW, photograph(copy[:, ::-1] if mirrored else copy, 40))
    old = export(tmp_path / "old", "Steppe", 8, OLD, photograph(picture))
    with war(tmp_path) as opened:
        (found,) = looked(opened, new, old)
    assert told([found]) == [(NOTE, ("telegram:7/5",))]
    assert ("mirrored" in found.method) == mirrored


def test_who_shares_it_today_does_not_hide_the_first(tmp_path: Path) -> None:
    """The later ones are nearly the same to the byte, the first is cut otherwise: each of the later is told so."""
    later = [
        export(tmp_path / str(number), f"Relay {number}", number, NEW, photograph(recut(scene(1)), 60 + 5 * number))
        for number in range(3)
    ]
    old = export(tmp_path / "old", "Steppe", 8, OLD, photograph(scene(1)))
    with war(tmp_path) as opened:
        found = looked(opened, later[0], old, *later[1:])
    assert sorted(told(found)) == [(NOTE, (f"telegram:{number}/5",)) for number in range(3)]


def test_another_picture_is_not(tmp_path: Path) -> None:
    """Nor is a plain one, which resembles every other plain one."""
    plain = np.full((360, 480, 3), 90, np.uint8)
    shown = [(OLD, scene(1)), (NEW, scene(2)), (OLD, plain), (NEW, plain[:150, :200])]
    exports = [
        export(tmp_path / str(number), f"Channel {number}", number, moment, photograph(picture))
        for number, (moment, picture) in enumerate(shown, start=1)
    ]
    with war(tmp_path) as opened:
        assert looked(opened, *exports) == []


FILM = list(pan(scene(7, 1400, 1000), 144, 480, 360))


@pytest.mark.parametrize("later_first", [False, True])
def test_a_clip_cut_cropped_captioned_and_mirrored_is_known(tmp_path: Path, later_first: bool) -> None:
    """Four of twelve seconds, weeks later, in another channel's message: one observation, on the later."""
    old = export(tmp_path / "old", "Steppe", 8, OLD, clip(FILM))
    new = export(tmp_path / "new", "Relay", 7, OLD + 25 * 86_400, clip([recut(one) for one in FILM[48:96]]))
    other = export(tmp_path / "other", "Else", 9, NEW, clip([recut(one) for one in pan(scene(8, 900, 700), 36)]))
    with war(tmp_path) as opened:
        found = looked(opened, *((new, old) if later_first else (old, new)), other)
    assert told(found) == [
        ("This footage was published on 20 March 2023 by Steppe, 25 days before.", ("telegram:7/5",))
    ]


def _remove(folder: Path) -> None:
    shutil.rmtree(folder)


def _spoil(folder: Path) -> None:
    (folder / "index.json").write_text("no index at all")


def _tear(folder: Path) -> None:
    (segment,) = folder.glob("*.segment")
    segment.write_bytes(segment.read_bytes()[:-100])


def _replace(folder: Path) -> None:
    """As a version before left it."""
    shutil.rmtree(folder)
    folder.write_bytes(b"vedette media index, version 1\n")


@pytest.mark.parametrize("harm", [_remove, _spoil, _tear, _replace])
def test_a_lost_memory_is_made_anew(tmp_path: Path, harm: Callable[[Path], None]) -> None:
    """Removed or damaged: what was looked at is looked at again when the next picture comes."""
    old = export(tmp_path / "old", "Steppe", 8, OLD, photograph(scene(1)))
    new = export(tmp_path / "new", "Relay", 7, NEW, photograph(recut(scene(1))))
    with war(tmp_path) as opened:
        assert looked(opened, old) == []
        folder = memory_in(opened.path / "footage").path
        harm(folder)
        assert told(looked(opened, new)) == [(NOTE, ("telegram:7/5",))]
        assert [one.name for one in folder.parent.iterdir()] == [folder.name]


def _prints(capture: str, seed: int) -> Prints:
    pixels = scene(seed)
    frame = Frame(seconds=0.0, pixels=pixels, shot=False, width=480, height=360)
    return Prints(capture=CaptureId(capture), method=METHOD, version=VERSION, payload=packed([mark(frame)]))


def _bytes(folder: Path) -> dict[str, bytes]:
    return {each.name: each.read_bytes() for each in folder.iterdir()}


def test_a_memory_that_was_killed_as_it_was_taken_over_is_found_again(tmp_path: Path) -> None:
    """The old one is gone, the new one not yet in its place."""
    made = unfinished_in(tmp_path)
    made.add([_prints("a", 1)])
    memory = memory_in(tmp_path)
    assert not memory.stands()
    again = unfinished_in(tmp_path)
    assert again.holds(CaptureId("a"))
    memory.take_over(again)
    assert memory.stands()
    assert memory.holds(CaptureId("a"))


def test_what_is_there_is_not_added_again(tmp_path: Path) -> None:
    """A run that was killed between the memory and the store adds the same once more, in another process."""
    both = [_prints("a", 1), _prints("b", 2)]
    IndexMemory(tmp_path / "m.index").add(both)
    before = _bytes(tmp_path / "m.index")
    again = IndexMemory(tmp_path / "m.index")
    again.add(both)
    assert _bytes(tmp_path / "m.index") == before
    assert again.alike(both[0]) == []
    (likeness,) = again.alike(_prints("c", 2))
    assert likeness.capture == "b"


def test_marks_of_another_version_are_left_out(tmp_path: Path) -> None:
    """They are not to be compared."""
    memory = IndexMemory(tmp_path / "m.index")
    other = Prints(capture=CaptureId("a"), method=METHOD, version="0", payload=b"?")
    memory.add([other])
    assert memory.alike(other) == ()
    assert not memory.holds(CaptureId("a"))


def test_marks_that_make_no_sense_are_a_failure(tmp_path: Path) -> None:
    """The memory stays as it is for all others."""
    memory = IndexMemory(tmp_path / "m.index")
    bad = Prints(capture=CaptureId("a"), method=METHOD, version=VERSION, payload=b"marks 1\n?")
    memory.add([bad, _prints("b", 1)])
    with pytest.raises(ReadError):
        memory.alike(bad)
    assert [one.capture for one in memory.alike(_prints("c", 1))] == ["b"]


def test_long_footage_is_thinned_evenly() -> None:
    """From its beginning to its end."""
    frame = Frame(seconds=0.0, pixels=np.zeros((32, 32, 3), np.uint8), shot=False, width=32, height=32)
    one = mark(frame)
    thinned = Thinned(most=10)
    for second in range(1000):
        thinned.add(_at(one, float(second)))
    times = [each.seconds for each in thinned.kept]
    assert 5 <= len(times) <= 10
    assert np.ptp(np.diff(times)) == 0
    assert times[0] == 0
    assert times[-1] >= 850


def _at(one: Mark, second: float) -> Mark:
    return Mark(
        seconds=second,
        until=second,
        hashes=one.hashes,
        detail=one.detail,
        grey=one.grey,
        points=one.points,
        descriptors=one.descriptors,
    )
