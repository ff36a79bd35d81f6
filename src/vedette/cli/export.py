"""vedette export"""

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from vedette.cli.export_archive import ARCHIVES, export_archive
from vedette.cli.lines import write_lines
from vedette.cli.output import workspace_argument
from vedette.model.errors import UsageError

_TABLES = (
    "events",
    "statements",
    "control",
    "figures",
    "records",
    "links",
    "judgements",
    "corrections",
    "threats",
    "observations",
)
_FORMATS = ("jsonl", "csv", "geojson")
_PLACED = ("events", "control", "observations")


@click.command("export")
@workspace_argument
@click.argument("table", type=click.Choice((*_TABLES, *ARCHIVES)))
@click.option("--format", "form", type=click.Choice(_FORMATS), default="jsonl", show_default=True)
@click.option("--output", type=click.Path(path_type=Path, allow_dash=True), help="A file; standard output if left out.")
@click.option("--event", "events", multiple=True, metavar="ID", help="Of captures those of this event; repeatable.")
@click.option("--report", "reports", multiple=True, metavar="ID", help="Of captures those of this report; repeatable.")
def command(
    workspace: Path, table: str, form: str, output: Path | None, events: tuple[str, ...], reports: tuple[str, ...]
) -> None:
    """Take one table of WORKSPACE away, or its captures as a web archive. The watch's publication policy applies."""
    from vedette.knowledge import counted, recorded, view_without
    from vedette.publish.exports import TABLES, export_rows
    from vedette.publish.public import refuse_unknown
    from vedette.workspace import open_workspace

    if table in ARCHIVES:
        export_archive(workspace, table, output, events, reports)
        return
    if events or reports:
        raise UsageError(f"--event and --report choose captures, for warc and wacz; {table} are taken whole")
    if form == "geojson" and table not in _PLACED:
        raise UsageError(f"{table} have no place of their own; take them as jsonl or csv")
    chosen = next(known for known in TABLES if known == table)
    with open_workspace(workspace) as opened:
        now = datetime.now(UTC)
        refuse_unknown(opened.store.view(), opened.watch)
        view = view_without(opened.store.view(), opened.watch, now)
        derived = counted(view, opened.watch), recorded(view, opened.watch)
        rows = export_rows(chosen, view, opened.watch.policy, now, *derived)
        write_lines(_lines(rows, form, table), output)


def _lines(rows: Iterable[Mapping[str, Any]], form: str, table: str) -> Iterator[str]:
    from vedette.publish.forms import geojson, write_csv, write_jsonl
    from vedette.publish.sights import areas

    match form:
        case "csv":
            return write_csv(rows)
        case "geojson":
            collection = areas(rows) if table == "observations" else geojson(rows)
            return iter([json.dumps(collection, ensure_ascii=False) + "\n"])
        case _:
            return write_jsonl(rows)
