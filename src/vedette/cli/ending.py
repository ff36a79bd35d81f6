"""How a command ends that does not end well: one line on standard error, and the exit status."""

import errno

import click

from vedette.cli.output import one_line
from vedette.model.errors import VedetteError

_STOPPED = 130
_MACHINE = 1
_ADVICE = {
    errno.ENOSPC: "free some space, also for temporary files, and run the command again",
    errno.EDQUOT: "free some space or raise your quota, and run the command again",
    errno.EFBIG: "a limit on the size of files stands in the way (`ulimit -f`); raise it and run the command again",
    errno.EROFS: "it cannot be written; name a place that can",
    errno.EIO: "check the disk and run the command again",
    errno.EMFILE: "too many files are open (`ulimit -n`); raise the limit and run the command again",
    errno.ENOMEM: "close other programs or take fewer --workers, and run the command again",
}


def tell_end(error: Exception) -> int:
    """The exit status, once the line is written. An OSError that no state of the machine explains is raised again."""
    match error:
        case click.Abort():
            line, status = "stopped; what was finished is kept, and the same command goes on from there", _STOPPED
        case VedetteError():
            line, status = str(error), error.exit_code
        case click.UsageError():
            return _tell_misuse(error)
        case click.ClickException():
            line, status = error.format_message(), error.exit_code
        case OSError():
            line, status = _of_machine(error), _MACHINE
        case _:
            raise error
    click.echo(f"vedette: {one_line(line)}", err=True)
    return status


def _of_machine(error: OSError) -> str:
    advice = _ADVICE.get(error.errno or 0)
    if advice is None:
        raise error
    place = f"{error.filename}: " if error.filename else ""
    return f"{place}{error.strerror}: {advice}; what was finished is kept"


def _tell_misuse(error: click.UsageError) -> int:
    if error.message.startswith("Usage:"):
        # Where nothing at all was asked, newer releases of click raise the help.
        error.show()
        return error.exit_code
    command = error.ctx.command_path if error.ctx else "vedette"
    line = one_line(error.format_message()).rstrip(".")
    click.echo(f"vedette: {line[:1].lower()}{line[1:]}; see `{command} --help`", err=True)
    return error.exit_code
