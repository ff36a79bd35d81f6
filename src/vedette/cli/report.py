"""vedette report"""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from vedette.cli.moment import DAY, ending_of
from vedette.cli.output import (
    count,
    json_option,
    quiet_option,
    quoted,
    say_json,
    shown_progress,
    workspace_argument,
)
from vedette.model.errors import UsageError

if TYPE_CHECKING:
    from vedette.model.changes import Changes
    from vedette.publish.citation import Report
    from vedette.workspace import Workspace

# What changed takes two pictures built anew: seconds for some thousand documents, minutes for a hundred thousand.
_MOST_UNASKED = 10_000


@click.command("report")
@workspace_argument
@click.option("--date", "only", type=DAY, help="One day, YYYY-MM-DD. Left out: the last day that is told of.")
@click.option("--from", "first", type=DAY, help="The first of several days.")
@click.option("--to", "last", type=DAY, help="The last of several days.")
@click.option(
    "--since", type=DAY, help="Tell what changed since the end of this day; since the report before if left out."
)
@click.option("--output", type=click.Path(path_type=Path, file_okay=False), help="The folder to write.")
@click.option("--pdf", is_flag=True, help="A PDF beside the pages, report.pdf, that stands alone.")
@quiet_option
@json_option
def command(
    workspace: Path,
    only: datetime | None,
    first: datetime | None,
    last: datetime | None,
    since: datetime | None,
    output: Path | None,
    pdf: bool,
    quiet: bool,
    as_json: bool,
) -> None:
    """Write a situation report of WORKSPACE in which every sentence is cited, and print the path of its page."""
    from vedette.knowledge import counted, view_without
    from vedette.publish.notices import notices
    from vedette.publish.public import refuse_unknown
    from vedette.publish.report import build_report, last_day_told
    from vedette.publish.write import write_report
    from vedette.reference.gazetteer import Gazetteer, gazetteer_path
    from vedette.workspace import open_workspace

    asked = _period(only, first, last)
    with open_workspace(workspace) as opened:
        refuse_unknown(opened.store.view(), opened.watch)
        now = datetime.now(UTC)
        view = view_without(opened.store.view(), opened.watch, now)
        days = asked or _last(last_day_told(view, opened.watch.policy, now), workspace)
        with shown_progress(quiet=quiet or as_json) as progress:
            gazetteer = Gazetteer.open(gazetteer_path(lambda: progress("gazetteer", 0, 1)))
        large = view.counts()["documents"] > _MOST_UNASKED
        before = since.date() if since else None if large else _before(opened.reports, *days)
        changed = _changed(opened, before, days[1], now) if before else None
        report = build_report(view, opened.watch, *days, now, gazetteer, counted(view, opened.watch), changed)
        gazetteer.close()
        folder = output or opened.reports / _name(*days)
        try:
            page = write_report(report, folder, opened.watch, pdf=pdf)
        except OSError as error:
            raise UsageError(f"{folder}: cannot be written ({error.strerror}); name another with --output") from error
    if as_json:
        say_json({"page": str(page), "from": str(days[0]), "to": str(days[1]), **_told(report)})
        return
    if not quiet:
        told = _told(report)
        click.echo(f"{count(told['sentences'], 'sentence')}, {count(told['citations'], 'citation')}", err=True)
        for notice in notices(report):
            click.echo(notice, err=True)
    click.echo(str(page))


def _before(reports: Path, first: date, last: date) -> date | None:
    """The last day of the report before, by the folders' names; else, of one day's report, the day before."""
    names = (folder.name for folder in reports.glob("*") if folder.is_dir())
    days = [found for name in names if (found := _last_of(name)) is not None and found < last]
    return max(days, default=first - timedelta(days=1) if first == last else None)


def _last_of(folder: str) -> date | None:
    try:
        return date.fromisoformat(folder.rpartition("--")[2])
    except ValueError:
        return None


def _changed(opened: "Workspace", since: date, last: date, now: datetime) -> "tuple[str, Changes]":
    from vedette.knowledge import changes
    from vedette.reference.english import day

    if since >= last:
        raise UsageError(f"--since {since} is not before the last day of the report, {last}; name an earlier day")
    until = min(ending_of(last), now)
    return day(since), changes(opened.store.view(), opened.watch, ending_of(since), until, opened.watch.policy.withhold)


def _told(report: "Report") -> dict[str, int]:
    sentences = sum(len(section.sentences) for section in report.sections)
    return {"sentences": sentences, "citations": len(report.citations)}


def _period(only: datetime | None, first: datetime | None, last: datetime | None) -> tuple[date, date] | None:
    """Inclusive days; None where none is asked for."""
    if only is not None and (first is not None or last is not None):
        raise UsageError("give --date, or --from and --to, not both")
    if only is not None:
        return only.date(), only.date()
    if first is None and last is None:
        return None
    if first is None or last is None:
        raise UsageError("give both --from and --to")
    if first > last:
        raise UsageError(f"--from {first.date()} is after --to {last.date()}; turn them round")
    return first.date(), last.date()


def _last(day: date | None, workspace: Path) -> tuple[date, date]:
    if day is None:
        raise UsageError(
            f"{workspace}: holds no event that may be told yet; add reports and run "
            f"`vedette run {quoted(workspace)}` first"
        )
    return day, day


def _name(first: date, last: date) -> str:
    return str(first) if first == last else f"{first}--{last}"
