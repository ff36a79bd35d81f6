"""vedette analyze"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from vedette.cli.lines import write_lines
from vedette.cli.moment import DAY
from vedette.cli.output import one_line, quiet_option, shown_progress
from vedette.model.errors import ReadError, UsageError

if TYPE_CHECKING:
    from vedette.oneoff import Analysed


@click.command("analyze")
@click.argument("target", required=False)
@click.option("--input", "lines", type=click.Path(path_type=Path), help="A JSONL file: one document a line.")
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    help="Where the analysis goes, a line a document; - for standard output.",
)
@click.option(
    "--format", "form", type=click.Choice(["table", "jsonl"]), help="What to write; left out: a table for one text."
)
@click.option("--published", type=DAY, help="The day of publication where the text gives none.")
@click.option("--workers", type=click.IntRange(min=1), default=1, show_default=True, help="Processes to work in.")
@quiet_option
def command(
    target: str | None,
    lines: Path | None,
    output: Path | None,
    form: str | None,
    published: datetime | None,
    workers: int,
    quiet: bool,
) -> None:
    """Take TARGET (a file, or a web address) apart: who says what, how sure, where, when, how many.

    With --input, a JSONL file of texts, for programs. Nothing is kept.
    """
    from vedette.oneoff import analyse, documents_of, lines_of

    if (target is None) == (lines is None):
        raise UsageError("give one text (vedette analyze FILE) or a file of them (vedette analyze --input docs.jsonl)")
    if form == "table" and output is not None:
        raise UsageError("a table is for reading on the screen: leave out --output, or take --format jsonl")
    day = published.date() if published else None
    with shown_progress(quiet=quiet) as progress:
        if lines is not None and form != "table":
            _write(analyse(lines_of(lines, day), workers=workers, progress=progress), output)
            return
        documents = documents_of(target, day) if target is not None else lines_of(lines or Path(), day)
        results = list(analyse(documents, workers=workers, progress=progress))
    if form == "jsonl" or output is not None:
        _write(results, output)
    else:
        _show(results)


def _write(results: "Iterable[Analysed]", output: Path | None) -> None:
    """Fails only where nothing at all could be analysed."""
    tally = _Tally()
    write_lines(_lines(results, tally), output, whole=False)
    if not tally.good and not tally.bad:
        raise ReadError("holds no lines to analyse: give a file with one JSON object a line")
    if not tally.good:
        raise ReadError("no text could be analysed; the reasons are above")


@dataclass(slots=True)
class _Tally:
    good: int = 0
    bad: int = 0


def _lines(results: "Iterable[Analysed]", tally: _Tally) -> Iterator[str]:
    from vedette.publish.analysis import encode_analysis

    for each in results:
        text = each.document.text if each.document else ""
        if each.error:
            tally.bad += 1
            click.echo(one_line(f"failed: {each.label or ''} {each.error}"), err=True)
        else:
            tally.good += 1
        yield json.dumps(encode_analysis(each.label or "", text, each.analysis, each.error), ensure_ascii=False) + "\n"


def _show(results: "Iterable[Analysed]") -> None:
    from vedette.cli.reading import show_analysis

    shown = False
    for each in results:
        if each.error or each.document is None or each.analysis is None:
            click.echo(one_line(f"failed: {each.error}"), err=True)
            continue
        show_analysis(each.document, each.analysis)
        shown = True
    if not shown:
        raise ReadError("no text could be analysed; the reasons are above")
