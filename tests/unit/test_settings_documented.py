"""Every setting has its line: tables of watch.toml, variables of the environment, addresses of /api/v1, roles."""

import ast
import importlib
import importlib.util
import re
from pathlib import Path
from typing import get_args

import pytest
from web_world import WATCH

from vedette.evidence.custody import How
from vedette.model.access import PERMISSIONS, Permission, Role
from vedette.web.rest.openapi import LISTS, described

_ROOT = Path(__file__).parents[2]
_VARIABLE = re.compile(r"(?:VEDETTE|XDG|FIRMS|TELEGRAM|RAY)(?:_[A-Z0-9]+)+")
# Set by Vedette for programs that it starts itself.
_FOR_CHILDREN = {"XDG_CONFIG_HOME", "RAY_DEDUP_LOGS", "RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO"}


def page(name: str) -> str:
    return (_ROOT / "docs" / name).read_text("utf-8")


def told(text: str) -> set[str]:
    """The codes in first cells."""
    rows = [line.split(" | ")[0] for line in text.splitlines() if line.startswith("| `")]
    return {code for row in rows for code in re.findall(r"`([^`]+)`", row)}


def test_every_table_of_the_watch_file_has_its_section(monkeypatch: pytest.MonkeyPatch) -> None:
    """With every key that its reader takes, and no other; also of a table that is new."""
    monkeypatch.syspath_prepend(str(_ROOT / "scripts"))
    tables = dict(importlib.import_module("manual.settings").every_table())
    parts = re.split(r"^## (.+)$", page("watch.md"), flags=re.MULTILINE)
    sections = {title.replace("`", ""): text for title, text in zip(parts[1::2], parts[2::2], strict=True)}
    for opening, keys in tables.items():
        title = opening or "The top of the file"
        assert title in sections, f"docs/watch.md has no section {title}"
        assert told(sections[title]) == set(keys), title


def test_every_variable_of_the_environment_is_told() -> None:
    """Whatever the code names like one stands in the table of docs/commands.md."""
    found = {
        node.value
        for path in (_ROOT / "src" / "vedette").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and _VARIABLE.fullmatch(node.value)
    }
    table = page("commands.md").split("| variable of the environment |")[1].split("\n\n")[0]
    assert told(table) == found - _FOR_CHILDREN


def test_every_address_and_parameter_of_the_interface_is_told() -> None:
    """As the description of /api/v1 has them."""
    text, description = page("api.md"), described(WATCH)
    assert {f"/api/v1/{name}" for name in LISTS} <= told(text)
    for path in description["paths"]:
        assert path.replace("{identity}", "ID") in text, path
    parameters = {
        one["name"]
        for path in description["paths"].values()
        for one in path["get"]["parameters"]
        if one["in"] == "query"
    }
    assert parameters <= told(text)


def test_every_role_is_told_with_what_it_may() -> None:
    """In the words of the code."""
    rows = [line.strip("| ").split(" | ") for line in page("accounts.md").splitlines() if line.startswith("| ")]
    table = dict(row for row in rows if len(row) == 2)
    assert {str(role) for role in Role} <= set(table)
    below: frozenset[Permission] = frozenset()
    for role, may in PERMISSIONS.items():
        for permission in may - below - {Permission.READ}:
            assert permission in table[role], (role, permission)
        below = may


def test_every_way_by_which_media_leave_is_told() -> None:
    """The words of the log of custody."""
    row = next(line for line in page("evidence.md").splitlines() if line.startswith("| `how` |"))
    assert set(re.findall(r"`(\w+)`", row.split(" | ")[1])) == set(get_args(How))


def test_every_entry_point_is_told() -> None:
    """Each group that an extension may join, with how to write for it."""
    if importlib.util.find_spec("vedette.extension") is None:
        pytest.skip("there are no entry points yet")
    groups = importlib.import_module("vedette.extension.found").GROUPS
    text = page("extending.md")
    assert all(f"vedette.{group}" in text for group in groups)
