"""Every command with its options, from the tree of click."""

from collections.abc import Iterator

import click

from manual.tables import NOTE, code, table
from vedette.cli import main


def page() -> str:
    parts = [f"# Commands and options\n\n{NOTE} With examples that a test runs: [commands](../commands.md).\n"]
    return "\n".join([*parts, *(_section(name, command, context) for name, command, context in tree())])


def tree(
    command: click.Command = main, name: str = "vedette", parent: click.Context | None = None
) -> Iterator[tuple[str, click.Command, click.Context]]:
    """The command itself and all below it, by what is typed."""
    context = click.Context(command, info_name=name.rpartition(" ")[2], parent=parent)
    yield name, command, context
    if isinstance(command, click.Group):
        for part in command.list_commands(context):
            found = command.get_command(context, part)
            if found is not None and not found.hidden:
                yield from tree(found, f"{name} {part}", context)


def _section(name: str, command: click.Command, context: click.Context) -> str:
    usage = " ".join([name, *command.collect_usage_pieces(context)])
    told = "\n\n".join(" ".join(part.split()) for part in (command.help or "").replace("\b", "").split("\n\n"))
    options = [one for one in command.params if isinstance(one, click.Option) and not one.hidden]
    rows = [_row(one, context) for one in options]
    listed = table(("option", "what", "takes", "if left out"), rows) if rows else ""
    return f"## `{name}`\n\n```text\n{usage}\n```\n\n{_plain(told)}\n\n{listed}"


def _row(option: click.Option, context: click.Context) -> tuple[str, str, str, str]:
    names = ", ".join(map(code, (*option.opts, *option.secondary_opts)))
    takes = "" if option.is_flag else code(option.make_metavar(context))
    default = code(option.default) if option.show_default and option.default is not None else ""
    return names, _plain(option.help or ""), takes, default


def _plain(words: str) -> str:
    """What Markdown would take for emphasis or a tag."""
    return words.replace("<", "&lt;").replace("*", r"\*").replace("_", r"\_")
