"""Forms of exports that extensions bring: `vedette export WORKSPACE TABLE --format NAME`."""

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

import click

from vedette.model.errors import UsageError

if TYPE_CHECKING:
    from vedette.extension.found import Extension


class Form(click.Choice[str]):
    """The forms that Vedette has, or one that an installed extension brings. What is installed is looked up only for a
    name that is none of ours."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        if value in self.choices or not _forms(str(value)):
            return super().convert(value, param, ctx)
        return value


def _forms(name: str) -> "list[Extension]":
    from vedette.extension.found import installed

    return [one for one in installed() if one.group == "exports" and one.name == name]


def foreign_lines(rows: Iterable[Mapping[str, Any]], form: str, table: str, watch: str) -> Iterator[str]:
    """What the extension makes of rows that may leave. To name it is to use it: no watch file need do so."""
    from vedette.extension.found import ExtensionError, load

    extension = _only(form)
    export = load(extension)
    if export.table != table:
        raise UsageError(
            f"{form} is a form of {export.table}; write: vedette export WORKSPACE {export.table} --format {form}"
        )
    try:
        for piece in export(rows, watch):
            if not isinstance(piece, str):
                raise extension.failed(f"wrote {type(piece).__name__} in place of text")
            yield piece
    except (ExtensionError, MemoryError, OSError):
        raise
    except (Exception, SystemExit) as error:
        raise extension.broke(error) from error


def _only(form: str) -> "Extension":
    found = _forms(form)
    if len(found) > 1:
        packages = ", ".join(one.package for one in found)
        raise UsageError(f"{packages} all bring a form {form}: uninstall all but one")
    return found[0]
