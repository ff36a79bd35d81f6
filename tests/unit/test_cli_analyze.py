"""vedette analyze, as a person reads it."""

import json
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from vedette.cli import main
from vedette.cli.reading import show_analysis
from vedette.model.analysis import Analysis
from vedette.model.document import Document
from vedette.model.ids import CaptureId, DocumentId, PlaceId, SourceId
from vedette.model.mention import Mention, PlaceMention, Quantity, mention_id
from vedette.model.span import Span
from vedette.model.statement import Speaker, Statement, statement_id

_TEXT = "The staff said there was no fighting at Brod in Northland. Brod: four more villages, four more villages."
_DOCUMENT = Document(
    id=DocumentId("d"), capture=CaptureId("c"), source=SourceId("s"), origin="o", label="l", text=_TEXT
)


def _span(words: str) -> Span:
    start = _TEXT.index(words)
    return Span(document=_DOCUMENT.id, start=start, end=start + len(words))


def _place(name: str, kind: str, confidence: float) -> PlaceMention:
    return PlaceMention(
        span=_span(name), name=name, kind=kind, place=PlaceId(name), lat=50.4, lon=37.2, confidence=confidence,
        radius_m=2_333_000 if kind == "country" else 2_000,
    )  # type: ignore[arg-type]  # fmt: skip


def _analysis(factuality: float) -> Analysis:
    content, trigger = _span("there was no fighting at Brod"), _span("fighting")
    villages = Quantity(span=_span("four"), value=4, low=4, high=4, unit="village", of="more villages")
    return Analysis(
        document=_DOCUMENT.id,
        version="1",
        statements=(
            Statement(
                id=statement_id(_DOCUMENT.id, content, None, None), content=content, speaker=Speaker(name="staff")
            ),
        ),
        mentions=(
            Mention(
                id=mention_id(_DOCUMENT.id, trigger, "ASSAULT"), trigger=trigger, extent=content, plover="ASSAULT",
                subtype="armed-clash", places=(0,), factuality=factuality,
            ),
        ),
        places=(
            _place("Brod", "settlement", 0.6),
            _place("Northland", "country", 0.9),
            _place("Brod", "settlement", 0.8),
        ),
        quantities=(villages, villages),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("factuality", "words"),
    [
        (3.0, "happened"),
        (2.0, "probably happened"),
        (1.0, "perhaps happened"),
        (0.0, "open whether it happened"),
        (-1.0, "perhaps did not happen"),
        (-3.0, "did not happen"),
    ],
)
def test_an_event_says_whether_it_happened(factuality: float, words: str, capsys: pytest.CaptureFixture[str]) -> None:
    """ "No fighting" is no fighting."""
    show_analysis(_DOCUMENT, _analysis(factuality))
    assert f"  fighting {words} · armed clash · at Brod" in capsys.readouterr().out


def test_what_is_repeated_is_counted(capsys: pytest.CaptureFixture[str]) -> None:
    """Each place and figure once; a country has no radius; a noun stands once."""
    show_analysis(_DOCUMENT, _analysis(-3.0))
    told = capsys.readouterr().out
    assert "1 attributed statement, 0" in told
    assert "  Brod settlement, 50.40 37.20 ± 2 km, 80% sure × 2\n" in told
    assert "  Northland country, 90% sure\n" in told
    assert "  4 more villages × 2\n" in told


def _analyze(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["analyze", *map(str, arguments), "--quiet"])


@pytest.fixture
def lines(tmp_path: Path) -> Path:
    path = tmp_path / "docs.jsonl"
    texts = [
        {"id": "a1", "text": "The army said on Monday that it had left Brod."},
        {"id": "a2", "text": "Η στρατιά έφυγε από την πόλη."},
    ]
    path.write_text("".join(json.dumps(text) + "\n" for text in texts), "utf-8")
    return path


def test_a_file_of_texts_takes_a_day_and_shows_tables(lines: Path) -> None:
    """The options of one text hold for many."""
    shown = _analyze("--input", lines, "--published", "2024-05-15", "--format", "table")
    assert shown.exit_code == 0
    assert "published 2024-05-15" in shown.stdout
    (first, second) = _analyze("--input", lines, "--published", "2024-05-15").stdout.splitlines()
    (statement,) = json.loads(first)["statements"]
    assert statement["said"]["from"] == str(date(2024, 5, 13))
    assert "kept" not in json.loads(second)["error"]


def test_a_table_is_not_written_to_a_file(lines: Path, tmp_path: Path) -> None:
    """Refused with what to do instead, before any work."""
    refused = _analyze("--input", lines, "--format", "table", "--output", tmp_path / "x")
    assert refused.exit_code == 2
    assert "leave out --output" in refused.stderr
    assert not (tmp_path / "x").exists()


def test_a_source_must_be_known(tmp_path: Path) -> None:
    """A near miss is told; nothing is captured."""
    config = tmp_path / "w.toml"
    config.write_text('name = "W"\n[[source]]\nid = "ministry"\nname = "Ministry"\n', "utf-8")
    note = tmp_path / "note.txt"
    note.write_text("The army left Brod.", "utf-8")
    CliRunner().invoke(main, ["init", str(tmp_path / "war"), "--config", str(config)])
    refused = CliRunner().invoke(main, ["add", str(tmp_path / "war"), str(note), "--source", "minstry"])
    assert refused.exit_code == 2
    assert "did you mean ministry? Known are ministry" in refused.stderr
    accepted = CliRunner().invoke(main, ["add", str(tmp_path / "war"), str(note), "--source", "ministry", "--json"])
    assert json.loads(accepted.stdout)["new"] == 1
