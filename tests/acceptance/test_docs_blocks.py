"""Every fenced or indented block of the documentation is held by something: run, parsed, or compared.

`console` blocks are typed by `test_docs.py`, those of `python.md` run by `test_python.py`; here is the rest. A block in
a language that nobody holds fails, so that a new kind of block comes with its test.
"""

import re
import shlex
import subprocess
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path

import click
import pytest
from test_docs import PAGES, ROOT

from vedette.cli import main
from vedette.reference.watchfile import parse_watch

_FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_INDENTED = re.compile(r"^    (vedette .+)$", re.MULTILINE)
_PATH = re.compile(r"`((?:src|tests|bench|scripts|training|assets|locks)/[\w./-]+)`")
RUN_BY = {"python.md": "tests/acceptance/test_python.py"}
"""Pages whose Python blocks another test runs; those of every other page are run here."""
DRAWN = {"CONTRIBUTING.md": 1}
"""Blocks that are drawings."""
FOREIGN = {
    "age -d -i": "tests/unit/test_evidence_backup.py",
    "openssl ts -verify": "tests/unit/test_evidence_stamps.py",
    "bagit.py --validate": "tests/unit/test_evidence_export.py",
    "ots verify": "tests/unit/test_evidence_stamps.py",
    "export RAY_AUTH_MODE=token": "tests/integration/test_ray.py",
    "ray get-auth-token --generate": "tests/integration/test_ray.py",
    "apt-get install postgresql postgis": "scripts/postgres.sh",
    "sudo -u postgres": "tests/unit/test_store_docs.py",
    "pipx install": "bench/stranger.py",
    "uv tool install": "bench/stranger.py",
    "podman build": "tests/unit/test_container.py",
}
"""Lines of other programs, and where what they do is tried."""
_TRIED = {
    "age -d -i": "pyrage", "openssl ts -verify": '"openssl", "ts", "-verify"', "bagit.py --validate": "bagit.Bag(",
    "ots verify": 'which("ots")', "export RAY_AUTH_MODE=token": "RAY_AUTH_MODE",
    "ray get-auth-token --generate": "get-auth-token --generate", "apt-get install postgresql postgis": "postgis",
    "sudo -u postgres": "cluster()", "pipx install": '"install", str(wheel)', "uv tool install": '"tool", "install"',
    "podman build": "The image itself is not built here",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    page: str
    language: str
    text: str


BLOCKS = [
    Block(page=page.name, language=found[1], text=found[2])
    for page in PAGES
    for found in _FENCE.finditer(page.read_text("utf-8"))
]


def of(*languages: str) -> list[Block]:
    return [block for block in BLOCKS if block.language in languages]


def lines(block: Block) -> list[str]:
    return [line for line in block.text.splitlines() if line.strip() and not line.lstrip().startswith("#")]


def test_every_block_is_of_a_kind_that_is_held() -> None:
    """And pages that are run elsewhere are named with the test that runs them."""
    held = {"console", "sh", "text", "toml", "json", "yaml", "sql", "python"}
    assert not {(block.page, block.language) for block in BLOCKS if block.language not in {*held, ""}}
    assert {page: len([one for one in of("") if one.page == page]) for page in {one.page for one in of("")}} == DRAWN
    assert set(RUN_BY) <= {block.page for block in of("python")}
    assert all(page in (ROOT / test).read_text("utf-8") for page, test in RUN_BY.items())
    assert {block.page for block in of("sql")} == {"store.md"}
    assert {block.page for block in of("json")} == {"analysis.md"}


@pytest.mark.parametrize("block", of("sh", "text"), ids=lambda block: f"{block.page}-{block.text[:30]!r}")
def test_every_line_of_a_shell_can_be_typed(block: Block) -> None:
    """Vedette's own lines are taken by its parser, targets of make are there, other programs are tried elsewhere."""
    if block.language == "sh":
        assert subprocess.run(["bash", "-n", "-c", block.text], check=False).returncode == 0
    for line in lines(block):
        if block.language == "text" and block.page == "commands.md":
            assert line.startswith("vedette"), "usage lines are held by test_docs.py"
        else:
            hold(line)


def hold(line: str) -> None:
    match shlex.split(line, comments=True):
        case ["vedette", *words]:
            taken(words)
        case ["podman", "run", *words]:
            taken(words[words.index("vedette") + 1 :])
        case ["make", target, *_]:
            assert re.search(rf"^{target}:", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE), line
        case [".", ".venv/bin/activate"]:
            pass
        case _:
            start = next((start for start in FOREIGN if line.startswith(start)), None)
            assert start is not None, f"nothing holds this line: {line}"
            assert _TRIED[start] in (ROOT / FOREIGN[start]).read_text("utf-8")


def taken(words: list[str]) -> None:
    """The parser of the command takes every word: options, choices, how many arguments; no file need be there."""
    command: click.Command = main
    context = click.Context(main, info_name="vedette")
    while isinstance(command, click.Group) and words and not words[0].startswith("-"):
        found = command.get_command(context, words[0])
        assert found is not None, f"there is no command {words[0]}"
        command, words = found, words[1:]
        context = click.Context(command, info_name=command.name, parent=context)
    values, left, _ = command.make_parser(context).parse_args(list(words))
    assert not left, f"{command.name} does not take {left}"
    for each in command.params:
        value = values.get(each.name or "")
        missing = value is None or (isinstance(value, tuple) and not value)
        assert not (each.required and missing), f"{command.name} needs {each.name}"
        if isinstance(each.type, click.Choice) and isinstance(value, str):
            assert value in each.type.choices, f"{command.name} knows no {value}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_path_of_the_tree_is_there(page: Path) -> None:
    """Files and folders of the project that are named in the prose."""
    named = _PATH.findall(_FENCE.sub("", page.read_text("utf-8")))
    assert not [path for path in named if not (ROOT / path).exists()]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_indented_command_can_be_typed(page: Path) -> None:
    """As those in fences."""
    for line in _INDENTED.findall(_FENCE.sub("", page.read_text("utf-8"))):
        taken(shlex.split(line)[1:])


@pytest.mark.parametrize("block", of("toml"), ids=lambda block: block.page)
def test_every_watch_file_is_accepted(block: Block) -> None:
    """A part of one, with a name put before it; what describes a package is that of an example."""
    whole = tomllib.loads(block.text)
    if "project" in whole:
        name, points = whole["project"]["name"], whole["project"]["entry-points"]
        example = tomllib.loads((ROOT / "examples" / name / "pyproject.toml").read_text("utf-8"))["project"]
        assert (example["name"], example["entry-points"]) == (name, points)
        return
    assert parse_watch(block.text if re.search(r"^name =", block.text, re.MULTILINE) else f'name = "x"\n{block.text}')


@pytest.mark.parametrize("block", of("yaml"), ids=lambda block: block.page)
def test_every_description_of_a_cluster_is_one(block: Block) -> None:
    """What KubeRay asks for is there, and the token is not written in it."""
    yaml = pytest.importorskip("yaml")
    found = yaml.safe_load(block.text)
    assert (found["kind"], found["apiVersion"]) == ("RayCluster", "ray.io/v1")
    for group in (found["spec"]["headGroupSpec"], *found["spec"]["workerGroupSpecs"]):
        (container,) = group["template"]["spec"]["containers"]
        settings = {one["name"]: one for one in container["env"]}
        assert settings["RAY_AUTH_MODE"]["value"] == "token"
        assert "value" not in settings["RAY_AUTH_TOKEN"]


@pytest.mark.parametrize("page", sorted({one.page for one in of("python")} - set(RUN_BY)))
def test_every_other_block_of_python_runs(page: str, tmp_path: Path) -> None:
    """All of a page, one after another in one process."""
    code = "\n".join(block.text for block in of("python") if block.page == page)
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
