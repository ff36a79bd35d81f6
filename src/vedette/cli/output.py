"""What commands share: the workspace argument, progress on standard error, one JSON object for programs."""

import re
import shlex
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any

import click

from vedette.model.failure import Failure
from vedette.ports import Progress

_MOST_FAILURES = 10
# Stages that nobody can count, and that take long enough to be explained.
_TOLD = {"gazetteer": "building the gazetteer of places (once, about half a minute)"}

# What could move a terminal's cursor, change its colours or title, or turn the order of its letters.
_UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def _folder(ctx: click.Context, parameter: click.Parameter, given: str) -> Path:
    """An empty name, such as that of a shell variable nobody set, would be the folder one stands in."""
    if not given.strip():
        raise click.BadParameter("it is empty; name a folder")
    return Path(given)


workspace_argument = click.argument("workspace", callback=_folder)
quiet_option = click.option("--quiet", "-q", is_flag=True, help="No progress and no summary.")
json_option = click.option("--json", "as_json", is_flag=True, help="One JSON object on standard output.")
workers_option = click.option(
    "--workers", type=click.IntRange(min=1), help="Processes to work in; as many as there are processors if left out."
)


def shown(text: str) -> str:
    """Others' text as a terminal may be given it: the letters, and nothing that acts."""
    return _UNSEEN.sub("", text)


def one_line(text: str) -> str:
    return shown(" ".join(text.split()))


def say(text: str, *, quiet: bool = False) -> None:
    if not quiet:
        click.echo(shown(text))


def say_json(summary: object) -> None:
    import msgspec

    click.echo(msgspec.json.encode(summary).decode("utf-8"))


def list_failures(failures: Sequence[Failure], workspace: Path) -> None:
    """On standard error, a line each; the rest by number."""
    for failure in failures[:_MOST_FAILURES]:
        click.echo(f"failed: {one_line(failure.reason)}", err=True)
    if len(failures) > _MOST_FAILURES:
        more = len(failures) - _MOST_FAILURES
        click.echo(f"and {more} more: vedette failures {quoted(workspace)}", err=True)


def quoted(path: Path) -> str:
    """As one types it: a suggested command must do what it says for a folder with a space in its name, too."""
    return shlex.quote(str(path))


@contextmanager
def shown_progress(*, quiet: bool) -> Iterator[Progress]:
    """A bar a stage on standard error where a person watches; elsewhere a line for what takes long once."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bars

    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    tasks: dict[str, Any] = {}
    # Where nobody watches, some versions of rich end a bar that is switched off with an empty line.
    with nullcontext() if quiet or not console.is_terminal else Bars(*columns, console=console) as bars:

        def progress(stage: str, done: int, total: int) -> None:
            if stage in _TOLD:
                if not quiet:
                    click.echo(_TOLD[stage], err=True)
                return
            if bars is None:
                return
            if stage not in tasks:
                tasks[stage] = bars.add_task(stage, total=total or None)
            bars.update(tasks[stage], completed=done, total=total or None)

        yield progress


def count(number: int, one: str, many: str | None = None) -> str:
    return f"{number:,} {one if number == 1 else many or one + 's'}"
