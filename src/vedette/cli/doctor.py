"""vedette doctor"""

from pathlib import Path

import click

from vedette.cli.output import json_option, one_line, say, say_json

_SIGNS = {"here": "✓", "missing": "·", "broken": "!"}


@click.command("doctor")
@click.argument("workspace", required=False, type=click.Path(path_type=Path))
@json_option
def command(workspace: Path | None, as_json: bool) -> int:
    """Tell what is installed, what is missing, and the one command that mends it; of WORKSPACE, too, if one is named.

    Nothing is changed. Exit status 1 where something is missing without which Vedette does not work.
    """
    from vedette.health import examine

    found = list(examine(workspace))
    if as_json:
        say_json(found)
    else:
        for one in found:
            say(f"{_SIGNS[one.state]} {one_line(one.what)}: {one_line(one.detail)}")
            if one.mend:
                say(f"    {one_line(one.mend)}")
        say(_summary({one.state for one in found}))
    return int(any(one.needed and one.state != "here" for one in found))


def _summary(states: set[str]) -> str:
    if "broken" in states:
        return "What has an exclamation mark needs you."
    return "What has a dot is missing: install what you need of it." if "missing" in states else "Everything is here."
