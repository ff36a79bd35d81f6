"""Extensions: found by their entry points, checked, and told of where something is wrong."""

import subprocess
import sys
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vedette.collect.foreign import foreign
from vedette.contracts import a_document, check_export, check_language, check_stage
from vedette.extension import Note, Remember, Report, Seen, Stretch
from vedette.extension.checks import (
    BrokenContractError,
    checked_analysis,
    checked_given,
    checked_notes,
    checked_reports,
    checked_seen,
)
from vedette.extension.found import GROUPS, Extension, ExtensionError, load, misnamed, packaged, taking_part, troubles
from vedette.extension.noting import Noting, Understood
from vedette.model.analysis import Analysis
from vedette.model.document import Document
from vedette.model.errors import UsageError
from vedette.model.span import Span
from vedette.model.statement import Statement, statement_id
from vedette.model.task import Task
from vedette.publish.forms import write_csv
from vedette.reference.institutions import Institutions
from vedette.reference.watchfile import parse_watch, read_tasks

ROOT = Path(__file__).parents[2]
_DOCUMENT = a_document("Two 155 mm guns fired.")


def an_extension(name: str, value: str, *, group: Any = "stages", package: str = "one") -> Extension:
    point = EntryPoint(name=name, value=value, group=f"vedette.{group}")
    return Extension(group=group, name=name, package=package, version="1.0", entry=point)


def a_note(start: int, end: int, **other: Any) -> Note:
    return Note(span=Span(document=_DOCUMENT.id, start=start, end=end), **{"kind": "k", "value": "v", **other})


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ("no_such_module:x", "cannot be loaded (ModuleNotFoundError"),
        ("vedette.contracts:no_such", "cannot be loaded (AttributeError"),
        ("vedette.extension.checks:MOST_NOTES", "has no `__call__`"),
    ],
)
def test_what_cannot_be_loaded_is_told_in_one_line(value: str, reason: str) -> None:
    """With the name, the package, its version, and what to do."""
    with pytest.raises(ExtensionError) as told:
        load(an_extension("mood", value))
    assert str(told.value).startswith(f"the extension mood of one 1.0 {reason}")
    assert "\n" not in str(told.value)


def test_two_of_one_name_are_told_and_neither_takes_part() -> None:
    """Nobody guesses which is meant; nor is a language taken that Vedette reads itself, nor a name that is none."""
    twice = [an_extension("mood", "x:y"), an_extension("mood", "x:y", package="other")]
    assert [one.package for one, _ in misnamed(twice)] == ["one", "other"]
    assert "same name as one of other" in misnamed(twice)[0][1]
    (uk,) = misnamed([an_extension("uk", "x:y", group="languages")])
    assert "reads itself" in uk[1]
    assert misnamed([an_extension("Mood!", "x:y")])
    assert not misnamed([an_extension("pl", "x:y", group="languages"), an_extension("pl", "x:y")])


def test_without_extensions_nothing_is_looked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """No package of this machine is listed for a watch that names none."""
    monkeypatch.setattr("vedette.extension.found.entry_points", lambda: pytest.fail("looked"))
    assert [taking_part((), group) for group in GROUPS] == [()] * len(GROUPS)
    assert troubles(()) == ()


def test_a_package_that_is_not_installed_is_told() -> None:
    """Under whichever spelling of its name."""
    assert packaged("No_Such.Package") == "no-such-package"
    ((item, line),) = troubles(["No_Such.Package", "no-such-package"])
    assert item == "no-such-package"
    assert "pip install it" in line


def test_the_command_line_opens_without_looking_for_extensions() -> None:
    """`vedette --help` does not even import the room that would."""
    typed = (
        "import sys\nfrom vedette.cli import main\ntry:\n    main(['--help'])\nexcept SystemExit:\n    pass\n"
        "print('vedette.extension' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", typed], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "False"


@given(st.integers(0, 40), st.integers(0, 40))
def test_a_note_outside_the_text_is_refused(start: int, length: int) -> None:
    """Whatever span is given, what is stored lies in the text and is not empty."""
    note = a_note(start, start + length)
    empty = Analysis(document=_DOCUMENT.id, version="1")
    if length > 0 and start + length <= len(_DOCUMENT.text):
        assert checked_notes([note], _DOCUMENT, empty) == (note,)
    else:
        with pytest.raises(BrokenContractError):
            checked_notes([note], _DOCUMENT, empty)


