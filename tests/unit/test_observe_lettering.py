"""Words in pictures and footage, on pictures that the test draws."""

import json
import shutil
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from vedette.cli import main
from vedette.model.errors import UsageError

pytest.importorskip("rapidocr")
pytest.importorskip("av")
from PIL import Image, ImageDraw, ImageFont

from vedette.observe.lettering import letters, tesseract
from vedette.observe.lettering.boxes import in_order
from vedette.observe.lettering.captions import Caption, captions_of, sense, transcript
from vedette.observe.lettering.crop import SHOWINGS, level
from vedette.observe.lettering.reader import Line, Reader
from vedette.observe.lettering.tesseract import Reading
from vedette.observe.sense import SENSES

needs_tesseract = pytest.mark.skipif(shutil.which("tesseract") is None, reason="Tesseract is not installed")
CYRILLIC = next(iter(sorted(Path("/usr/share/fonts").rglob("DejaVuSans-Bold.ttf"))), None)
needs_cyrillic = pytest.mark.skipif(CYRILLIC is None, reason="no Cyrillic font (DejaVu Sans Bold) is installed")


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader()


def drawn(text: str, *, cyrillic: bool = False, angle: float = 0) -> Image.Image:
    """White letters on a dark bar, on a grey ground."""
    font = ImageFont.truetype(str(CYRILLIC), 38) if cyrillic else ImageFont.load_default(42)
    bar = Image.new("RGB", (900, 70), (40, 0, 0))
    ImageDraw.Draw(bar).text((20, 8), text, font=font, fill="white")
    ground = Image.new("RGB", (1000, 420), (120, 130, 120))
    turned = bar.convert("RGBA").rotate(angle, expand=True, resample=Image.Resampling.BICUBIC)
    ground.paste(turned, (30, 100), turned)
    return ground


def words(reader: Reader, picture: Image.Image) -> str:
    return " ".join(line.text for line in reader.lines(np.asarray(picture)))


@needs_tesseract
@pytest.mark.slow
@pytest.mark.parametrize("angle", [0, 7, -7])
def test_latin_letters_are_read_level_or_not(reader: Reader, angle: float) -> None:
    """Each line is laid level before it is read."""
    assert words(reader, drawn("Two bridges closed on Friday", angle=angle)) == "Two bridges closed on Friday"


@needs_tesseract
@needs_cyrillic
@pytest.mark.slow
@pytest.mark.parametrize(
    ("text", "language"),
    [("Міст через річку знову відкрито", "uk"), ("Мост через реку вновь открыт", "ru"), ("Мост открыт", "ru")],
)
def test_cyrillic_letters_are_read_in_their_language(reader: Reader, text: str, language: str, tmp_path: Path) -> None:
    """By Tesseract, and with where they stand."""
    path = tmp_path / "a.png"
    drawn(text, cyrillic=True).save(path)
    captions, problem = captions_of(path, reader)
    found = transcript(captions)
    assert problem is None
    assert found is not None
    assert " ".join(found.text.split()) == text
    assert found.language == language
    assert all(mark.box is not None and mark.seconds is None for mark in found.marks)
    assert "\n".join(found.text[mark.start : mark.end] for mark in found.marks) == found.text


@needs_tesseract
@pytest.mark.slow
def test_nothing_is_read_where_nothing_is_written(reader: Reader, tmp_path: Path) -> None:
    """Noise, an even ground: an empty text and no language."""
    noise = np.random.default_rng(1).integers(0, 255, (300, 500, 3), np.uint8)
    Image.fromarray(noise).resize((1000, 600)).save(tmp_path / "noise.png")
    Image.new("RGB", (640, 360), (90, 90, 90)).save(tmp_path / "even.png")
    done = CliRunner().invoke(main, ["observe", "text", str(tmp_path), "--quiet"])
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert [(each["file"], each["text"], each["language"]) for each in lines] == [
        ("even.png", "", None),
        ("noise.png", "", None),
    ]


