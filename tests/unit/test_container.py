"""The Containerfile names what is there, and makes no root, no network at run time and no secret out of it.

The image itself is not built here: that takes a daemon and a registry. Each line is held to the tree instead.
"""

import ast
import json
import re
import shlex
import socket
import subprocess
import sys
import tomllib
from pathlib import Path

import click
import pytest

from vedette.cli import main

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "Containerfile").read_text("utf-8")


def instructions() -> list[tuple[str, str]]:
    """Name and words, with lines that go on joined."""
    joined = re.sub(r"\\\n", " ", re.sub(r"^\s*#.*\n", "", TEXT, flags=re.MULTILINE))
    return [(line.split(None, 1)[0], line.split(None, 1)[1]) for line in joined.splitlines() if line.strip()]


LINES = instructions()


def of(name: str) -> list[str]:
    return [words for each, words in LINES if each == name]


def test_what_is_copied_is_there_and_sent_to_the_builder() -> None:
    """From the tree by its path, from a stage by its name; and the ignore file lets all of it through."""
    stages = re.findall(r"^FROM \S+ AS (\w+)$", TEXT, re.MULTILINE)
    passed = {line[1:] for line in (ROOT / ".containerignore").read_text("utf-8").splitlines() if line[:1] == "!"}
    for words in of("COPY"):
        flags = [word for word in words.split() if word.startswith("--")]
        *origins, _ = [word for word in words.split() if not word.startswith("--")]
        stage = next((flag.partition("=")[2] for flag in flags if flag.startswith("--from=")), None)
        assert stage in (None, *stages)
        if stage is None:
            assert all((ROOT / one).exists() for one in origins), words
            assert {one.split("/")[0] for one in origins} <= passed


def test_what_is_run_is_there_and_is_no_nonsense() -> None:
    """Scripts by their path, Python by its parser, the shell by its own."""
    for words in of("RUN"):
        assert subprocess.run(["bash", "-n", "-c", words], check=False).returncode == 0
        typed = shlex.split(words)
        scripts = [word for word in typed if word.endswith(".py")]
        assert all((ROOT / script).is_file() for script in scripts)
        for at, word in enumerate(typed):
            if word == "-c" and "python" in typed[at - 1]:
                for node in ast.walk(ast.parse(typed[at + 1])):
                    if isinstance(node, ast.ImportFrom):
                        code = f"from {node.module} import {node.names[0].name}"
                        assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
    assert not re.search(r"curl|wget|sudo|chmod 777|^ADD", TEXT, re.MULTILINE)


def test_what_is_installed_is_what_make_install_installs() -> None:
    """The lock, hash by hash, and the packages of Debian that `scripts/tesseract.sh` takes."""
    assert "--require-hashes -r locks/run.lock" in TEXT
    debian = next(words for words in of("RUN") if "apt-get install" in words)
    wanted = re.search(r'packages="([^"]+)"', (ROOT / "scripts" / "tesseract.sh").read_text("utf-8"))
    assert wanted is not None
    assert set(wanted[1].split()) <= set(debian.split())
    assert "--no-install-recommends" in debian
    assert "rm -rf /var/lib/apt/lists" in debian


def test_the_base_is_named_whole_and_new_enough() -> None:
    """With its registry and a version, the same in every stage."""
    bases = {words.split()[0] for words in of("FROM")}
    assert len(bases) == 1
    found = re.fullmatch(r"docker\.io/library/python:3\.(\d+)-slim-\w+", bases.pop())
    assert found is not None
    needed = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["requires-python"]
    assert int(found[1]) >= int(needed.rpartition(".")[2])


def test_it_runs_as_nobody_in_particular_and_keeps_the_workspace_alone() -> None:
    """By number, so that a cluster can see that it is not root; made by a line before."""
    (user,) = of("USER")
    assert user.isdigit()
    assert int(user) > 0
    assert any(f"useradd --uid {user}" in words for words in of("RUN"))
    last = [name for name, _ in LINES]
    assert last.index("USER") > max(at for at, name in enumerate(last) if name in ("RUN", "COPY"))
    assert of("VOLUME") == of("WORKDIR")[-1:]
    assert not re.search(r"PASSWORD|SECRET|TOKEN|KEY=", TEXT)


def test_the_entry_is_the_command_and_the_port_that_of_serve() -> None:
    """In the form that passes signals on, so that a stopped container ends its run in order."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    (entry,) = map(json.loads, of("ENTRYPOINT"))
    assert set(entry) <= set(project["scripts"])
    (first,) = map(json.loads, of("CMD"))
    assert first == ["--help"]
    serve = main.get_command(click.Context(main), "serve")
    assert serve is not None
    port = next(each.default for each in serve.params if each.name == "port")
    assert of("EXPOSE") == [str(port)]


@pytest.mark.parametrize("listening", [True, False])
def test_the_check_of_health_tells_whether_it_answers(listening: bool) -> None:
    """The very words, against a port of this test's own."""
    words = json.loads(of("HEALTHCHECK")[0].partition("CMD ")[2])
    with socket.socket() as heard:
        heard.bind(("127.0.0.1", 0))
        if listening:
            heard.listen()
        code = words[2].replace("8000", str(heard.getsockname()[1]))
        done = subprocess.run([sys.executable, "-c", code], check=False, capture_output=True)
    assert (done.returncode == 0) == listening
