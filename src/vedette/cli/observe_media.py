"""vedette observe media index | match"""

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from vedette.cli.lines import write_lines
from vedette.cli.media_files import media_files
from vedette.cli.output import count, quiet_option
from vedette.model.errors import ReadError, UsageError

if TYPE_CHECKING:
    from vedette.observe.media.index import Index
    from vedette.observe.media.marks import Mark
    from vedette.observe.media.segment import Origin

_folder = click.argument("folder", type=click.Path(path_type=Path, exists=True, file_okay=False))
_index = click.option("--index", type=click.Path(path_type=Path), required=True, help="The folder of the index.")


@click.group("media")
def command() -> None:
    """Pictures and footage: remember what was seen, and find it when it comes again."""


@command.command("index")
@_folder
@_index
@quiet_option
def index_command(folder: Path, index: Path, quiet: bool) -> None:
    """Add the pictures and videos of FOLDER to the index; what it holds already is left out."""
    from vedette.observe.media.decode import Decoder
    from vedette.observe.media.index import opened

    held = opened(index)
    failed: list[Path] = []
    with Decoder() as decoder:
        frames = held.append(_new(folder, held, decoder, failed))
    if failed and not held.frames:
        raise ReadError(f"{folder}: none of {count(len(failed), 'file')} could be read; the lines above say why")
    if not quiet:
        click.echo(f"{count(frames, 'frame')} added; {index} holds {held.frames:,}", err=True)


def _new(folder: Path, held: "Index", decoder: Any, failed: list[Path]) -> "Iterator[tuple[Origin, Iterator[Mark]]]":
    from vedette.observe.media.segment import Origin

    known: set[str] = set()
    for path in media_files(folder):
        with path.open("rb") as stream:
            digest = hashlib.file_digest(stream, "sha256").hexdigest()
        if digest not in known and not held.holds(digest):
            known.add(digest)
            yield Origin(name=path.relative_to(folder).as_posix(), sha256=digest), _told(path, decoder, failed)


def _told(path: Path, decoder: Any, failed: list[Path]) -> "Iterator[Mark]":
    """What could be read of it; a line on standard error where that is not all."""
    from vedette.observe.media.marks import marks
    from vedette.observe.media.match import LONGEST_SIDE

    try:
        yield from marks(decoder.frames(path, longest=LONGEST_SIDE))
    except ReadError as error:
        failed.append(path)
        click.echo(f"failed: {error}", err=True)


@command.command("match")
@_folder
@_index
@click.option(
    "--output",
    type=click.Path(path_type=Path, allow_dash=True),
    help="Where the matches go, a line each; standard output if left out.",
)
@quiet_option
def match_command(folder: Path, index: Path, output: Path | None, quiet: bool) -> None:
    """Say of each picture and video of FOLDER which footage of the index it shows, if any."""
    from vedette.observe.media.index import opened

    if not index.exists():
        raise UsageError(f"{index}: no such index; make one with `vedette observe media index`")
    tally = {"files": 0, "failed": 0, "matched": 0}
    write_lines((json.dumps(line) + "\n" for line in _lines(folder, opened(index), tally)), output)
    if tally["failed"] == tally["files"]:
        raise ReadError(f"{folder}: none of {count(tally['files'], 'file')} could be read; the lines above say why")
    if not quiet:
        click.echo(f"{count(tally['files'], 'file')}, {tally['matched']:,} seen before", err=True)


def _lines(folder: Path, held: "Index", tally: dict[str, int]) -> Iterator[dict[str, Any]]:
    from vedette.observe.media.decode import Decoder
    from vedette.observe.media.match import seen_before

    with Decoder() as decoder:
        for path in media_files(folder):
            failed: list[Path] = []
            hits = seen_before(held, tuple(_told(path, decoder, failed)))
            tally["files"] += 1
            tally["failed"] += bool(failed)
            tally["matched"] += bool(hits)
            query = path.relative_to(folder).as_posix()
            if not hits:
                yield {"query": query, "match": None, "score": 0, "method": "nothing alike", "offset_s": None}
            for hit in hits[:5]:
                # Of two hits the one that explains more of the footage is the surer.
                score = round(hit.score * hit.share, 4)
                found = {"query": query, "match": hit.origin.name, "score": score}
                yield found | {"method": hit.method, "offset_s": hit.offset_s}