@pytest.mark.parametrize(
    "bad",
    [
        [a_note(0, 3, kind="")],
        [a_note(0, 3, value="v" * 2_000)],
        [a_note(0, 3, statement="sta_none")],
        [a_note(0, 3)] * 1_001,
        ["no note"],
    ],
)
def test_notes_that_may_not_be(bad: Any) -> None:
    """No kind, too long, of a statement that is not there, too many, of another type."""
    with pytest.raises(BrokenContractError):
        checked_notes(bad, _DOCUMENT, Analysis(document=_DOCUMENT.id, version="1"))


@pytest.mark.parametrize(
    "bad",
    [
        {"footprint": "POINT (200 10)"},
        {"footprint": "a place"},
        {"quality": 1.5},
        {"p": -0.1},
        {"measure": float("nan")},
        {"measure": float("inf")},
        {"could_observe": False, "measure": 1.0},
        {"note": "two\nlines"},
        {"note": ""},
    ],
)
def test_sights_that_may_not_be(bad: dict[str, Any]) -> None:
    """Off the Earth, no chance, no number, measured and not observed, no sentence."""
    good = Seen(when=None, footprint="POINT (36 50)", note="A tremor was felt.")
    assert checked_seen([good]) == (good,)
    with pytest.raises(BrokenContractError):
        checked_seen([replace(good, **bad)])


def test_reports_and_memories_that_may_not_be() -> None:
    """Two of one label; what JSON cannot hold; what is neither bytes nor a memory."""
    with pytest.raises(BrokenContractError):
        checked_reports([Report(text="a", label="1"), Report(text="b", label="1")])
    for bad in (Remember(memory={"a": object()}), Remember(memory={"a": float("nan")}), "text"):
        with pytest.raises(BrokenContractError):
            checked_given(bad)


def test_an_analysis_is_held_to_its_stretch() -> None:
    """A statement that begins before it, and one of another document."""
    span = Span(document=_DOCUMENT.id, start=0, end=8)
    statement = Statement(id=statement_id(_DOCUMENT.id, span, None, None), content=span)
    made = Analysis(document=_DOCUMENT.id, version="1", statements=(statement,))
    assert checked_analysis(made, _DOCUMENT, 0, 10) == made
    for start, end in ((1, 10), (0, 7)):
        with pytest.raises(BrokenContractError):
            checked_analysis(made, _DOCUMENT, start, end)
    with pytest.raises(BrokenContractError):
        checked_analysis(made, a_document("Another text, as long."), 0, 10)


def test_a_stage_that_breaks_down_fails_that_document_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """The failure names the extension; other documents get their notes."""
    extension = an_extension("mood", "x:y")
    monkeypatch.setattr("vedette.extension.noting.the", lambda *_: extension)
    monkeypatch.setattr("vedette.extension.noting.load", lambda _: _moody)
    stage = Noting(use=("one",), extension="mood", made_by="one: mood", needed="1.0", version="1.0 on 4")
    batch = [_understood("Good."), _understood("Bad."), _understood("Outside.")]
    good, bad, outside = stage(batch)
    assert [note.value for made in good.results for note in made.notes] == ["Good"]
    assert good.results[0].version == "1.0 on 4"
    assert "mood of one 1.0 broke down (ZeroDivisionError" in (bad.failure or "")
    assert "a span outside the text" in (outside.failure or "")


def _understood(text: str) -> Understood:
    document = a_document(text)
    return Understood(document=document, analysis=Analysis(document=document.id, version="4"))


def _moody(document: Document, analysis: Analysis) -> Iterator[Note]:
    end = {"Good.": 4, "Outside.": 99}[document.text] if document.text != "Bad." else 1 // 0
    yield Note(span=Span(document=document.id, start=0, end=end), kind="mood", value="Good")


class _Csv:
    table = "events"

    def __call__(self, rows: Iterable[Mapping[str, Any]], watch: str) -> Iterator[str]:
        return write_csv(rows)


def test_our_own_parts_keep_the_contracts() -> None:
    """The reader of German and the writer of CSV, held to what an author's are held to."""
    from vedette.understand.joining import Material
    from vedette.understand.western.reader import analyse

    def german(stretch: Stretch) -> Analysis:
        material = Material(document=stretch.document, version="", gazetteer=stretch.gazetteer,  # type: ignore[attr-defined]
                            institutions=Institutions.load(), watch=None)  # fmt: skip
        return analyse(material, "de", stretch.start, stretch.end)

    (made,) = check_language(german, ["Das Ministerium teilte mit, dass Truppen Charkiw angriffen."])
    assert made.statements
    assert check_export(_Csv(), [{"id": "1", "place": None}]).startswith("id,")
    assert check_stage(lambda document, analysis: (), _DOCUMENT) == ()


