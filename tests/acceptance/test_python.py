"""The page on Python is run, from top to bottom; and `import vedette` loads nothing."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

PAGE = Path(__file__).parents[2] / "docs" / "python.md"
_BLOCK = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_NOTE = re.compile(r"<<'END'\n(.*?)^END$", re.MULTILINE | re.DOTALL)
_VEDETTE = "from vedette.cli import main; main()"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("python")
    note = _NOTE.search(PAGE.read_text("utf-8"))
    assert note is not None
    (folder / "note.txt").write_text(note.group(1), "utf-8")
    for command in (("init", "war"), ("add", "war", "note.txt"), ("run", "war", "--workers", "1")):
        subprocess.run([sys.executable, "-c", _VEDETTE, *command], cwd=folder, check=True, capture_output=True)
    return folder


def test_every_block_runs_in_its_order(folder: Path) -> None:
    """One after another in one process, and they say what they are there for."""
    pytest.importorskip("geopandas", reason="needs the extra 'frames'")
    blocks = _BLOCK.findall(PAGE.read_text("utf-8"))
    assert len(blocks) == 4
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", "\n".join(blocks)],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "governor | claim |" in done.stdout
    assert "EPSG:4326" in done.stdout
    assert "Odesa" in done.stdout


def test_importing_loads_nothing() -> None:
    """Only what is asked for; and what is not there is an AttributeError that says so."""
    code = (
        "import sys, vedette; assert not {'spacy', 'pandas', 'fastapi', 'vedette.app'} & set(sys.modules);"
        "assert vedette.open and vedette.Query and vedette.War;"
        "assert not {'spacy', 'pandas', 'fastapi'} & set(sys.modules);"
        "sys.exit(0 if not hasattr(vedette, 'nothing') else 1)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
