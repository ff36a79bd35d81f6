"""Which language a text is in."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vedette.reference.language import guess_language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The army said that it had left the village in the night.", "en"),
        ("Армия сообщила, что ночью вышла из посёлка и отошла за реку.", "ru"),
        ("Армія повідомила, що вночі вийшла із селища і відійшла за річку.", "uk"),
        ("Die Armee teilte mit, dass sie das Dorf in der Nacht verlassen habe.", "de"),
        ("L’armée a annoncé qu’elle avait quitté le village pendant la nuit.", "fr"),
        ("12:40 — 300 🙂", None),
        ("", None),
    ],
)
def test_guess(text: str, language: str | None) -> None:
    """Letters decide between Cyrillic languages, statistics between the others."""
    assert guess_language(text) == language


@settings(deadline=None)
@given(st.text())
def test_any_text_is_guessed_without_error(text: str) -> None:
    """Whatever the text, the answer is a known language or none."""
    assert guess_language(text) in {"en", "ru", "uk", "de", "fr", None}