def test_the_watch_file_names_packages_and_kinds(tmp_path: Path) -> None:
    """Keys of a kind of an extension are its own; without `use` a kind that is not known is refused."""
    text = 'name = "x"\n[extensions]\nuse = ["one"]\n[[collect]]\nid = "a"\nkind = "cap"\nfolder = "alerts"\nmost = 3\n'
    (tmp_path / "watch.toml").write_text(text, "utf-8")
    (task,) = read_tasks(tmp_path / "watch.toml")
    assert (task.kind, task.named, dict(task.settings)) == ("extension", "cap", {"folder": "alerts", "most": 3})
    assert parse_watch(text).extensions == ("one",)
    for bad in ('[extensions]\nuse = ["a b"]', '[[collect]]\nid = "a"\nkind = "cap"',
                '[[collect]]\nid = "a"\nkind = "extension"'):  # fmt: skip
        with pytest.raises(UsageError):
            parse_watch(f'name = "x"\n{bad}\n')


def test_every_group_has_its_example_and_its_page() -> None:
    """A package of examples/ for each, and a line of docs/extending.md."""
    page = (ROOT / "docs" / "extending.md").read_text("utf-8")
    found = [path.read_text("utf-8") for path in (ROOT / "examples").glob("*/pyproject.toml")]
    for group in GROUPS:
        assert f"| `vedette.{group}` |" in page
        assert any(f'entry-points."vedette.{group}"' in text for text in found)


@pytest.mark.parametrize(
    "bad",
    [
        lambda: checked_reports([Report(text="x", label="l", title=5)]),  # type: ignore[arg-type]
        lambda: checked_reports([Report(text="x\ud800", label="l")]),
        lambda: checked_reports([Report(text="x", label="l", published="2024")]),  # type: ignore[arg-type]
        lambda: checked_notes([a_note(0, 3, value="\ud800")], _DOCUMENT, Analysis(document=_DOCUMENT.id, version="4")),
        lambda: checked_seen([Seen(when="today", footprint=None, note="Seen.")]),  # type: ignore[arg-type]
        lambda: checked_seen([Seen(when=None, footprint=None, note="Seen.", unit=5)]),  # type: ignore[arg-type]
        lambda: checked_analysis(
            Analysis(document=_DOCUMENT.id, version="4", language=5),
            _DOCUMENT,
            0,
            10,  # type: ignore[arg-type]
        ),
    ],
)
def test_what_could_never_be_read_again_is_not_stored(bad: Any) -> None:
    """The store is append-only: a field of another type, or half a letter, would spoil it for good."""
    with pytest.raises(BrokenContractError, match="cannot be kept"):
        bad()


def _hanging(document: Document, analysis: Analysis) -> Iterator[Note]:
    if document.text == "Bad.":
        sys.exit(3)
    while document.text == "Outside.":
        with suppress(Exception):
            time.sleep(0.01)
    yield a_note(0, 4)


def test_a_stage_that_hangs_or_wants_to_end_the_program_fails_that_document_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The run goes on with the next."""
    extension = an_extension("mood", "x:y")
    monkeypatch.setattr("vedette.extension.noting.the", lambda *_: extension)
    monkeypatch.setattr("vedette.extension.noting.load", lambda _: _hanging)
    monkeypatch.setattr("vedette.extension.asked.asked.__wrapped__.__defaults__", (0.2,))
    stage = Noting(use=("one",), extension="mood", made_by="one: mood", needed="1.0", version="1.0 on 4")
    ends, hangs = stage([_understood("Bad."), _understood("Outside.")])
    assert "mood of one 1.0 wants the program to end (SystemExit)" in (ends.failure or "")
    assert "did not come to an end within 0.2 s" in (hangs.failure or "")


def test_a_source_of_an_extension_may_go_where_its_table_allows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As every other kind, and nowhere else."""
    tide = an_extension("tide", "x:y", group="sources")
    monkeypatch.setattr("vedette.collect.foreign.taking_part", lambda *_: (tide,))
    task = Task(id="t", kind="extension", every_s=60, named="tide", allow=("10.0.0.0/8",))
    fetcher = foreign(task, ("one",), tmp_path).fetcher
    assert (fetcher.allow_private, [str(one) for one in fetcher.allowed]) == (False, ["10.0.0.0/8"])
