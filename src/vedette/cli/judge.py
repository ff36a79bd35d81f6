"""vedette judge"""

import getpass
from pathlib import Path

import click

from vedette.cli.output import count, json_option, one_line, quoted, say, say_json, workspace_argument
from vedette.model.errors import UsageError
from vedette.model.link import Judgement

_WORDS = [word.value for word in Judgement if word is not Judgement.WITHDRAWN]
_TOLD = {
    Judgement.SAME: "are told of one event",
    Judgement.DIFFERENT: "are not told of one event",
    Judgement.UNSURE: "may or may not be told of one event",
    Judgement.WITHDRAWN: "are as they were before you judged them",
}


@click.command("judge")
@workspace_argument
@click.argument("left")
@click.argument("right")
@click.argument("judgement", required=False, type=click.Choice(_WORDS), metavar="same|different|unsure")
@click.option("--why", default="", help="The reason, in a sentence for readers.")
@click.option("--withdraw", is_flag=True, help="Take back what you judged; the rules decide again.")
@click.option("--by", help="Who judges; the name you are logged in by if left out.")
@json_option
def command(
    workspace: Path,
    left: str,
    right: str,
    judgement: str | None,
    why: str,
    withdraw: bool,
    by: str | None,
    as_json: bool,
) -> None:
    """Note your word on whether LEFT and RIGHT tell of one event. Words are kept, and a later one overrides.

    LEFT and RIGHT are events by id, reports by id or label, or statements by id. `different` parts a report from an
    event, or two reports from each other; `same` makes two events one; `unsure` sets the rules aside and joins nothing.
    """
    from vedette.app import judge
    from vedette.workspace import open_workspace

    word = _word(judgement, withdraw, why)
    with open_workspace(workspace) as opened:
        links = judge(opened, left, right, word, why=why.strip(), by=(by or "").strip() or getpass.getuser())
    if as_json:
        say_json({"judgement": word, "links": links})
        return
    told = f"{one_line(left)} and {one_line(right)} {_TOLD[word]}"
    say(f"Noted, {count(len(links), 'pair')}: {told}. Carry it through: vedette run {quoted(workspace)}")


def _word(judgement: str | None, withdraw: bool, why: str) -> Judgement:
    if withdraw:
        if judgement is not None:
            raise UsageError("give same, different or unsure, or --withdraw, not both")
        return Judgement.WITHDRAWN
    if judgement is None:
        raise UsageError("say what you judge: same, different or unsure, or take it back with --withdraw")
    if not why.strip():
        raise UsageError("say why with --why, for readers will ask")
    return Judgement(judgement)
