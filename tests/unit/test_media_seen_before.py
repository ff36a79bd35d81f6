"""Footage that comes again is known; a shared mark is not taken for shared footage. All pictures are drawn here."""

import json
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest
from click.testing import CliRunner

pytest.importorskip("av", reason="needs the extra 'media'")

from footage import Pixels, pan, scene, write_picture, write_video

from vedette.cli import main
from vedette.observe.media.decode import Frame
from vedette.observe.media.index import Index, opened
from vedette.observe.media.marks import Mark, mark, marks
from vedette.observe.media.match import seen_before
from vedette.observe.media.segment import Origin


def _mark(pixels: Pixels, seconds: float = 0.0) -> Mark:
    tall, wide = pixels.shape[:2]
    return mark(Frame(seconds=seconds, pixels=np.ascontiguousarray(pixels), shot=False, width=wide, height=tall))


def _captioned(pixels: Pixels, text: str = "STRIKE ON THE CITY") -> Pixels:
    bar = np.full((pixels.shape[0] // 4, pixels.shape[1], 3), 20, np.uint8)
    cv2.putText(bar, text, (10, bar.shape[0] * 2 // 3), cv2.FONT_HERSHEY_DUPLEX, 1.0, (255, 255, 255), 2)
    return np.concatenate([pixels, bar])


def _upright(pixels: Pixels) -> Pixels:
    tall, wide = pixels.shape[:2]
    out = cv2.GaussianBlur(cv2.resize(pixels, (wide, wide * 16 // 9)), (0, 0), 20)
    top = (out.shape[0] - tall) // 2
    out[top : top + tall] = pixels
    return np.asarray(out, np.uint8)


def _coarse(pixels: Pixels) -> Pixels:
    _, coded = cv2.imencode(".jpg", cv2.resize(pixels, None, fx=0.6, fy=0.6), [cv2.IMWRITE_JPEG_QUALITY, 25])
    return np.asarray(cv2.imdecode(coded, cv2.IMREAD_COLOR), np.uint8)


def _tilted(pixels: Pixels) -> Pixels:
    tall, wide = pixels.shape[:2]
    return np.asarray(
        cv2.warpAffine(pixels, cv2.getRotationMatrix2D((wide / 2, tall / 2), 8, 1), (wide, tall)), np.uint8
    )


CHANGES: dict[str, Callable[[Pixels], Pixels]] = {
    "as it is": lambda p: p,
    "coarse": _coarse,
    "cropped": lambda p: p[70:290, 90:380],
    "mirrored": lambda p: p[:, ::-1],
    "captioned": _captioned,
    "upright": _upright,
    "tilted": _tilted,
    "turned": lambda p: np.rot90(p),
    "flattened": lambda p: np.asarray(cv2.resize(p, None, fx=1, fy=0.75), np.uint8),
    "dark and grey": lambda p: np.repeat((p.mean(axis=2, keepdims=True) * 0.6).astype(np.uint8), 3, axis=2),
    "mirrored, cropped, captioned": lambda p: _captioned(p[30:330, 40:430][:, ::-1]),
}


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    """Twelve scenes; the last four carry a caption bar."""
    made = opened(tmp_path_factory.mktemp("index") / "media.index")
    plain = [(Origin(name=f"s{seed}"), [_mark(scene(seed))]) for seed in range(8)]
    captioned = [(Origin(name=f"s{seed}"), [_mark(_captioned(scene(seed)))]) for seed in range(8, 12)]
    made.append(plain + captioned)
    return made


@pytest.mark.parametrize("name", CHANGES)
def test_a_changed_picture_is_known(index: Index, name: str) -> None:
    """Each of three scenes, under each change; nothing else is found. One was seen under a caption bar."""
    # Everything at once, on a picture whose indexed copy has the same bar itself, is more than can be known again.
    for seed in (1, 4, 6) if "," in name else (1, 4, 9):
        hits = seen_before(index, [_mark(CHANGES[name](scene(seed)))])
        assert [hit.origin.name for hit in hits] == [f"s{seed}"]


@pytest.mark.parametrize("name", ["as it is", "captioned", "upright", "mirrored, cropped, captioned"])
def test_other_footage_under_the_same_caption_is_not(index: Index, name: str) -> None:
    """The bar is the same to the pixel, what it stands under is not."""
    for seed in range(50, 56):
        assert seen_before(index, [_mark(CHANGES[name](scene(seed)))]) == []
        assert seen_before(index, [_mark(_captioned(CHANGES[name](scene(seed))))]) == []


def test_a_plain_picture_matches_nothing(index: Index) -> None:
    """Grey and black frames have nothing by which they could be known."""
    for shade in (0, 128, 255):
        assert seen_before(index, [_mark(np.full((200, 300, 3), shade, np.uint8))]) == []


def _frames(pixels: list[Pixels], step: float) -> list[Frame]:
    return [
        Frame(seconds=number * step, pixels=each, shot=False, width=each.shape[1], height=each.shape[0])
        for number, each in enumerate(pixels)
    ]


def test_a_clip_is_found_with_the_second_at_which_it_begins(tmp_path: Path) -> None:
    """Five seconds out of twenty, mirrored, with samples that fall between those of the index."""
    whole = list(pan(scene(7, 900, 700), 200))
    other = list(pan(scene(8, 900, 700), 200))
    made = opened(tmp_path / "clips.index")
    made.append([(Origin(name=name), marks(_frames(film[::5], 0.5))) for name, film in (("a", whole), ("b", other))])
    cut = [np.ascontiguousarray(each[:, ::-1]) for each in whole[82:132:5]]
    (hit,) = seen_before(made, list(marks(_frames(cut, 0.5))))
    assert hit.origin.name == "a"
    assert hit.offset_s == pytest.approx(8.2, abs=0.6)
    assert "mirrored" in hit.method


def test_frozen_footage_is_one_mark() -> None:
    """A picture held for five seconds is kept once, with its end."""
    held = list(marks(_frames([scene(1)] * 10, 0.5)))
    assert [(each.seconds, each.until) for each in held] == [(0.0, 4.5)]


def test_the_commands(tmp_path: Path) -> None:
    """A line for every query, null where nothing matches and where nothing could be read; a failure costs one line."""
    seen, asked = tmp_path / "seen", tmp_path / "asked"
    (seen / "deeper").mkdir(parents=True)
    asked.mkdir()
    write_picture(seen / "a.jpg", scene(1))
    write_video(seen / "deeper" / "b.mp4", pan(scene(2, 900, 700), 96))
    write_picture(asked / "again.jpg", CHANGES["cropped"](scene(1)), quality=40)
    write_picture(asked / "new.jpg", scene(77))
    write_video(asked / "part.mp4", list(pan(scene(2, 900, 700), 96))[24:72])
    (asked / "torn.jpg").write_bytes((seen / "a.jpg").read_bytes()[:4000])
    index, output = str(tmp_path / "media.index"), tmp_path / "matches.jsonl"
    for _ in range(2):
        ran = CliRunner().invoke(main, ["observe", "media", "index", str(seen), "--index", index])
        assert ran.exit_code == 0, ran.output
    assert "0 frames added" in ran.stderr
    ran = CliRunner().invoke(main, ["observe", "media", "match", str(asked), "--index", index, "--output", str(output)])
    assert ran.exit_code == 0, ran.output
    assert "torn.jpg" in ran.stderr
    lines = {line["query"]: line for line in map(json.loads, output.read_text().splitlines())}
    assert {query: line["match"] for query, line in lines.items()} == {
        "again.jpg": "a.jpg",
        "new.jpg": None,
        "part.mp4": "deeper/b.mp4",
        "torn.jpg": None,
    }
    assert lines["part.mp4"]["offset_s"] == pytest.approx(2.0, abs=0.6)
    assert lines["new.jpg"]["score"] == 0
    assert lines["again.jpg"]["offset_s"] is None
