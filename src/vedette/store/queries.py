"""Named SQL: every statement the store runs lies in `sql/*.sql` under a `-- name:` line, and what PostgreSQL must be
told otherwise in `sql/postgres/*.sql` under the same name."""

import re
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Literal

Dialect = Literal["sqlite", "postgres"]

_NAME = re.compile(r"^-- name: (\w+)$", re.MULTILINE)
_AMONG = re.compile(r"\b(NOT )?IN \(SELECT value FROM json_each\((:\w+)\)\)")
_PARAMETER = re.compile(r"(?<!:):([a-z_]\w*)")


@cache
def named(room: str, dialect: Dialect = "sqlite") -> dict[str, str]:
    """The statements of `sql/<room>.sql` by name, as the dialect says them."""
    folder = files("vedette.store") / "sql"
    common = _statements(folder / f"{room}.sql")
    if dialect == "sqlite":
        return common
    said = common | _statements(folder / dialect / f"{room}.sql")
    return {name: _translated(sql) for name, sql in said.items()}


def _statements(file: Traversable) -> dict[str, str]:
    if not file.is_file():
        return {}
    _, *parts = _NAME.split(file.read_text("utf-8"))
    return {name: sql.strip().removesuffix(";") for name, sql in zip(parts[::2], parts[1::2], strict=True)}


def _translated(sql: str) -> str:
    """Lists are arrays there, and parameters are written in another way."""
    among = _AMONG.sub(lambda found: f"{'<> ALL' if found[1] else '= ANY'} ({found[2]})", sql)
    return _PARAMETER.sub(r"%(\1)s", among.replace("%", "%%"))


def script(name: str) -> str:
    """One that PostgreSQL alone has."""
    return (files("vedette.store") / "sql" / "postgres" / f"{name}.sql").read_text("utf-8")


@cache
def migrations(dialect: Dialect = "sqlite") -> tuple[tuple[int, str], ...]:
    """Numbered scripts, in the order in which they are applied."""
    folder = files("vedette.store") / "sql"
    scripts = sorted(
        (entry.name, entry.read_text("utf-8"))
        for entry in ((folder if dialect == "sqlite" else folder / dialect) / "migrations").iterdir()
        if entry.name.endswith(".sql")
    )
    return tuple((int(name.partition("_")[0]), script) for name, script in scripts)
