"""When and where a file says it was taken: real pictures and clips made here, odd ones, hostile ones."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vedette.looking import look, waiting
from vedette.model.capture import MESSAGE, Capture, capture_id
from vedette.model.footprint import metres_to
from vedette.model.observation import Observation, ObservationQuery
from vedette.observe.media.decode import Decoder
from vedette.observe.media.xmp import fields
from vedette.observe.taken import observed, place_of, time_of
from vedette.workspace import create_workspace, open_workspace

CAPTURE = Capture(
    id=capture_id("a", None),
    sha256="a",
    size=1,
    address="file:///a.jpg",
    fetched=datetime(2024, 5, 20, tzinfo=UTC),
    media_type="image/jpeg",
    headers=((MESSAGE, "telegram:7/1"),),
)
GPS = {
    "GPSLatitude": [50.0, 17.0, 27.0],
    "GPSLatitudeRef": "N",
    "GPSLongitude": [36.0, 56.0, 24.0],
    "GPSLongitudeRef": "E",
}
TAKEN = {"DateTimeOriginal": "2024:05:12 13:04:05", "OffsetTimeOriginal": "+03:00", "Make": "Lens", "Model": "One"}


def a_photo(path: Path, *, known: bool) -> Path:
    image_module = pytest.importorskip("PIL.Image")
    image = image_module.new("RGB", (64, 48), (90, 120, 80))
    exif = image_module.Exif()
    if known:
        exif[0x010F], exif[0x0110] = "Lens", "One"
        exif.get_ifd(0x8769).update({0x9003: "2024:05:12 13:04:05", 0x9011: "+03:00"})
        exif.get_ifd(0x8825).update({1: "N", 2: (50.0, 17.0, 27.0), 3: "E", 4: (36.0, 56.0, 24.0)})
    image.save(path, "JPEG", exif=exif)
    return path


XMP = """<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF
 xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description xmlns:exif="http://ns.adobe.com/exif/1.0/"
 {attributes}>{elements}</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>"""
LATITUDE, LONGITUDE = 'exif:GPSLatitude="50,17.45N"', "<exif:GPSLongitude>36,56,24E</exif:GPSLongitude>"


@pytest.mark.parametrize("suffix", ["jpg", "png", "webp"])
def test_place_and_moment_written_as_xmp_are_read(tmp_path: Path, suffix: str) -> None:
    """As attribute and as element, where there is no EXIF."""
    image_module = pytest.importorskip("PIL.Image")
    stamp = "<exif:DateTimeOriginal>2024-05-12T13:04:05.25+03:00</exif:DateTimeOriginal>"
    packet = XMP.format(attributes=LATITUDE, elements=LONGITUDE + stamp).encode()
    path, image = tmp_path / f"p.{suffix}", image_module.new("RGB", (64, 48), (90, 120, 80))
    if suffix == "png":
        info = pytest.importorskip("PIL.PngImagePlugin").PngInfo()
        info.add_itxt("XML:com.adobe.xmp", packet.decode())
        image.save(path, pnginfo=info)
    else:
        image.save(path, xmp=packet)
    with Decoder() as decoder:
        told = decoder.about(path)
    assert place_of(told) == pytest.approx((50 + 17.45 / 60, 36 + 56.4 / 60))
    when, zone = time_of(told)
    assert when is not None
    assert (when.start, zone) == (datetime(2024, 5, 12, 10, 4, 5, tzinfo=UTC), True)


@pytest.mark.parametrize(
    "attributes",
    [
        'exif:GPSLatitude="50,17.45E" exif:GPSLongitude="36,56.4E"',
        'exif:GPSLatitude="&lat;" exif:GPSLongitude="36,56.4E"',
        'exif:GPSLatitude="91,0.0N" exif:GPSLongitude="36,56.4E"',
        'exif:GPSLatitude="0,0.0N" exif:GPSLongitude="0,0.0E"',
        'exif:DateTimeOriginal="soon" exif:GPSLatitude="50"',
    ],
)
def test_nonsense_in_xmp_is_not_known(attributes: str) -> None:
    """Latitudes of the east, entities, places off the Earth."""
    told = {"xmp": fields(XMP.format(attributes=attributes, elements="").encode())}
    assert place_of(told) is None
    assert time_of(told) == (None, False)


@given(st.binary(max_size=500))
def test_any_packet_is_read_without_harm(packet: bytes) -> None:
    """Whatever it holds."""
    told = {"xmp": fields(packet)}
    place_of(told)
    time_of(told)


def a_clip(path: Path) -> Path:
    av = pytest.importorskip("av")
    with av.open(str(path), "w", format="mp4", options={"movflags": "use_metadata_tags"}) as container:
        container.metadata.update({"creation_time": "2024-05-12T10:04:05Z", "location": "+50.2908+036.9400/"})
        stream = container.add_stream("mpeg4", rate=5)
        stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv420p"
        for _ in range(5):
            container.mux(stream.encode(av.VideoFrame(64, 48, "yuv420p")))
        container.mux(stream.encode())
    return path


def looked_at(tmp_path: Path, *files: Path) -> tuple[list[Observation], list[str]]:
    """Through a workspace: captured, looked at in the child process, stored."""
    from vedette.app import add, silent

    create_workspace(tmp_path / "war")
    with open_workspace(tmp_path / "war", 1) as war:
        add(war, [str(file) for file in files])
        look(war, silent)
        assert waiting(war) == 0
        found = war.store.view().observations(ObservationQuery(kinds=("metadata",)))
        return list(found), [failure.reason for failure in war.store.view().failures() if failure.stage != "collect"]


def test_a_picture_says_when_and_where(tmp_path: Path) -> None:
    """The moment in UTC, the place as a point, the device, and a word of caution."""
    (one,), failures = looked_at(tmp_path, a_photo(tmp_path / "a.jpg", known=True))
    assert failures == []
    assert one.when is not None
    assert one.when.start == datetime(2024, 5, 12, 10, 4, 5, tzinfo=UTC)
    assert one.footprint is not None
    assert metres_to(one.footprint, 50.2908, 36.94) < 20
    assert one.could_observe is True
    assert one.note == (
        "The file says that it was taken on 12 May 2024 at 10:04 UTC, at 50.2908, 36.9400, with Lens One. "
        "What a file says of itself can be changed."
    )


def test_a_clip_says_when_and_where(tmp_path: Path) -> None:
    """As telephones write it into the container."""
    (one,), failures = looked_at(tmp_path, a_clip(tmp_path / "a.mp4"))
    assert failures == []
    assert one.when is not None
    assert one.when.start == datetime(2024, 5, 12, 10, 4, 5, tzinfo=UTC)
    assert one.footprint == "POINT (36.940000 50.290800)"


def test_a_file_that_says_nothing_is_an_answer_too(tmp_path: Path) -> None:
    """Most networks strip it: could not observe, and nobody is blamed for it."""
    (one,), _ = looked_at(tmp_path, a_photo(tmp_path / "a.jpg", known=False))
    assert (one.could_observe, one.finding, one.when, one.footprint) == (False, "cannot-tell", None, None)


def test_bad_files_are_a_line_each_and_the_good_one_goes_through(tmp_path: Path) -> None:
    """A torn picture, rubbish with the beginning of a film, a picture bomb's header; no path of the archive is told."""
    good = a_photo(tmp_path / "good.jpg", known=True)
    (tmp_path / "torn.jpg").write_bytes(good.read_bytes()[:40])
    (tmp_path / "rubbish.mp4").write_bytes(b"\0\0\0\x20ftypisom" + bytes(range(256)) * 40)
    found, failures = looked_at(tmp_path, tmp_path / "torn.jpg", tmp_path / "rubbish.mp4", good)
    assert [one.could_observe for one in found] == [True]
    assert len(failures) == 2, failures
    assert all("\n" not in line and "/archive/" not in line and line.startswith("file://") for line in failures)


