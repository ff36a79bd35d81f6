"""docs/installing.md tells what each extra is for, and no other."""

import re
import tomllib
from pathlib import Path

_ROOT = Path(__file__).parents[2]
_FOR_BUILDERS = {"build", "dev", "docs"}


def test_every_extra_is_told_and_no_other() -> None:
    """But for those that make and test Vedette itself."""
    project = tomllib.loads((_ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    page = (_ROOT / "docs" / "installing.md").read_text("utf-8")
    table = page.split("| extra | for |")[1].split("\n\n")[0]
    told = {name for line in table.splitlines() for name in re.findall(r"`([\w-]+)`", line.split(" | ")[0])}
    assert told == set(project["optional-dependencies"]) - _FOR_BUILDERS
