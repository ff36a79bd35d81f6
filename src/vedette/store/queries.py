"""Named SQL: every statement the store runs lies in `sql/*.sql` under a `-- name:` line."""

import re
from functools import cache
from importlib.resources import files

_NAME = re.compile(r"^-- name: (\w+)$", re.MULTILINE)


@cache
def named(room: str) -> dict[str, str]:
    """The statements of `sql/<room>.sql` by name."""
    text = (files("vedette.store") / "sql" / f"{room}.sql").read_text("utf-8")
    _, *parts = _NAME.split(text)
    return {name: sql.strip().removesuffix(";") for name, sql in zip(parts[::2], parts[1::2], strict=True)}


@cache
def migrations() -> tuple[tuple[int, str], ...]:
    """Numbered scripts, in the order in which they are applied."""
    folder = files("vedette.store") / "sql" / "migrations"
    scripts = sorted(
        (entry.name, entry.read_text("utf-8")) for entry in folder.iterdir() if entry.name.endswith(".sql")
    )
    return tuple((int(name.partition("_")[0]), script) for name, script in scripts)
