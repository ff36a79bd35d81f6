"""Fire detections from FIRMS, against a server of the test's own that answers as the service was recorded to."""

import threading
from collections.abc import Iterator
from datetime import date
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from vedette.cli import main
from vedette.collect import address, firms
from vedette.collect.firms import Area, parts
from vedette.model.errors import UsageError
from vedette.observe.detections import Tally, read_detections

KEY = "0123456789abcdef0123456789abcdef"
HEADER = (
    "latitude,longitude,bright_ti4,scan,track,acq_date,acq_time,satellite,instrument,confidence,version,frp,daynight"
)


class Service(BaseHTTPRequestHandler):
    """One fire a day asked for; `spoilt` days answer as the service does when it refuses."""

    asked: list[str] = []  # noqa: RUF012
    spoilt: dict[str, str] = {}  # noqa: RUF012

    def do_GET(self) -> None:
        self.asked.append(self.path)
        first, number = self.path.rsplit("/", 1)[1], int(self.path.rsplit("/", 2)[1])
        start = date.fromisoformat(first).toordinal()
        days = [date.fromordinal(start + n) for n in range(number)]
        fires = [f"48.{day.day:02d}1,38.002,330.1,0.4,0.4,{day},1012,N,VIIRS,n,2.0NRT,3.5,D" for day in days]
        body = self.spoilt.get(first, "\n".join([HEADER, *fires]) + "\n").encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/csv")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Says nothing."""


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> Iterator[type[Service]]:
    Service.asked, Service.spoilt = [], {}
    server = ThreadingHTTPServer(("127.0.0.1", 0), Service)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    monkeypatch.setattr(firms, "SERVICE", f"http://127.0.0.1:{server.server_port}")
    monkeypatch.setattr(address, "Fetcher", partial(address.Fetcher, allow_private=True))
    monkeypatch.setenv("FIRMS_MAP_KEY", KEY)
    yield Service
    server.shutdown()
    thread.join()
    server.server_close()


def fetch(output: Path, *more: str) -> Result:
    words = ["--area", "34,48,40,51", "--from", "2024-05-01", "--to", "2024-05-12", "--output", str(output), *more]
    return CliRunner().invoke(main, ["observe", "fires", *words])


def test_days_come_five_at_a_time_and_make_one_table(service: type[Service], tmp_path: Path) -> None:
    """One header; `observe thermal` reads it; the key is nowhere but in what was asked."""
    result = fetch(tmp_path / "fires.csv")
    assert result.exit_code == 0, result.output
    start = f"/api/area/csv/{KEY}/VIIRS_SNPP_NRT/34,48,40,51"
    assert service.asked == [f"{start}/5/2024-05-01", f"{start}/5/2024-05-06", f"{start}/2/2024-05-11"]
    found = list(read_detections(tmp_path / "fires.csv", Tally()))
    assert [each.day.day for each in found] == list(range(1, 13))
    assert KEY not in result.output + (tmp_path / "fires.csv").read_text()


def test_days_that_fail_are_told_without_the_key(service: type[Service], tmp_path: Path) -> None:
    """No data is not the same as no fire."""
    service.spoilt = {"2024-05-06": f"Invalid MAP_KEY {KEY}."}
    result = fetch(tmp_path / "fires.csv", "--quiet")
    assert result.exit_code == 0
    assert result.stderr.splitlines() == [
        "failed: FIRMS, 2024-05-06 to 2024-05-10: answered 'Invalid MAP_KEY ….' where a table was asked for: "
        "check the key and source"
    ]
    assert len(list(read_detections(tmp_path / "fires.csv", Tally()))) == 7


def test_nothing_fetched_leaves_no_file(service: type[Service], tmp_path: Path) -> None:
    """Status 4."""
    service.spoilt = dict.fromkeys(("2024-05-01", "2024-05-06", "2024-05-11"), "Invalid MAP_KEY.")
    result = fetch(tmp_path / "fires.csv")
    assert result.exit_code == 4
    assert not list(tmp_path.iterdir())


def test_a_private_address_is_not_asked(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The rules of every other address hold here as well."""
    monkeypatch.setattr(firms, "SERVICE", "http://127.0.0.1:9")
    monkeypatch.setenv("FIRMS_MAP_KEY", KEY)
    result = fetch(tmp_path / "fires.csv")
    assert result.exit_code == 4
    assert "private address" in result.stderr
    assert KEY not in result.output


def test_without_a_key_nothing_is_asked(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Wrong use, and where to get one."""
    monkeypatch.delenv("FIRMS_MAP_KEY", raising=False)
    result = fetch(tmp_path / "fires.csv")
    assert result.exit_code == 2
    assert "set FIRMS_MAP_KEY" in result.stderr


@pytest.mark.parametrize("key", ["short", "../../../secret12345", "key with spaces"])
def test_a_key_that_is_none_is_not_sent(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, key: str) -> None:
    """It would change the address."""
    monkeypatch.setenv("FIRMS_MAP_KEY", key)
    result = fetch(tmp_path / "fires.csv")
    assert result.exit_code == 2
    assert key not in result.output


def test_a_source_that_is_none(service: type[Service], tmp_path: Path) -> None:
    """Names of the service's own form alone."""
    assert fetch(tmp_path / "fires.csv", "--source", "../x").exit_code == 2
    assert not service.asked


@pytest.mark.parametrize("text", ["", "1,2,3", "40,48,34,51", "34,51,40,48", "a,b,c,d", "nan,1,2,3"])
def test_areas_that_are_none(text: str) -> None:
    """Longitude first, west before east."""
    with pytest.raises(UsageError, match="no area"):
        Area.of(text)


def test_days_the_wrong_way_round_or_too_many() -> None:
    """Told before anything is asked."""
    with pytest.raises(UsageError, match="turn"):
        parts(date(2024, 5, 2), date(2024, 5, 1))
    with pytest.raises(UsageError, match="five years"):
        parts(date(2010, 1, 1), date(2024, 5, 1))
