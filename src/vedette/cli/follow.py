"""vedette follow"""

import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from vedette.cli.output import (
    count,
    list_failures,
    one_line,
    quiet_option,
    say,
    shown_progress,
    workers_option,
    workspace_argument,
)
from vedette.model.errors import BusyError

if TYPE_CHECKING:
    from vedette.app import RunSummary
    from vedette.evidence.stamping import Stamped
    from vedette.workspace import Workspace


@click.command("follow")
@workspace_argument
@click.option("--every", type=click.FloatRange(min=0.1), default=5.0, help="Seconds between two looks; 5.")
@click.option("--rounds", type=click.IntRange(min=1), help="Looks before it ends by itself; without end if left out.")
@click.option("--collect", "collecting", is_flag=True, help="Ask the sources of [[collect]] that are due, too.")
@workers_option
@quiet_option
def command(
    workspace: Path, every: float, rounds: int | None, collecting: bool, workers: int | None, quiet: bool
) -> None:
    """Work through what is added to WORKSPACE as it comes, a line a round that finds something, until Ctrl-C."""
    done = 0
    try:
        for summary in _rounds(workspace, workers, collecting=collecting, quiet=quiet):
            done += 1
            if summary is not None and not summary.nothing_new:
                list_failures(summary.failures, workspace)
                say(_told(summary), quiet=quiet)
            if done == rounds:
                break
            time.sleep(every)
    except KeyboardInterrupt:
        # One is asked to end it so: that is no failure, and whatever was finished is kept.
        click.echo("", err=True)
    say(f"Stopped after {count(done, 'round')}.", quiet=quiet)


def _rounds(workspace: Path, workers: int | None, *, collecting: bool, quiet: bool) -> "Iterator[RunSummary | None]":
    """Opens the workspace again when its watch file was changed."""
    from vedette.app import follow
    from vedette.workspace import open_workspace

    stamps = _Stamps(quiet=quiet)
    while True:
        with open_workspace(workspace, workers) as opened, shown_progress(quiet=quiet) as progress:
            rounds = follow(opened, progress, stamps.tell)
            while True:
                if collecting:
                    _ask(opened, quiet=quiet)
                try:
                    yield next(rounds)
                except StopIteration:
                    break


@dataclass(slots=True, kw_only=True)
class _Stamps:
    """Whoever does not stamp is told of once, and once more when nobody is waited for any longer."""

    quiet: bool
    failing: frozenset[str] = frozenset()

    def tell(self, done: "Stamped") -> None:
        from vedette.custodian import hosts_only

        failed = {failure.split(": ", 1)[0]: failure for failure in done.failures}
        for who, failure in failed.items():
            if who not in self.failing:
                wait = f"{count(len(done.waiting), 'daily root')} without a time-stamp; " if done.waiting else ""
                line = f"failed: stamping: {hosts_only(failure)} ({wait}it is asked again, less and less often)"
                click.echo(one_line(line), err=True)
        self.failing |= frozenset(failed)
        if self.failing and not failed and not done.waiting:
            say("Every daily root has the time-stamp that it waited for.", quiet=self.quiet)
            self.failing = frozenset()


def _ask(opened: "Workspace", *, quiet: bool) -> None:
    """Whatever is due; that another is at it already is no trouble."""
    from vedette.cli.collect import told
    from vedette.collecting import collect

    with suppress(BusyError):
        for turn in collect(opened):
            list_failures(tuple(turn.failures), opened.path)
            if turn.trouble:
                click.echo(f"failed: {turn.task}: {turn.trouble}", err=True)
            elif turn.new or turn.gone:
                say(told(turn), quiet=quiet)


def _told(summary: "RunSummary") -> str:
    done = ", ".join(f"{stage.name} {stage.done:,}" for stage in summary.stages if stage.done)
    failed = sum(stage.failed for stage in summary.stages)
    renewed = summary.renewed
    picture = "the picture is as it was"
    if renewed is not None:
        whole = "fused anew" if renewed.whole else "added to the picture"
        picture = f"{whole}: {count(renewed.events, 'event')} new or different, {renewed.gone:,} of before no more"
    notices = f"; notices brought up to date in {', '.join(summary.corrected)}" if summary.corrected else ""
    return f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S}Z {done or 'nothing read'}; {failed:,} failed; {picture}{notices}."