@needs_tesseract
@pytest.mark.slow
def test_a_caption_that_stands_is_one_caption(reader: Reader, tmp_path: Path) -> None:
    """Seen in many frames it is read once, with the seconds from its first to its last frame."""
    import av

    path = tmp_path / "clip.mp4"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("mpeg4", rate=5)
        stream.width, stream.height, stream.pix_fmt = 1000, 420, "yuv420p"
        for text in ("Column enters the village", "Column enters the village", "Bridge closed on Friday"):
            frame = av.VideoFrame.from_image(drawn(text))
            for _ in range(20):
                container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    captions, _ = captions_of(path, reader)
    assert [each.line.text for each in captions] == ["Column enters the village", "Bridge closed on Friday"]
    assert captions[0].seconds == 0
    assert captions[0].until is not None
    assert captions[1].seconds is not None
    assert 4 <= captions[0].until < captions[1].seconds <= 10


@needs_tesseract
def test_a_file_that_is_no_picture_is_one_line(tmp_path: Path) -> None:
    """And where no file can be read the command says so."""
    (tmp_path / "a.jpg").write_bytes(b"not a picture")
    done = CliRunner().invoke(main, ["observe", "text", str(tmp_path)])
    assert done.exit_code == 5
    assert len([line for line in done.stderr.splitlines() if line.startswith("failed: ")]) == 1


def test_without_tesseract_one_line_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    """Before a model is loaded."""
    tesseract.languages.cache_clear()
    monkeypatch.setenv("PATH", "/nowhere")
    try:
        with pytest.raises(UsageError, match="apt-get install tesseract-ocr"):
            tesseract.languages()
    finally:
        tesseract.languages.cache_clear()


def test_a_line_of_latin_letters_is_told_from_what_is_left_of_cyrillic_ones() -> None:
    """The Latin reader leaves Cyrillic letters out, so that digits and signs stay with much room around them."""
    assert letters.is_latin(Reading(text="Governor: seven wounded", sure=0.98), 500, 50)
    assert not letters.is_latin(Reading(text="    2  ", sure=0.98), 500, 50)
    assert not letters.is_latin(Reading(text="田田田田", sure=0.98), 100, 50)
    assert letters.may_be_cyrillic(Reading(text="oci6.", sure=0.99))
    assert not letters.may_be_cyrillic(Reading(text="children", sure=0.99))
    assert not letters.is_written(Reading(text="线", sure=0.68), Reading(text="OY Ж", sure=0.3))


def test_lines_come_in_the_order_of_reading() -> None:
    """Row by row along the letters, from whichever order they were found in."""
    places = [(300, 60), (10, 100), (10, 62)]
    quads = [np.array([[x, y], [x + 200, y], [x + 200, y + 30], [x, y + 30]], np.float32) for x, y in places]
    assert [tuple(quad[0]) for quad in in_order(quads)] == [(10, 62), (300, 60), (10, 100)]
    assert in_order([]) == []


def test_every_showing_is_a_grey_picture_of_any_line() -> None:
    """However small, flat or lean it is."""
    for shape in ((1, 1, 3), (2, 900, 3), (80, 3, 3)):
        picture = np.full(shape, 7, np.uint8)
        high, wide = shape[:2]
        line = level(picture, np.array([[0, 0], [wide, 0], [wide, high], [0, high]], np.float32))
        assert all(show(line).ndim == 2 for show in SHOWINGS)


def test_a_transcript_marks_every_line() -> None:
    """None where nothing is written."""
    line = Line(text="Bridge", box=(0.1, 0.2, 0.3, 0.4), confidence=0.9)
    found = transcript([Caption(line=line, seconds=1, until=3), Caption(line=line)])
    assert found is not None
    assert found.text == "Bridge\nBridge"
    assert [(mark.start, mark.end, mark.seconds, mark.until) for mark in found.marks] == [
        (0, 6, 1, 3),
        (7, 13, None, None),
    ]
    assert transcript([]) is None


def test_lettering_is_a_sense() -> None:
    """The row names this function."""
    (row,) = [each for each in SENSES if each.name == "lettering"]
    assert row.function == f"{sense.__module__}:{sense.__name__}"
