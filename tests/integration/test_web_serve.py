"""`vedette serve` as its user sees it."""

import signal
import socket
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from vedette.cli.serve import listen
from vedette.model.errors import UsageError
from vedette.workspace import create_workspace


def test_a_taken_port_is_passed_over() -> None:
    """The next free port is taken instead."""
    with listen("127.0.0.1", 0) as first:
        port = first.getsockname()[1]
        with listen("127.0.0.1", port) as second:
            assert second.getsockname()[1] > port


def test_a_host_that_is_not_ours_is_refused() -> None:
    """The message says which address to use."""
    with pytest.raises(UsageError, match=r"127\.0\.0\.1"):
        listen("no such host.invalid", 8000)


def test_it_prints_its_address_and_ends_cleanly(tmp_path: Path) -> None:
    """The printed address answers; Ctrl-C ends without a traceback."""
    create_workspace(tmp_path / "war")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        code = "from vedette.cli import main; main()"
        serving = subprocess.Popen(
            [sys.executable, "-u", "-c", code, "serve", str(tmp_path / "war"), "--port", port],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert serving.stdout
        said = serving.stdout.readline()
        address = serving.stdout.readline().split()[1]
        answer = httpx.get(address, timeout=30, trust_env=False)
        serving.send_signal(signal.SIGINT)
        rest, errors = serving.communicate(timeout=30)
    assert f"Port {port} is taken" in said
    assert "No reports yet" in answer.text
    assert serving.returncode == 0
    assert "Stopped." in rest
    assert "Traceback" not in errors
