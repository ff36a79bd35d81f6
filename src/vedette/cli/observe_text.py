"""vedette observe text"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from vedette.cli.lines import write_lines
from vedette.cli.output import count, quiet_option
from vedette.model.errors import ReadError, UsageError

if TYPE_CHECKING:
    from vedette.observe.lettering.captions import Caption


@click.command("text")
@click.argument("image_dir", type=click.Path(path_type=Path))
@click.option(
    "--output",
    type=click.Path(path_type=Path, allow_dash=True),
    help="Where the words go, a line a file; standard output if left out.",
)
@quiet_option
def command(image_dir: Path, output: Path | None, quiet: bool) -> None:
    """Read captions and signs in the pictures and footage of a folder, also in those of its subfolders.

    Latin letters, and Russian and Ukrainian ones. A file in which nothing is written has a line with an empty text.
    """
    from vedette.cli.media_files import media_files

    paths = media_files(image_dir)
    tally = {"read": 0, "written": 0}
    write_lines(_lines(image_dir, paths, tally), output)
    if not tally["read"]:
        raise ReadError(f"{image_dir}: none of {count(len(paths), 'file')} could be read; the lines above say why")
    if not quiet:
        click.echo(f"{count(tally['read'], 'file')} read, words in {tally['written']:,}", err=True)


def _lines(folder: Path, paths: list[Path], tally: dict[str, int]) -> Iterator[str]:
    try:
        from vedette.observe.lettering.captions import captions_of
        from vedette.observe.lettering.reader import Reader, check
    except ImportError as error:
        raise UsageError(f"text in pictures needs {error.name}: pip install 'vedette[media]'") from error
    check()
    reader = Reader()
    for path in paths:
        try:
            captions, problem = captions_of(path, reader)
        except ReadError as error:
            click.echo(f"failed: {error}", err=True)
            continue
        except ImportError as error:
            raise UsageError(f"text in pictures needs {error.name}: pip install 'vedette[media]'") from error
        if problem:
            click.echo(f"failed: {path}: {problem}", err=True)
        tally["read"] += 1
        tally["written"] += bool(captions)
        yield json.dumps(_line(path.relative_to(folder), captions), ensure_ascii=False) + "\n"


def _line(name: Path, captions: "list[Caption]") -> dict[str, Any]:
    from vedette.observe.lettering.captions import transcript

    found = transcript(captions)
    return {
        "file": name.as_posix(),
        "text": found.text if found else "",
        "language": found.language if found else None,
        "lines": [
            {
                "text": each.line.text,
                "box": each.line.box,
                "confidence": each.line.confidence,
                "seconds": each.seconds,
                "until": each.until,
            }
            for each in captions
        ],
    }
