"""Each dependency has its purpose, and the page that lists them is that of pyproject.toml."""

import importlib.util
import tomllib
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def bench() -> ModuleType:
    spec = importlib.util.spec_from_file_location("dependencies", ROOT / "bench" / "dependencies.py")
    assert spec is not None
    assert spec.loader is not None
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    return made


def test_every_dependency_has_its_purpose_on_the_page(bench: ModuleType) -> None:
    """In a line of pyproject.toml, and the same on the page."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    declared = {("", one) for one in project["dependencies"]}
    declared |= {(extra, one) for extra, names in project["optional-dependencies"].items() for one in names}
    rows = list(bench.listed())
    assert {(extra, asked) for extra, asked, _ in rows} == declared
    assert [asked for _, asked, why in rows if not why] == []
    page = (ROOT / "docs" / "dependencies.md").read_text("utf-8")
    assert [asked for _, asked, why in rows if f"| `{asked}` | {why} |" not in page] == []


def test_what_a_package_brings_is_counted_with_it(bench: ModuleType) -> None:
    """Also what its extras bring; what stands under another system is not."""
    found = bench.needed(["jinja2>=3"])
    assert found == {"jinja2", "markupsafe"}
    assert "colorama" not in bench.needed(["click>=8"])
    assert bench.size("jinja2") > 0.1
