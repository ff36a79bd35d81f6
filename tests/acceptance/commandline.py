"""The command line as its user meets it: another process, its two streams, its exit status."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

MAIN = "from vedette.cli import main; main()"
PROGRAM = (sys.executable, "-c", MAIN)
# A root without these two capabilities is held back by permissions as anybody is; others have none to drop. They go
# with the next program, hence the second start.
_DROP = (
    "import ctypes, os, sys\n"
    "for capability in (1, 2): ctypes.CDLL(None).prctl(24, capability, 0, 0, 0)\n"
    "os.execv(sys.executable, [sys.executable, '-c', sys.argv[1], *sys.argv[2:]])\n"
)
UNPRIVILEGED = (sys.executable, "-c", _DROP, MAIN)
GOOD = "The ministry said on 12 May 2024 that its troops captured the village of Robotyne."


def limited(largest: int) -> tuple[str, ...]:
    """No file may grow larger than this many bytes, as on a disk that is nearly full."""
    limit = f"import resource; resource.setrlimit(resource.RLIMIT_FSIZE, ({largest}, {largest}))"
    return (sys.executable, "-c", f"{limit}; {MAIN}")


def vedette(
    *arguments: object, status: int = 0, program: tuple[str, ...] = PROGRAM, cwd: Path | None = None
) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        [*program, *(os.fspath(one) if isinstance(one, Path) else str(one) for one in arguments)],
        capture_output=True,
        text=True,
        errors="replace",
        timeout=80,
        check=False,
        cwd=cwd,
    )
    assert "Traceback" not in done.stderr, done.stderr
    assert done.returncode == status, (arguments, done.returncode, done.stderr)
    return done


def started(*arguments: object, program: tuple[str, ...] = PROGRAM) -> subprocess.Popen[str]:
    """Still going on, and told of Ctrl-C as a terminal would tell it, whatever started these tests."""
    return subprocess.Popen(
        [*program, *(str(one) for one in arguments)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        errors="replace",
        start_new_session=True,
    )


def refused(*arguments: object, status: int, **how: Any) -> str:
    """The one line of a command that could not do what was asked."""
    done = vedette(*arguments, status=status, **how)
    assert done.stdout == ""
    assert done.stderr.startswith("vedette: "), done.stderr
    assert done.stderr.count("\n") == 1, done.stderr
    return done.stderr


def interrupted(process: subprocess.Popen[str]) -> str:
    """What the command says once it got Ctrl-C."""
    process.send_signal(signal.SIGINT)
    _, told = process.communicate(timeout=60)
    assert process.returncode == 130, told
    return told


def statements(workspace: Path) -> list[dict[str, Any]]:
    lines = vedette("export", workspace, "statements").stdout.splitlines()
    return [json.loads(line) for line in lines]


def counts(workspace: Path) -> dict[str, int]:
    found: dict[str, int] = json.loads(vedette("status", workspace, "--json").stdout)["counts"]
    return found


def write_lines(path: Path, texts: list[str]) -> Path:
    rows = ({"id": f"{path.stem}-{number}", "text": text} for number, text in enumerate(texts))
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return path
