"""The pages in the reader's language."""

import re
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vedette.web.desk import local_address
from vedette.web.language import preferred
from vedette.web.texts import LANGUAGES, LOCALE, fall_silent, gettext, ngettext, pgettext, speak

sys.path.insert(0, str(Path(__file__).parents[2] / "scripts"))
import texts as catalogues

_HOLE = re.compile(r"%\(\w+\)[sd]|%[sd]|</?\w+[^>]*>")
_SHIPPED = [code for code in LANGUAGES if code != "en"]


@pytest.mark.parametrize("code", _SHIPPED)
def test_every_text_of_the_pages_is_translated(code: str) -> None:
    """No text is missing, none is left over: `python scripts/texts.py`, then translate what is empty."""
    wanted = {message.id for message in catalogues.template() if message.id}
    kept = {message.id: message.string for message in catalogues.catalogue(code) if message.id}
    assert set(kept) == wanted
    assert [key for key, told in kept.items() if not catalogues.is_translated(told)] == []


@pytest.mark.parametrize("code", _SHIPPED)
def test_translations_keep_what_is_filled_in(code: str) -> None:
    """The same holes and marks stand in every form of a translation."""
    for message in catalogues.catalogue(code):
        if not message.id:
            continue
        one, *more = (message.id,) if isinstance(message.id, str) else message.id
        forms = (message.string,) if isinstance(message.string, str) else message.string
        allowed = [sorted(_HOLE.findall(each)) for each in (one, *more)]
        assert all(sorted(_HOLE.findall(each)) in allowed for each in forms), message.id


def test_only_shipped_catalogues_stand_in_the_folder() -> None:
    assert sorted(folder.name for folder in LOCALE.iterdir()) == sorted(_SHIPPED)


def test_texts_are_told_in_the_language_of_the_request() -> None:
    token = speak("uk")
    try:
        assert gettext("Events") == "Події"
        assert pgettext("tellings", "Accounts") == "Розповіді"
        assert gettext("Accounts") == "Облікові записи"
        assert gettext("There is no such event; a later run may have joined it with another.").startswith("Такої події")
        assert ngettext("no such text", "no such texts", 2) == "no such texts"
    finally:
        fall_silent(token)
    assert gettext("Events") == "Events"


@pytest.mark.parametrize(
    ("header", "code"),
    [
        ("uk-UA,uk;q=0.9,en;q=0.8", "uk"),
        ("de;q=1, en;q=0.4, uk;q=0.7", "uk"),
        ("uk;q=0, en", "en"),
        ("fr", "en"),
        ("", "en"),
        ("uk;q=nonsense", "en"),
    ],
)
def test_the_browser_may_prefer_a_language(header: str, code: str) -> None:
    assert preferred(header) == code


@given(st.text(max_size=300))
def test_any_header_gives_a_language(header: str) -> None:
    assert preferred(header) in LANGUAGES


@pytest.mark.parametrize(
    "bad", ["//evil.example", "/\\evil.example", "https://evil.example", "", "/a\nb", "/" + "a" * 3_000]
)
def test_no_address_leads_elsewhere(bad: str) -> None:
    """After a choice of language the reader comes back to a page of this application."""
    assert local_address(bad) == "/"
    assert local_address("/events?status=denied") == "/events?status=denied"
