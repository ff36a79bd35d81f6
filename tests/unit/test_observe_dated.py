"""When a file says it was taken, held against when its message was published."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from vedette.model.capture import MESSAGE, PUBLISHED, Capture, capture_id
from vedette.model.interval import Interval, Precision
from vedette.model.watch import Watch
from vedette.observe.dated import checked
from vedette.observe.taken import sense

MOMENT = datetime(2024, 5, 12, 10, 4, 5, tzinfo=UTC)
CAPTURE = Capture(
    id=capture_id("a", None),
    sha256="a",
    size=1,
    address="file:///a.jpg",
    fetched=datetime(2024, 5, 20, tzinfo=UTC),
    media_type="image/jpeg",
    headers=((MESSAGE, "telegram:7/1"), (PUBLISHED, MOMENT.isoformat())),
)


@pytest.mark.parametrize(
    ("after_h", "finding", "words"),
    [
        (-1, "consistent", "within the day before"),
        (-23, "consistent", "within the day before"),
        (-40, "cannot-tell", "40 h before"),
        (-24 * 400, "cannot-tell", "399 days before"),
        (3, "cannot-tell", "3 h after"),
        (15, "inconsistent", "15 h after"),
        (24 * 10, "inconsistent", "9 days after"),
    ],
)
def test_taken_after_it_was_published_cannot_be(after_h: int, finding: str, words: str) -> None:
    """Fourteen hours are left for clocks on local time; old footage is no contradiction."""
    published = Interval.of_instant(MOMENT)
    one = checked(CAPTURE, published, Interval.of_instant(MOMENT + timedelta(hours=after_h)), None, zone=True)
    assert one is not None
    assert (one.kind, one.finding, one.about) == ("time-check", finding, ("telegram:7/1",))
    assert words in one.note


def test_a_clock_without_zone_may_be_any_of_its_hours() -> None:
    """Of 26 hours the one that fits is enough."""
    span = Interval(start=MOMENT - timedelta(hours=2), end=MOMENT + timedelta(hours=24), precision=Precision.RANGE)
    one = checked(CAPTURE, Interval.of_instant(MOMENT), span, (50.0, 36.0), zone=False)
    assert one is not None
    assert one.finding == "consistent"
    assert "There and then" not in one.note


@pytest.mark.parametrize(
    ("hour", "words"), [(10, "the sun stood 57° above the horizon"), (22, "it was night"), (2, "it was dusk or dawn")]
)
def test_it_tells_the_light_of_the_place(hour: int, words: str) -> None:
    """For whoever looks at the picture to hold it against."""
    taken = Interval.of_instant(MOMENT.replace(hour=hour, minute=0 if hour != 2 else 5))
    spot = (50.29, 36.94) if hour != 2 else (50.29, 30.0)
    one = checked(CAPTURE, Interval.of_instant(MOMENT), taken, spot, zone=True)
    assert one is not None
    assert words in one.note


def test_without_a_moment_on_either_side_there_is_nothing_to_hold() -> None:
    """Nor without a message that it came with."""
    moment = Interval.of_instant(MOMENT)
    assert checked(CAPTURE, None, moment, None, zone=True) is None
    assert checked(CAPTURE, moment, None, None, zone=True) is None
    bare = Capture(id=CAPTURE.id, sha256="a", size=1, address="a", fetched=MOMENT, media_type="image/jpeg")
    assert checked(bare, moment, moment, None, zone=True) is None


def test_a_picture_of_a_message_is_checked_as_it_is_looked_at(tmp_path: Path) -> None:
    """Beside what the metadata says."""
    image_module = pytest.importorskip("PIL.Image")
    image, exif = image_module.new("RGB", (64, 48)), image_module.Exif()
    exif.get_ifd(0x8769).update({0x9003: "2024:05:14 13:04:05", 0x9011: "+03:00"})
    image.save(tmp_path / "a.jpg", "JPEG", exif=exif)
    told = sense(tmp_path / "a.jpg", CAPTURE, Watch(name="w")).observations
    assert [(one.kind, one.finding) for one in told] == [("metadata", None), ("time-check", "inconsistent")]