def test_a_clock_without_its_zone_is_a_day_and_more() -> None:
    """From UTC-12 to UTC+14, all of it possible."""
    when, known = time_of({"exif": {"DateTimeOriginal": "2024:05:12 13:00:00"}})
    assert when is not None
    assert not known
    assert (when.start, when.end) == (datetime(2024, 5, 11, 23, tzinfo=UTC), datetime(2024, 5, 13, 1, tzinfo=UTC))
    told = observed({"exif": {"DateTimeOriginal": "2024:05:12 13:00:00"}}, CAPTURE).note
    assert "13:00, of a clock whose zone it does not say" in told


@pytest.mark.parametrize(
    "exif",
    [
        {"DateTimeOriginal": "0000:00:00 00:00:00"},
        {"DateTimeOriginal": "2024:13:40 25:61:61"},
        {"DateTimeOriginal": "1904:01:01 00:00:00"},
        {"DateTimeOriginal": None},
        {"DateTimeOriginal": ["2024:05:12 13:00:00"]},
        "no table",
    ],
)
def test_a_time_that_cannot_be_is_none(exif: Any) -> None:
    """What cameras with an empty clock write, and what the ill-willed do."""
    assert time_of({"exif": exif}) == (None, False)


@pytest.mark.parametrize(
    "gps",
    [
        GPS | {"GPSLatitude": [0.0, 0.0, 0.0], "GPSLongitude": [0.0, 0.0, 0.0]},
        GPS | {"GPSLatitude": [95.0, 0.0, 0.0]},
        GPS | {"GPSLatitude": [float("nan"), 0.0, 0.0]},
        GPS | {"GPSLatitude": "50"},
        GPS | {"GPSLongitude": []},
        {},
    ],
)
def test_a_place_that_cannot_be_is_none(gps: Any) -> None:
    """Null Island above all."""
    assert place_of({"gps": gps}) is None


def test_south_and_west_are_negative() -> None:
    """By their letters."""
    assert place_of({"gps": GPS | {"GPSLatitudeRef": "S", "GPSLongitudeRef": "W"}}) == pytest.approx(
        (-50.2908, -36.94), abs=1e-3
    )


def test_it_is_about_the_message_it_came_with() -> None:
    """So that fusing can hold it against what the message tells."""
    assert observed({"exif": TAKEN, "gps": GPS}, CAPTURE).about == ("telegram:7/1",)
    assert observed({"exif": TAKEN, "gps": GPS}, replace(CAPTURE, headers=())).about == ()


_NAMES = st.sampled_from(
    ["exif", "gps", "tags", "GPSLatitude", "GPSLongitude", "DateTimeOriginal", "creation_time", "location"]
)
_VALUES = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_NAMES, inner, max_size=5),
)


@given(_VALUES)
def test_no_metadata_ever_raises(told: Any) -> None:
    """Whatever a file says of itself."""
    made = observed(told if isinstance(told, dict) else {"exif": told, "gps": told, "tags": told}, CAPTURE)
    assert made.note.endswith(".")
    assert made.box is None or made.footprint
