"""vedette observe speech"""

import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from vedette.cli.lines import write_lines
from vedette.cli.output import count, quiet_option
from vedette.model.errors import ReadError, UsageError

if TYPE_CHECKING:
    from vedette.observe.speech.listen import Heard


@click.command("speech")
@click.argument("recordings", type=click.Path(path_type=Path))
@click.option(
    "--output",
    type=click.Path(path_type=Path, allow_dash=True),
    help="Where the words go, a line a file; standard output if left out.",
)
@click.option("--language", metavar="CODE", help="The language spoken, as uk or ru; detected if left out.")
@click.option("--model", type=click.Path(path_type=Path), help="Folder of a faster-whisper model.")
@quiet_option
def command(recordings: Path, output: Path | None, language: str | None, model: Path | None, quiet: bool) -> None:
    """Write down what is said in a recording, or in those of a folder, in the language in which it is said.

    Without --model the small one of the speech-model extra listens. Nothing is translated.
    """
    from vedette.cli.media_files import media_files

    paths = [recordings] if recordings.is_file() else media_files(recordings, heard=True)
    tally = {"heard": 0, "spoken": 0}
    base = recordings.parent if recordings.is_file() else recordings
    _check(language)
    write_lines(_lines(base, paths, model, language, tally), output)
    if not tally["heard"]:
        raise ReadError(f"{recordings}: none of {count(len(paths), 'file')} could be heard; the lines above say why")
    if not quiet:
        click.echo(f"{count(tally['heard'], 'file')} heard, speech in {tally['spoken']:,}", err=True)


def _check(language: str | None) -> None:
    try:
        from faster_whisper.tokenizer import _LANGUAGE_CODES
    except ImportError:
        # What is missing is told where it is needed.
        return
    if language is not None and language not in _LANGUAGE_CODES:
        raise UsageError(f"--language {language}: no language Whisper knows; give its code, as uk, ru or en")


def _lines(
    base: Path, paths: list[Path], model: Path | None, language: str | None, tally: dict[str, int]
) -> Iterator[str]:
    from vedette.observe.speech.model import model_folder

    model_folder(model)
    for path in paths:
        try:
            from vedette.observe.speech.listen import listen

            heard = listen(path, model, language=language)
        except ReadError as error:
            click.echo(f"failed: {error}", err=True)
            continue
        except ImportError as error:
            raise UsageError(f"speech needs {error.name}: pip install 'vedette[media,speech]'") from error
        if heard.problem:
            click.echo(f"failed: {path}: {heard.problem}", err=True)
        tally["heard"] += 1
        tally["spoken"] += bool(heard.phrases)
        yield json.dumps(_line(path.relative_to(base), heard), ensure_ascii=False) + "\n"


def _line(name: Path, heard: "Heard") -> dict[str, Any]:
    return {
        "file": name.as_posix(),
        "text": "\n".join(each.text for each in heard.phrases),
        "language": heard.language,
        "language_probability": heard.language_sure,
        "phrases": [asdict(each) for each in heard.phrases],
    }
