"""vedette judge"""

import getpass
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from vedette.cli.output import count, json_option, one_line, quoted, say, say_json, workspace_argument
from vedette.model.correction import Matter, Spot, Verdict, Voice
from vedette.model.errors import UsageError
from vedette.model.link import Judgement

if TYPE_CHECKING:
    from vedette.workspace import Workspace

_PAIRS = [word.value for word in Judgement if word is not Judgement.WITHDRAWN]
_VERDICTS = [word.value for word in Verdict if word is not Verdict.WITHDRAWN]
_WORDS = list(dict.fromkeys([*_PAIRS, *_VERDICTS]))
_SINGLE = ("sta_", "men_")
_TOLD = {
    Judgement.SAME: "are told of one event",
    Judgement.DIFFERENT: "are not told of one event",
    Judgement.UNSURE: "may or may not be told of one event",
    Judgement.WITHDRAWN: "are as they were before you judged them",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Instead:
    """What a person would put in the place of what the machine read."""

    speaker: str | None
    outlet: bool
    nobody: bool
    place: str | None
    radius_m: int | None

    @property
    def given(self) -> bool:
        return bool(self.speaker or self.outlet or self.nobody or self.place)

    def voice(self) -> Voice | None:
        if sum(map(bool, (self.speaker, self.outlet, self.nobody))) > 1:
            raise UsageError("give one of --speaker, --outlet and --nobody")
        if not (self.speaker or self.outlet or self.nobody):
            return None
        return Voice(name=(self.speaker or "").strip() or None, own=self.outlet)

    def spot(self, countries: Sequence[str]) -> Spot | None:
        from vedette.placing import spot_asked

        return spot_asked(self.place, countries, self.radius_m) if self.place else None


@click.command("judge")
@workspace_argument
@click.argument("left")
@click.argument("right")
@click.argument("judgement", required=False, type=click.Choice(_WORDS), metavar="same|different|right|wrong|unsure")
@click.option("--speaker", help="Who speaks instead, by name.")
@click.option("--outlet", is_flag=True, help="The outlet itself speaks.")
@click.option("--nobody", is_flag=True, help="Whoever speaks is not named.")
@click.option("--place", help="Where it was instead: a place by name or id, or LAT,LON.")
@click.option("--radius-m", type=click.IntRange(1, 500_000), help="How far the place may be off.")
@click.option("--why", default="", help="The reason, in a sentence for readers.")
@click.option("--withdraw", is_flag=True, help="Take back what you judged; the machine's word counts again.")
@click.option("--by", help="Who judges; the name you are logged in by if left out.")
@json_option
def command(
    workspace: Path,
    left: str,
    right: str,
    judgement: str | None,
    speaker: str | None,
    outlet: bool,
    nobody: bool,
    place: str | None,
    radius_m: int | None,
    why: str,
    withdraw: bool,
    by: str | None,
    as_json: bool,
) -> None:
    """Note your word on whether LEFT and RIGHT tell of one event, or on what the machine read of LEFT. Words are kept,
    and a later one overrides.

    LEFT and RIGHT are events by id, reports by id or label, statements or mentions by id; one may be an observation.
    `different` parts a report from an event, or two reports from each other; `same` makes two events one; `unsure`
    sets the rules aside and joins nothing. Where LEFT is a statement or a mention and RIGHT is `speaker`, `place` or
    `event`, the word is `right`, `wrong` or `unsure`: `event wrong` says that it is no event.
    """
    from vedette.workspace import open_workspace

    instead = _Instead(speaker=speaker, outlet=outlet, nobody=nobody, place=place, radius_m=radius_m)
    single = left.startswith(_SINGLE) and right in list(Matter)
    word = _word(judgement, withdraw, why, _VERDICTS if single else _PAIRS)
    if instead.given and not single:
        raise UsageError("another speaker or place is named for one statement or mention: … STATEMENT speaker wrong")
    said = why.strip(), (by or "").strip() or getpass.getuser()
    with open_workspace(workspace) as opened:
        if single:
            _correct(opened, left, Matter(right), Verdict(word), instead, said, as_json)
        else:
            _judge(opened, left, right, Judgement(word), said, as_json)


def _judge(
    workspace: "Workspace", left: str, right: str, word: Judgement, said: tuple[str, str], as_json: bool
) -> None:
    from vedette.app import judge

    links = judge(workspace, left, right, word, why=said[0], by=said[1])
    if as_json:
        say_json({"judgement": word, "links": links})
        return
    told = f"{one_line(left)} and {one_line(right)} {_TOLD[word]}"
    say(f"Noted, {count(len(links), 'pair')}: {told}. {_next(workspace)}")


def _correct(
    workspace: "Workspace",
    target: str,
    matter: Matter,
    verdict: Verdict,
    instead: _Instead,
    said: tuple[str, str],
    as_json: bool,
) -> None:
    from vedette.app import correct
    from vedette.fuse.correcting import saying

    voice, spot = instead.voice(), instead.spot(workspace.watch.countries)
    noted = correct(workspace, target, matter, verdict, voice=voice, spot=spot, why=said[0], by=said[1])
    if as_json:
        say_json({"judgement": verdict, "correction": noted})
        return
    put = saying(noted)
    told = f"the {matter} of {noted.target}, read as “{one_line(noted.read)}”, is {verdict}{f': {put}' if put else ''}"
    say(f"Noted: {told}. {_next(workspace)}")


def _next(workspace: "Workspace") -> str:
    waits = "It counts once another person says the same. " if workspace.watch.persons_needed > 1 else ""
    return f"{waits}Carry it through: vedette run {quoted(workspace.path)}"


def _word(judgement: str | None, withdraw: bool, why: str, known: Sequence[str]) -> str:
    words = f"{', '.join(known[:-1])} or {known[-1]}"
    if withdraw:
        if judgement is not None:
            raise UsageError(f"give {words}, or --withdraw, not both")
        return Judgement.WITHDRAWN
    if judgement is None or judgement not in known:
        raise UsageError(f"say what you judge: {words}, or take it back with --withdraw")
    if not why.strip():
        raise UsageError("say why with --why, for readers will ask")
    return judgement
