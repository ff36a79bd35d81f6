"""The manual is built as `make docs` builds it, without a network; nothing in it asks another host."""

import importlib
import os
import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from vedette.reference.watchfile import parse_watch

ROOT = Path(__file__).parents[2]
# Whatever tries to reach a host fails here, as on a machine without a network.
_BUILD = """
import socket, sys
def refused(*args, **kwargs): raise OSError("the manual is built without a network")
socket.socket.connect = socket.getaddrinfo = refused
from mkdocs.__main__ import cli
cli(["build", "--strict", "--quiet", "--site-dir", sys.argv[1]])
"""
_ASKING = re.compile(r"<(?:script|link|img|iframe|source|video|audio|object|embed|form|use)\b[^>]*>", re.IGNORECASE)
_TARGET = re.compile(r'\b(?:src|href|srcset|data|action|poster)\s*=\s*"?([^"\s>]+)', re.IGNORECASE)
_STYLED = re.compile(r"(?:url\(|@import\s+)['\"]?([^'\")\s;]+)", re.IGNORECASE)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("manual") / "site"
    done = subprocess.run(
        [sys.executable, "-c", _BUILD, made],
        cwd=ROOT,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1", "PYTHONPATH": str(ROOT / "src")},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return made


@pytest.fixture
def manual(monkeypatch: pytest.MonkeyPatch) -> None:
    """What makes the reference can be imported."""
    monkeypatch.syspath_prepend(str(ROOT / "scripts"))


def made_by(name: str) -> ModuleType:
    return importlib.import_module(f"manual.{name}")


@pytest.mark.slow
def test_every_page_is_in_the_manual_and_nothing_asks_another_host(site: Path) -> None:
    """Strict: a page outside the navigation, a link or an anchor that leads nowhere would have ended the build."""
    pages = {page.relative_to(site).as_posix() for page in site.rglob("*.html")}
    assert {f"{page.stem}.html" for page in (ROOT / "docs").glob("*.md")} <= pages
    assert {"index.html", "bench.html", "changelog.html", "contributing.html", "reference/settings.html"} <= pages
    for page in site.rglob("*.html"):
        text = page.read_text("utf-8")
        asked = [target for tag in _ASKING.findall(text) for target in _TARGET.findall(tag)]
        assert not [one for one in asked if _is_elsewhere(one)], page
        assert "default-src 'self'" in text, page
        assert 'class="mermaid"' not in text, page
    for style in site.rglob("*.css"):
        assert not [one for one in _STYLED.findall(style.read_text("utf-8")) if _is_elsewhere(one)], style
    for script in site.rglob("bundle*.js"):
        assert "unpkg.com" not in script.read_text("utf-8")


def _is_elsewhere(target: str) -> bool:
    return target.startswith(("http:", "https:", "//"))


@pytest.mark.slow
def test_the_reference_of_python_is_drawn(site: Path) -> None:
    """Not only the directive: the methods, with what their docstrings say."""
    text = (site / "reference" / "python.html").read_text("utf-8")
    assert 'id="vedette.war.War.events"' in text
    # Also what the signature says by itself: methods and fields without a docstring.
    assert 'id="vedette.war.War.control"' in text
    assert 'id="vedette.model.event.Event.accounts"' in text
    assert "Opens a workspace." in text


def test_the_reference_names_every_setting_and_the_defaults_are_those_of_the_reader(manual: None) -> None:
    """Table by table, as `watch.toml` is read."""
    settings = made_by("settings")
    page = settings.page()
    tables = dict(settings.every_table())
    assert {"", "[[side]]", "[[source]]", "[policy]", "[[collect]]", "[[alert]]", "[store]"} <= set(tables)
    for opening, keys in tables.items():
        section = page.split(f"## `{opening}`" if opening else "## The top of the file")[1].split("\n## ")[0]
        assert re.findall(r"^\| `(\w+)`", section, re.MULTILINE) == list(keys), opening
    assert parse_watch('name = "x"\n[[source]]\nid = "s"\nname = "S"\n').sources[0].kind == "channel"
    assert "| `kind` | a text | `channel` |" in page


def test_the_reference_names_every_command_error_and_address(manual: None) -> None:
    """From the tree of click, the tree of errors and the description of /api/v1."""
    commands, exits, rest = map(made_by, ("commands", "exits", "rest"))
    text = commands.page()
    for name, command, _ in commands.tree():
        assert f"\n## `{name}`\n" in text
        assert all(f"`{option}`" in text for each in command.params for option in each.opts if option.startswith("-"))
    assert all(f"`{one.__name__}`" in exits.page() for one in exits.tree())
    assert all(f"## `GET /api/v1/{name}`" in rest.page() for name in ("events", "threats", "documents/{identity}"))
