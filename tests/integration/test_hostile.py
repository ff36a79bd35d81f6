"""Some thousand hostile cases of `bench/hostile.py`; the million is run by hand."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_no_case_breaks_a_reader() -> None:
    """It fails where one breaks, takes a minute or touches what lies outside, and names the case."""
    command = [
        sys.executable,
        str(ROOT / "bench" / "hostile.py"),
        "--cases",
        "6000",
        "--seconds",
        "60",
        "--seed",
        "quick",
    ]
    done = subprocess.run([*command, "--quick"], capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    assert "| Telegram export |" in done.stdout
