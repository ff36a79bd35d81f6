"""The floors of the analysis, held on a small fixed part of each evaluation pack."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SHARED = Path(os.environ.get("VEDETTE_SHARED", ROOT.parent / "shared"))


@pytest.mark.slow
@pytest.mark.skipif(not (SHARED / "cases").is_dir(), reason=f"NO EVALUATION PACKS at {SHARED}: floors not checked")
def test_no_figure_falls_below_its_floor() -> None:
    """`bench/quality.py --quick` fails when one does, and says which."""
    command = [sys.executable, str(ROOT / "bench" / "quality.py"), "--quick", "--shared", str(SHARED)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=600, check=False)
    assert done.returncode == 0, done.stderr
