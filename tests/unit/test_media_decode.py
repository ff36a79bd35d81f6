"""Decoding: what comes out, and what hostile files may cost."""

import os
import signal
import struct
import zlib
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

pytest.importorskip("av", reason="needs the extra 'media'")

from footage import pan, scene, write_picture, write_video

from vedette.model.errors import ReadError
from vedette.observe.media.decode import Decoder, Limits, frames, sound


def test_a_picture_is_one_upright_frame(tmp_path: Path) -> None:
    """EXIF orientation 6 is turned upright, and the size told is the upright one."""
    path = tmp_path / "turned.jpg"
    exif = Image.Exif()
    exif[0x0112] = 6
    picture = np.zeros((40, 80, 3), np.uint8)
    picture[:, :40] = 255
    Image.fromarray(picture).save(path, exif=exif)
    (frame,) = frames(path)
    assert (frame.seconds, frame.shot, frame.width, frame.height) == (0.0, True, 40, 80)
    assert frame.pixels.shape == (80, 40, 3)
    assert frame.pixels[:30].mean() > 240
    assert frame.pixels[50:].mean() < 15


def test_a_large_picture_is_reduced(tmp_path: Path) -> None:
    """No side is longer than asked; the true size is told."""
    path = write_picture(tmp_path / "large.jpg", scene(1, 3000, 1000))
    (frame,) = frames(path, longest=600)
    assert frame.pixels.shape == (200, 600, 3)
    assert (frame.width, frame.height) == (3000, 1000)


def test_a_transparent_picture_is_shown_on_white(tmp_path: Path) -> None:
    """Nothing hidden under full transparency is read."""
    path = tmp_path / "clear.png"
    Image.new("RGBA", (30, 30), (10, 20, 30, 0)).save(path)
    (frame,) = frames(path)
    assert frame.pixels.min() == 255


def test_video_gives_two_frames_a_second_and_each_new_shot(tmp_path: Path) -> None:
    """A cut at 2.75 s lies between two samples and is given as a frame of its own."""
    shots = [*pan(scene(1), 33), *pan(scene(2) // 3, 27)]
    path = write_video(tmp_path / "two-shots.mp4", shots, rate=12)
    seen = list(frames(path))
    assert [frame.seconds for frame in seen if frame.shot] == pytest.approx([0, 2.75], abs=0.13)
    regular = [frame.seconds for frame in seen if not frame.shot or not frame.seconds]
    assert regular == pytest.approx([0, 0.5, 1, 1.5, 2, 2.5, 3, 3.5, 4, 4.5], abs=0.09)
    assert seen[0].pixels.shape == (240, 320, 3)


def test_a_cut_off_video_gives_what_is_there_and_then_one_line(tmp_path: Path) -> None:
    """The frames before the end of the file come first, the complaint after them."""
    whole = write_video(tmp_path / "whole.mkv", pan(scene(1), 120))
    cut = tmp_path / "cut.mkv"
    cut.write_bytes(whole.read_bytes()[: whole.stat().st_size // 2])
    seen = []
    with pytest.raises(ReadError, match=r"cut\.mkv: (cut off|damaged).*") as told:
        seen.extend(frame.seconds for frame in frames(cut))
    assert "\n" not in str(told.value)
    assert len(seen) >= 3


def _bomb(path: Path) -> Path:
    """A PNG that says it has 50,000 × 50,000 pixels."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", 50_000, 50_000, 8, 2, 0, 0, 0)
    rows = chunk(b"IDAT", zlib.compress(bytes(2_000_000)))
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + rows + chunk(b"IEND", b""))
    return path


def test_bad_files_cost_one_line_each_and_the_next_is_read(tmp_path: Path) -> None:
    """A bomb, a torn picture, a text and a playlist that names another file; then a good picture."""
    good = write_picture(tmp_path / "good.jpg", scene(3))
    torn = tmp_path / "torn.jpg"
    torn.write_bytes(good.read_bytes()[:5000])
    text = tmp_path / "text.mp4"
    text.write_text("not a video")
    playlist = tmp_path / "list.mp4"
    other = write_video(tmp_path / "other.ts", pan(scene(1), 24))
    playlist.write_text(f"#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\n{other}\n#EXT-X-ENDLIST\n")
    missing = tmp_path / "missing.jpg"
    with Decoder() as decoder:
        for path in (_bomb(tmp_path / "bomb.png"), torn, text, playlist, missing):
            with pytest.raises(ReadError, match=path.name) as told:
                list(decoder.frames(path))
            assert "\n" not in str(told.value)
        assert len(list(decoder.frames(good))) == 1


def test_a_decoder_that_hangs_is_left_and_the_next_file_is_read(tmp_path: Path) -> None:
    """The process is stopped from outside, as an endless loop would: it is killed and started anew."""
    good = write_picture(tmp_path / "good.jpg", scene(3))
    with Decoder(Limits(stall_s=5)) as decoder:
        assert len(list(decoder.frames(good))) == 1
        decoder.limits = Limits(stall_s=0.3)
        assert decoder._process is not None
        os.kill(decoder._process.pid, signal.SIGSTOP)
        with pytest.raises(ReadError, match="hangs"):
            list(decoder.frames(good))
        decoder.limits = Limits(stall_s=20)
        assert len(list(decoder.frames(good))) == 1


def test_a_caller_who_stops_early_does_not_disturb_the_next_file(tmp_path: Path) -> None:
    """Frames left in the pipe belong to nobody."""
    video = write_video(tmp_path / "long.mp4", pan(scene(1), 120))
    picture = write_picture(tmp_path / "good.jpg", scene(3, 200, 100))
    with Decoder() as decoder:
        assert next(decoder.frames(video)).pixels.shape == (240, 320, 3)
        assert next(decoder.frames(picture)).pixels.shape == (100, 200, 3)


def test_too_little_memory_is_told(tmp_path: Path) -> None:
    """The process dies or says so; the caller gets a line either way."""
    path = write_picture(tmp_path / "large.jpg", scene(1, 2000, 2000))
    with pytest.raises(ReadError, match=r"large\.jpg: left out"):
        list(frames(path, longest=2000, limits=Limits(memory=60 << 20)))


def test_sound_is_mono_at_the_rate_asked(tmp_path: Path) -> None:
    """A second of 440 Hz is heard as 440 crossings of zero upwards."""
    path = write_video(tmp_path / "tone.mp4", pan(scene(1), 12), sound_hz=440)
    heard = np.concatenate([part.samples for part in sound(path)])
    assert heard.size == pytest.approx(16_000, abs=1500)
    middle = heard[2000:14000]
    assert ((middle[:-1] < 0) & (middle[1:] >= 0)).sum() == pytest.approx(440 * 12 / 16, abs=5)


def test_silence_is_no_failure(tmp_path: Path) -> None:
    """A picture and a video without an audio track give no sound."""
    assert list(sound(write_picture(tmp_path / "a.jpg", scene(1)))) == []
    assert list(sound(write_video(tmp_path / "a.mp4", pan(scene(1), 12)))) == []
