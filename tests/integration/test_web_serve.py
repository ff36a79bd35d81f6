"""`vedette serve` as its user sees it."""

import signal
import socket
import subprocess
import sys
from pathlib import Path
from shutil import which

import httpx
import pytest

from vedette.accounts.book import open_accounts
from vedette.accounts.log import By
from vedette.cli.serve import listen
from vedette.model.access import Role
from vedette.model.errors import UsageError
from vedette.workspace import create_workspace


def test_a_taken_port_is_passed_over() -> None:
    """The next free port is taken instead."""
    with listen("127.0.0.1", 0) as first:
        port = first.getsockname()[1]
        with listen("127.0.0.1", port) as second:
            assert second.getsockname()[1] > port


def test_an_answer_is_not_held_back_for_the_one_before() -> None:
    """asyncio sends at once on sockets that are known for TCP, and on no others."""
    with (
        listen("127.0.0.1", 0) as listener,
        socket.create_connection(listener.getsockname()),
        listener.accept()[0] as met,
    ):
        assert met.proto == socket.IPPROTO_TCP


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


@pytest.mark.skipif(which("openssl") is None, reason="NO OPENSSL: install it to test https")
def test_with_a_certificate_it_speaks_https_and_has_people_sign_in(tmp_path: Path) -> None:
    """Cookies that go over https alone, no word of what serves it, and no header believed about who asks."""
    certificate, key = tmp_path / "certificate.pem", tmp_path / "key.pem"
    kind = [
        "req",
        "-x509",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:prime256v1",
        "-nodes",
        "-days",
        "2",
        "-subj",
        "/CN=127.0.0.1",
    ]
    subprocess.run(["openssl", *kind, "-keyout", str(key), "-out", str(certificate)], check=True, capture_output=True)
    create_workspace(tmp_path / "war")
    with open_accounts(tmp_path / "war") as accounts:
        accounts.people.add("Ann", Role.READER, "purple kettle walks north", By(who="test", address="here"))
    code = "from vedette.cli import main; main()"
    https = ("--certificate", str(certificate), "--private-key", str(key))
    serving = subprocess.Popen(
        [sys.executable, "-u", "-c", code, "serve", str(tmp_path / "war"), "--port", "0", "--log-in", *https],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert serving.stdout
    address = serving.stdout.readline().split()[1]
    assert address.startswith("https://127.0.0.1:")
    with httpx.Client(base_url=address, verify=False, trust_env=False, timeout=30) as client:
        page = client.get("/login", headers={"x-forwarded-for": "203.0.113.9"})
        token = page.text.partition('name="csrf" value="')[2].partition('"')[0]
        form = {"csrf": token, "name": "Ann", "password": "purple kettle walks north", "to": "/"}
        answer = client.post("/login", data=form, headers={"x-forwarded-for": "203.0.113.9"})
        overview = client.get("/")
    serving.send_signal(signal.SIGINT)
    _, errors = serving.communicate(timeout=30)
    assert "server" not in page.headers
    assert any(
        line.startswith("__Host-vedette_session=") and "secure" in line.lower()
        for line in answer.headers.get_list("set-cookie")
    )
    assert "Signed in as" in overview.text
    with open_accounts(tmp_path / "war") as accounts:
        assert {line.address for line in accounts.log.latest(1)} == {"127.0.0.1"}
    assert "Traceback" not in errors
