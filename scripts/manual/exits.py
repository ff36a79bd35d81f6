"""Exit statuses, from the tree of errors."""

from collections.abc import Iterator

from manual.tables import NOTE, code, table
from vedette.model.errors import VedetteError

_HEAD = (
    "What each means to whoever types: [commands](../commands.md#what-all-commands-share).\n\nEverything that Vedette "
    "raises on purpose is a `VedetteError`; its message is one line that says what to do next. 130 is Ctrl-C."
)


def page() -> str:
    rows = [(str(one.exit_code), code(one.__name__), _told(one)) for one in tree()]
    told = table(("exit status", "error", "when"), sorted(rows))
    return f"# Exit statuses\n\n{NOTE} {_HEAD}\n\n{told}"


def tree(kind: type[VedetteError] = VedetteError) -> Iterator[type[VedetteError]]:
    """Those of this package: an extension's are its own."""
    if kind.__module__.startswith("vedette."):
        yield kind
    for one in kind.__subclasses__():
        yield from tree(one)


def _told(kind: type[VedetteError]) -> str:
    return " ".join((kind.__doc__ or "").split())
