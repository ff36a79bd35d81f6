"""One file a command. A command is imported when it is called, so that `vedette --help` answers at once."""

import sys
from difflib import get_close_matches
from importlib import import_module
from typing import Any, NoReturn

import click

from vedette.cli.ending import tell_end
from vedette.model.errors import VedetteError

_COMMANDS = {
    "demo": ("demo", "Build and open a demo war."),
    "analyze": ("analyze", "Take one text apart: who says what, how sure, where and when."),
    "observe": ("observe", "Look at evidence without words: heat, radar and light from above."),
    "init": ("init", "Make a workspace: a folder that follows one war."),
    "add": ("add", "Bring reports in: files, folders, addresses."),
    "collect": ("collect", "Ask the sources that are followed, and capture what is new."),
    "run": ("run", "Work through what was added, up to the picture."),
    "judge": ("judge", "Say that two reports or events are the same, are not, or that you cannot tell."),
    "follow": ("follow", "Run again whenever something was added, until Ctrl-C."),
    "retract": ("retract", "Note that a source took a report back, removed it, or put it up again."),
    "status": ("status", "Show what a workspace holds and what waits."),
    "failures": ("failures", "List what could not be worked through, and why."),
    "serve": ("serve", "Open the map, the timeline and the statements in a browser."),
    "translate": ("translate", "Have a server of your own translate what reports say, to help reading."),
    "assist": ("assist", "Have a language model of your own propose who says what, checked against the text."),
    "changes": ("changes", "Tell what is different since a day: new, surer, less sure, joined, parted, gone."),
    "alerts": ("alerts", "Deliver what is new by the watch's rules: feeds, mail, webhooks."),
    "control": ("control", "Tell who is said to hold a place, on a day, as it was known on another."),
    "explain": ("explain", "Tell why reports are one event, why it has its status, what would change it."),
    "report": ("report", "Write a situation report in which every sentence is cited."),
    "publish": ("publish", "Write a public site that needs no server, as the policy lets it out."),
    "export": ("export", "Take events, statements, control, links or threats away as files."),
    "import": ("import_facts", "Bring in the facts of another workspace, ids and all."),
    "gazetteer": ("gazetteer", "Show what places are known and by whose leave; import more."),
    "user": ("user", "Say who may sign in to the pages, and what each may do there."),
    "token": ("token", "Give programs a token for the addresses under /api/, and take it back."),
    "stamp": ("stamp", "Put a daily root over the captures and have it time-stamped."),
    "custody": ("custody", "Tell who was given restricted media, when and how."),
    "backup": ("backup", "Copy a workspace into one encrypted file."),
    "restore": ("restore", "Make a workspace out of a backup, and verify it."),
    "doctor": ("doctor", "Tell what is installed, what is missing, and what mends it."),
    "move": ("move", "Move the store from its file to a PostgreSQL server."),
    "roles": ("roles", "Make roles on that server: who may read, who may write."),
    "verify": ("verify", "Check every capture, chain link and citation again."),
}


class Commands(click.Group):
    """Shows commands from the table above and imports only the one that is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        command = import_module(f"vedette.cli.{_COMMANDS[cmd_name][0]}").command
        assert isinstance(command, click.Command)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """A misspelt command names the one that was meant."""
        near = get_close_matches(args[0], _COMMANDS, n=1)
        if args[0] not in _COMMANDS and near and not args[0].startswith("-"):
            raise click.UsageError(f"no such command '{args[0]}': did you mean {near[0]}?", ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, summary) for name, (_, summary) in _COMMANDS.items()])

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            # Before click adds an empty line of its own, which only a terminal that shows ^C needs.
            click.echo("", nl=sys.stderr.isatty(), err=True)
            raise click.Abort from None

    def main(self, *args: Any, **extra: Any) -> NoReturn:
        """Whatever ends a command early is one line and an exit status; a traceback is a bug of Vedette's own."""
        try:
            status = super().main(*args, **{"prog_name": "vedette", **extra, "standalone_mode": False})
        except (VedetteError, click.ClickException, click.Abort, OSError) as error:
            sys.exit(tell_end(error))
        sys.exit(status if isinstance(status, int) else 0)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="vedette")
def main() -> None:
    """Follow a war from public sources and keep every claim attributed.

    Exit status: 0 done (items that failed are listed), 1 this machine gave out (a full disk, a dead worker), 2 wrong
    use, 3 the workspace, 4 nothing could be captured, 5 nothing could be read, 6 a proof failed, 130 stopped by Ctrl-C.
    """
