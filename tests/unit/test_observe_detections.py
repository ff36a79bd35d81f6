"""Fire detections read from CSV."""

import gzip
from datetime import date
from pathlib import Path

import pytest

from vedette.model.errors import ReadError
from vedette.observe.detections import Detection, Tally, read_detections

_TWO_FIRES = "lat,lon,date\n48.611,38.002,2022-06-03\n-33.5,-70.25,2021-01-09\n"
_FOUND = [Detection(48.611, 38.002, date(2022, 6, 3)), Detection(-33.5, -70.25, date(2021, 1, 9))]


def _read(tmp_path: Path, content: str | bytes) -> tuple[list[Detection], Tally]:
    path = tmp_path / "fires.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    tally = Tally()
    return list(read_detections(path, tally)), tally


def test_plain_columns(tmp_path: Path) -> None:
    """lat, lon and date are all a detection needs."""
    found, tally = _read(tmp_path, _TWO_FIRES)
    assert found == _FOUND
    assert (tally.read, tally.bad, tally.damage) == (2, 0, "")


def test_columns_of_firms(tmp_path: Path) -> None:
    """The columns of NASA FIRMS in any order, among others, with a byte order mark, quotes and Windows line ends."""
    found, _ = _read(
        tmp_path,
        '\ufeffbrightness,"Latitude",longitude,acq_date,satellite\r\n'
        '331.2,"48.61100",38.00200,2022-06-03,"Aqua, day"\r\n\r\n300.0,-33.5,-70.25,2021-01-09,Terra',
    )
    assert found == _FOUND


def test_gzip_is_known_by_its_bytes(tmp_path: Path) -> None:
    """Whatever the name of the file."""
    assert _read(tmp_path, gzip.compress(_TWO_FIRES.encode()))[0] == _FOUND


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("48.6", "too few columns"),
        ("48.6,38.0", "too few columns"),
        ("north,38.0,2022-06-03", "not two numbers"),
        ("48.6,38.0,3 June", "not two numbers and a day"),
        ("48.6,38.0,2022-02-30", "not two numbers and a day"),
        ("nan,38.0,2022-06-03", "no place on Earth"),
        ("48.6,inf,2022-06-03", "no place on Earth"),
        ("90.1,38.0,2022-06-03", "no place on Earth"),
        ("48.6,38.0,0001-01-01", "a year without satellites"),
        ("48.6,38.0,9999-12-31", "a year without satellites"),
        ("4" * 20_000, "longer than 4096 bytes"),
        ('"48.6,38.0,2022-06-03', "not two numbers"),
        ("\x00,\x00,\x00", "not two numbers"),
    ],
)
def test_bad_rows_are_counted_and_left_out(tmp_path: Path, row: str, reason: str) -> None:
    """The rows before and after a bad one are read; the first bad one is told with its line."""
    header, first, second = _TWO_FIRES.splitlines()
    found, tally = _read(tmp_path, "\n".join([header, first, row, second, row]))
    assert found == _FOUND
    assert (tally.read, tally.bad) == (2, 2)
    assert tally.first_bad.startswith(f"line 3: {reason}")


def test_bytes_that_are_no_text_are_a_bad_row(tmp_path: Path) -> None:
    """A row in another encoding harms nobody else."""
    found, tally = _read(tmp_path, _TWO_FIRES.encode() + b"\xff\xfe48,\xd0,2022-06-03\n")
    assert (found, tally.bad) == (_FOUND, 1)


def test_a_cut_gzip_gives_what_came_before(tmp_path: Path) -> None:
    """A download that broke off is told as damage."""
    rows = "".join(f"48.{number:03},38.{number * 7 % 1000:03},2022-06-03\n" for number in range(1000))
    found, tally = _read(tmp_path, gzip.compress(("lat,lon,date\n" + rows).encode())[:-200])
    assert 0 < len(found) < 1000
    assert "damaged after line" in tally.damage


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "does not name the columns"),
        ("48.6,38.0,2022-06-03\n", "does not name the columns"),
        ("lat,lon\n48.6,38.0\n", "does not name the columns"),
        (b"\x1f\x8bno gzip at all", "damaged"),
        (bytes(range(256)) * 40, "does not name the columns"),
    ],
)
def test_a_file_that_is_no_table_of_fires(tmp_path: Path, content: str | bytes, message: str) -> None:
    """Is refused with the reason."""
    with pytest.raises(ReadError, match=message):
        _read(tmp_path, content)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    """A missing file and a folder are told apart from bad content."""
    for path in (tmp_path / "none.csv", tmp_path):
        with pytest.raises(ReadError, match="cannot be read"):
            list(read_detections(path, Tally()))
