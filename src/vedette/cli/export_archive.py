"""`vedette export … warc|wacz`: captures for other tools."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from vedette.cli.output import count, say
from vedette.model.errors import UsageError

if TYPE_CHECKING:
    from vedette.publish.captured import Chosen
    from vedette.workspace import Workspace

ARCHIVES = ("warc", "wacz")


def export_archive(
    workspace: Path, table: str, output: Path | None, events: Sequence[str], reports: Sequence[str]
) -> None:
    """The file appears whole or not at all."""
    from vedette.publish.captured import chosen
    from vedette.publish.public import refuse_unknown
    from vedette.workspace import open_workspace

    if output is None or str(output) == "-":
        raise UsageError(
            f"{table} is no text for a screen: name a file with --output, such as captures.{_ENDING[table]}"
        )
    with open_workspace(workspace) as opened:
        view = opened.store.view()
        refuse_unknown(view, opened.watch)
        found = chosen(view, opened.watch.policy, datetime.now(UTC), events=events, reports=reports)
        _write_whole(opened, table, found, output)
    held = f", {found.held} kept back by the policy" if found.held else ""
    say(f"{count(len(found.captures), 'capture')} written to {output}{held}.", quiet=False)


_ENDING = {"warc": "warc.gz", "wacz": "wacz"}


def _write_whole(opened: "Workspace", table: str, found: "Chosen", output: Path) -> None:
    part = output.with_name(f".{output.name}.part")
    try:
        _write(opened, table, found, part, output.name)
        part.replace(output)
    except OSError as error:
        raise UsageError(f"{output}: cannot be written ({error.strerror}); name another place with --output") from error
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)


def _write(opened: "Workspace", table: str, found: "Chosen", part: Path, name: str) -> None:
    from vedette.publish.wacz import write_wacz
    from vedette.publish.warc import write_warc

    if table == "wacz":
        write_wacz(part, found.captures, opened.archive, found.titles, opened.watch.name)
        return
    with part.open("wb") as out:
        for _ in write_warc(out, found.captures, opened.archive, name):
            pass
