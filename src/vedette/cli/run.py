"""vedette run"""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from vedette.cli.output import (
    count,
    json_option,
    list_failures,
    quiet_option,
    say,
    say_json,
    shown_progress,
    workers_option,
    workspace_argument,
)
from vedette.model.errors import UsageError

if TYPE_CHECKING:
    from vedette.app import RunSummary
    from vedette.model.machines import Machines


@click.command("run")
@workspace_argument
@workers_option
@click.option("--engine", type=click.Choice(["local", "ray"]), help="Where to work; by the watch file if left out.")
@click.option("--address", help="The Ray cluster: HOST:PORT, `auto`, or `local`; only with --engine ray.")
@quiet_option
@json_option
def command(
    workspace: Path, workers: int | None, engine: str | None, address: str | None, quiet: bool, as_json: bool
) -> None:
    """Work through what was added to WORKSPACE. Can be stopped at any time and run again."""
    from vedette.app import run
    from vedette.workspace import open_workspace

    machines = _machines(workspace, engine, address)
    with open_workspace(workspace, workers, machines) as opened, shown_progress(quiet=quiet or as_json) as progress:
        summary = run(opened, progress)
    if as_json:
        say_json(_plain(summary))
        return
    list_failures(summary.failures, workspace)
    say(_told(summary), quiet=quiet)


def _machines(workspace: Path, engine: str | None, address: str | None) -> "Machines | None":
    """None leaves it to the watch file, whose other settings stand where an option does not speak."""
    if engine is None and address is None:
        return None
    from vedette.reference.watchfile import read_machines
    from vedette.workspace import WATCH, require_workspace

    require_workspace(workspace)
    written = read_machines(workspace / WATCH)
    kind = engine or written.kind
    if address is not None and kind != "ray":
        raise UsageError("--address is that of a cluster: say --engine ray, too")
    return replace(written, kind="ray" if kind == "ray" else "local", address=address or written.address)


def _told(summary: "RunSummary") -> str:
    counts = summary.counts
    held = ", ".join(
        count(counts[fact], one)
        for fact, one in (("documents", "document"), ("statements", "statement"), ("events", "event"))
    )
    if summary.nothing_new:
        return f"Nothing new. {held}."
    done = ", ".join(f"{stage.name} {stage.done:,}" for stage in summary.stages if stage.done)
    failed = sum(stage.failed for stage in summary.stages)
    corrected = summary.corrected
    told = f" A notice of what no longer stands was brought up to date in {', '.join(corrected)}." if corrected else ""
    return f"Done: {done or 'a new picture'}; {failed:,} failed. {held}.{told}"


def _plain(summary: "RunSummary") -> dict[str, Any]:
    return {
        "nothing_new": summary.nothing_new,
        "rebuilt": summary.rebuilt,
        "stages": {stage.name: {"done": stage.done, "failed": stage.failed} for stage in summary.stages},
        "failures": summary.failures,
        "counts": summary.counts,
        "corrected": summary.corrected,
    }
