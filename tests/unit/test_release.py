# ruff: noqa: E501
"""The parts of a release: the same twice, every licence known, weaknesses asked about. `make release` joins them."""

import json
import sys
import zipfile
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture
def script(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.syspath_prepend(ROOT / "scripts")
    names = {"audit", "licences", "parts", "same"}

    def loaded(name: str) -> ModuleType:
        assert name in names
        return import_module(name)

    yield loaded
    for name in names:
        sys.modules.pop(name, None)


def _wheel(folder: Path, day: int, text: str) -> Path:
    folder.mkdir()
    with zipfile.ZipFile(folder / "a.whl", "w") as made:
        made.writestr(zipfile.ZipInfo("a.py", (2024, 5, day, 0, 0, 0)), text)
    return folder


def test_two_builds_are_compared_byte_by_byte(script: Any, tmp_path: Path) -> None:
    """A time or a letter inside an archive is named with its file."""
    same, one = script("same"), _wheel(tmp_path / "one", 1, "x")
    assert list(same.differences(one, _wheel(tmp_path / "two", 1, "x"))) == []
    for name, day, text in (("later", 2, "x"), ("other", 1, "y")):
        (found,) = same.differences(one, _wheel(tmp_path / name, day, text))
        assert found.startswith("a.whl: a.py is ")
    (tmp_path / "none").mkdir()
    assert len(list(same.differences(one, tmp_path / "none"))) == 1
    assert len(list(same.differences(tmp_path / "none", tmp_path / "none"))) == 1


def test_every_package_that_runs_has_a_licence_on_the_page(script: Any) -> None:
    """At the versions of the lock: `make licences` writes it anew."""
    licences = script("licences")
    rows = {tuple(row.strip("| ").split(" | ")[:2]) for row in licences.PAGE.read_text("utf-8").splitlines()}
    locked = licences._LOCKED.findall((ROOT / "locks" / "run.lock").read_text("utf-8"))
    assert len(locked) > 100
    assert [one for one in locked if one not in rows] == []
    assert "not known" not in licences.PAGE.read_text("utf-8")


@pytest.mark.parametrize(
    ("said", "known"),
    [
        ("Apache Software License", "Apache-2.0"),
        ("Apache License, Version 2.0", "Apache-2.0"),
        ("Apache-2.0 OR BSD-2-Clause", "Apache-2.0 OR BSD-2-Clause"),
        ("The BSD 2-Clause License", "BSD-2-Clause"),
        ("3-Clause BSD License", "BSD-3-Clause"),
        ("MIT License", "MIT"),
        ("ISC License (ISCL)", "ISC"),
        ("GPLv3 License", "GPL-3.0-only"),
        ("Copyright (c) Somebody", ""),
        ("Business Source License", ""),
    ],
)
def test_licences_are_told_by_their_names(script: Any, said: str, known: str) -> None:
    """What is none is not guessed."""
    assert script("licences").spdx(said) == known


@pytest.mark.parametrize(("licence", "stops"), [("MIT", False), ("GPL-3.0-only", True), ("", True), ("MIT OR GPL-3.0-only", False), ("MIT AND GPL-3.0-only", True)])  # fmt: skip
def test_a_licence_that_does_not_go_stops_the_release(script: Any, licence: str, stops: bool) -> None:
    """Of several that are offered one is enough; of several that hold together all must go."""
    part = script("licences").Part(name="a", version="1", licence=licence, needed="running")
    assert (part.trouble is not None) is stops


def test_the_parts_list_names_licences_and_no_place_to_fetch_from(script: Any) -> None:
    """The parts of the pages are among them."""
    part = script("licences").Part
    sums = [{"alg": "SHA-256", "content": "00"}]
    listed = {"components": [{"name": "a", "externalReferences": [{"url": "https://host.example/a", "hashes": sums}]}]}
    parts = [part(name="a", version="1", licence="MIT", needed="running"), part(name="@b/c", version="2", licence="BSD", needed="pages")]  # fmt: skip
    whole = script("parts").whole(listed, parts)
    assert "host.example" not in json.dumps(whole)
    first, second = whole["components"]
    assert first["licenses"] == [{"expression": "MIT"}]
    assert first["properties"] == [{"name": "sum:SHA-256", "value": "00"}]
    assert (second["purl"], second["licenses"]) == ("pkg:npm/%40b/c@2", [{"license": {"name": "BSD"}}])


def test_silence_of_the_advisory_service_is_no_clean_bill(script: Any) -> None:
    """What could not be asked about is counted apart from what is clean."""
    audit = script("audit")
    skipped, clean = {"name": "a", "skip_reason": "not found"}, {"name": "b", "version": "1", "vulns": []}
    weak = {"name": "c", "version": "2", "vulns": [{"id": "CVE-1"}]}
    for answer in ("", "{}", "[]", json.dumps({"dependencies": [skipped]})):
        assert "COULD NOT ASK" in audit.verdict(answer).told("run.lock")
    told = audit.verdict(json.dumps({"dependencies": [skipped, clean]})).told("run.lock")
    assert "no known weakness in 1 packages; NOT ASKED about 1" in told
    found = audit.verdict(json.dumps({"dependencies": [weak, clean]}))
    assert (found.asked, found.weak) == (2, ("  c 2: CVE-1",))
