"""Senses that behave badly, for the tests of the stage: run in its child process alone."""

import os
import subprocess
import sys
import time
from pathlib import Path

from vedette.model.capture import Capture
from vedette.model.document import Mark
from vedette.model.errors import ReadError
from vedette.model.observation import Observation, observation_id
from vedette.model.prints import Prints
from vedette.model.watch import Watch
from vedette.observe.sense import Findings, Transcript


def good(path: Path, capture: Capture, watch: Watch) -> Findings:
    """Sees, reads and fingerprints."""
    seen = Observation(
        id=observation_id("metadata", "test", capture.id),
        kind="metadata",
        note=f"{len(path.read_bytes())} bytes",
        capture=capture.id,
        about=(capture.header("Vedette-Message") or "",),
        method="test",
    )
    words = Transcript(
        kind="lettering",
        text="ЛИПЦЫ 5 КМ",
        language="ru",
        marks=(Mark(start=0, end=10, seconds=1.5, box=(0.1, 0.2, 0.3, 0.4), confidence=0.9),),
    )
    prints = Prints(capture=capture.id, method="test", version="1", payload=b"\x00\xff")
    return Findings(observations=(seen,), transcripts=(words,), prints=(prints,))


def hang(path: Path, capture: Capture, watch: Watch) -> Findings:
    """Never answers."""
    time.sleep(60)
    return Findings()


def beget(path: Path, capture: Capture, watch: Watch) -> Findings:
    """Starts a decoder of its own, which hangs, as it does itself."""
    hanging = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    Path(f"{path}.pid").write_text(str(hanging.pid))
    time.sleep(60)
    return Findings()


def crash(path: Path, capture: Capture, watch: Watch) -> Findings:
    """Goes down as a decoder in C does."""
    os.kill(os.getpid(), 11)
    return Findings()


def eat(path: Path, capture: Capture, watch: Watch) -> Findings:
    """A picture bomb."""
    held = [bytearray(64 * 1024 * 1024) for _ in range(64)]
    return Findings(problem=str(len(held)))


def refuse(path: Path, capture: Capture, watch: Watch) -> Findings:
    """Bytes nothing can be made of."""
    raise ReadError("is cut off after 3 s: fetch it again")


def lack(path: Path, capture: Capture, watch: Watch) -> Findings:
    """An extra that is not installed."""
    import no_such_decoder  # type: ignore[import-not-found]  # noqa: F401

    return Findings()


def chatter(path: Path, capture: Capture, watch: Watch) -> Findings:
    """Decoders print to standard output, which carries the answers."""
    print("x" * 100_000)
    return good(path, capture, watch)
