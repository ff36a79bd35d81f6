"""`[extensions]` of a watch file: which installed packages take part."""

import re

from vedette.reference.toml_table import Table

_PACKAGE = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]{0,98}[A-Za-z0-9])?")
_MOST = 50


def parse_extensions(table: Table) -> tuple[str, ...]:
    """Whether they are installed is told when they are needed: a watch file is read anywhere."""
    found = table.only("use").texts("use")
    if len(found) > _MOST or not all(map(_PACKAGE.fullmatch, found)):
        raise table.wrong("use", f"a list of at most {_MOST} names of packages, as `pip list` shows them")
    return tuple(dict.fromkeys(found))
