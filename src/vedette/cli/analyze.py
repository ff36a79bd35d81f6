"""vedette analyze"""

import json
import sys
from collections.abc import Iterable
from contextlib import nullcontext
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from vedette.cli.output import quiet_option, shown_progress
from vedette.model.errors import ReadError, UsageError

if TYPE_CHECKING:
    from vedette.oneoff import Analysed
    from vedette.ports import Progress


@click.command("analyze")
@click.argument("target", required=False)
@click.option("--input", "lines", type=click.Path(path_type=Path), help="A JSONL file: one document a line.")
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    help="Where the analysis goes, a line a document; - for standard output.",
)
@click.option("--format", "form", type=click.Choice(["table", "jsonl"]), help="What to write; a table for one text.")
@click.option(
    "--published", type=click.DateTime(["%Y-%m-%d"]), help="The day of publication where the text gives none."
)
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
    from vedette.oneoff import analyse, documents_of

    if (target is None) == (lines is None):
        raise UsageError("give one text (vedette analyze FILE) or a file of them (vedette analyze --input docs.jsonl)")
    with shown_progress(quiet=quiet) as progress:
        if lines is not None:
            _write_lines(_analysed_lines(lines, workers, progress), output)
            return
        day = published.date() if published else None
        results = list(analyse(documents_of(target or "", day), workers=workers, progress=progress))
    if form == "jsonl" or output is not None:
        _write_lines(results, output)
    else:
        _show(results)


def _analysed_lines(lines: Path, workers: int, progress: "Progress") -> "Iterable[Analysed]":
    from vedette.oneoff import analyse, lines_of

    return analyse(lines_of(lines), workers=workers, progress=progress)


def _write_lines(results: "Iterable[Analysed]", output: Path | None) -> None:
    """A line as soon as it is there. Fails only where nothing at all could be analysed."""
    from vedette.publish.analysis import encode_analysis

    good = bad = 0
    standard = output is None or str(output) == "-"
    try:
        with nullcontext(sys.stdout) if standard else output.open("w", encoding="utf-8") as out:  # type: ignore[union-attr]
            for each in results:
                text = each.document.text if each.document else ""
                line = encode_analysis(each.label or "", text, each.analysis, each.error)
                out.write(json.dumps(line, ensure_ascii=False) + "\n")
                good, bad = (good, bad + 1) if each.error else (good + 1, bad)
                if each.error:
                    click.echo(f"failed: {each.label or ''} {each.error}".replace("  ", " "), err=True)
    except OSError as error:
        raise UsageError(f"{output}: cannot be written ({error.strerror}): name another place for --output") from error
    if bad and not good:
        raise ReadError("no text could be analysed; the reasons are above")


def _show(results: "Iterable[Analysed]") -> None:
    from vedette.cli.reading import show_analysis

    shown = False
    for each in results:
        if each.error or each.document is None or each.analysis is None:
            click.echo(f"failed: {each.error}", err=True)
            continue
        show_analysis(each.document, each.analysis)
        shown = True
    if not shown:
        raise ReadError("no text could be analysed; the reasons are above")
