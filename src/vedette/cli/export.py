"""vedette export"""

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from vedette.cli.export_archive import ARCHIVES, export_archive
from vedette.cli.export_evidence import EVIDENCE, export_evidence
from vedette.cli.export_facts import FACTS, export_facts
from vedette.cli.export_foreign import Form, foreign_lines
from vedette.cli.lines import write_lines
from vedette.cli.output import workspace_argument
from vedette.model.errors import UsageError

if TYPE_CHECKING:
    from vedette.model.watch import Watch
    from vedette.ports import View

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
    "annotations",
)
_FORMATS = ("jsonl", "csv", "geojson", "kml", "parquet", "ucdp", "acled", "ftm")
_SHAPES = ("ucdp", "acled", "ftm")
_PLACED = ("events", "control", "observations")


@click.command("export")
@workspace_argument
@click.argument("table", type=click.Choice((*_TABLES, *ARCHIVES, EVIDENCE, FACTS)))
@click.option("--format", "form", type=Form(_FORMATS), default="jsonl", show_default=True)
@click.option("--output", type=click.Path(path_type=Path, allow_dash=True), help="A file; standard output if left out.")
@click.option("--event", "events", multiple=True, metavar="ID", help="Of captures those of this event; repeatable.")
@click.option("--report", "reports", multiple=True, metavar="ID", help="Of captures those of this report; repeatable.")
@click.option("--media", is_flag=True, help="With evidence or facts: pictures, films and recordings as well.")
@click.option("--whole", is_flag=True, help="With evidence or facts: set the policy aside.")
@click.option("--by", help="With evidence or facts: who takes it; the name you are logged in by if left out.")
def command(
    workspace: Path,
    table: str,
    form: str,
    output: Path | None,
    events: tuple[str, ...],
    reports: tuple[str, ...],
    media: bool,
    whole: bool,
    by: str | None,
) -> None:
    """Take one table of WORKSPACE away, its captures as a web archive, an event or report with all its evidence, or all
    its facts for another workspace. The watch's publication policy applies."""
    from vedette.knowledge import counted, recorded, view_without
    from vedette.publish.exports import TABLES, export_rows
    from vedette.publish.public import refuse_unknown
    from vedette.workspace import open_workspace

    if table == EVIDENCE:
        export_evidence(workspace, output, events, reports, media=media, whole=whole, by=by)
        return
    if table == FACTS and not (events or reports):
        export_facts(workspace, output, media=media, whole=whole, by=by)
        return
    if media or whole or by:
        raise UsageError(f"--media, --whole and --by are for evidence and facts; leave them out for {table}")
    if table in ARCHIVES:
        export_archive(workspace, table, output, events, reports)
        return
    if events or reports:
        raise UsageError(
            f"--event and --report choose what to take, for warc, wacz and evidence; {table} are taken whole"
        )
    _hold_together(table, form, output)
    with open_workspace(workspace) as opened:
        now = datetime.now(UTC)
        refuse_unknown(opened.store.view(), opened.watch)
        view = view_without(opened.store.view(), opened.watch, now)
        if form in _SHAPES:
            write_lines(_shaped(form, view, opened.watch, now), output)
            return
        derived = counted(view, opened.watch), recorded(view, opened.watch)
        chosen = next(known for known in TABLES if known == table)
        rows = export_rows(chosen, view, opened.watch.policy, now, *derived)
        if form not in _FORMATS:
            write_lines(foreign_lines(rows, form, table, opened.watch.name), output)
        elif form == "parquet" and output is not None:
            from vedette.publish.interchange.parquet import write_parquet

            write_parquet(rows, output)
        else:
            write_lines(_lines(rows, form, table, opened.watch.name), output)


def _hold_together(table: str, form: str, output: Path | None) -> None:
    """UsageError for a form that the table does not have."""
    if form in ("geojson", "kml") and table not in _PLACED:
        raise UsageError(f"{table} have no place of their own; take them as jsonl, csv or parquet")
    if form in _SHAPES and table != "events":
        raise UsageError(f"{form} is a form of events; write: vedette export WORKSPACE events --format {form}")
    if form == "parquet" and (output is None or str(output) == "-"):
        raise UsageError(f"parquet is no text for a screen: name a file with --output, such as {table}.parquet")


def _shaped(form: str, view: "View", watch: "Watch", now: datetime) -> Iterator[str]:
    from vedette.publish.forms import write_csv
    from vedette.publish.interchange.tables import columns, shaped_rows
    from vedette.reference.gazetteer import Gazetteer, gazetteer_path

    gazetteer = Gazetteer.open(gazetteer_path())
    try:
        yield from write_csv(shaped_rows(form, view, watch, now, gazetteer), columns(form))
    finally:
        gazetteer.close()


def _lines(rows: Iterable[Mapping[str, Any]], form: str, table: str, name: str) -> Iterator[str]:
    from vedette.publish.forms import geojson, write_csv, write_jsonl
    from vedette.publish.sights import areas

    match form:
        case "csv":
            return write_csv(rows)
        case "geojson":
            collection = areas(rows) if table == "observations" else geojson(rows)
            return iter([json.dumps(collection, ensure_ascii=False) + "\n"])
        case "kml":
            from vedette.publish.interchange.kml import write_kml

            return write_kml(rows, f"{name}: {table}")
        case _:
            return write_jsonl(rows)
