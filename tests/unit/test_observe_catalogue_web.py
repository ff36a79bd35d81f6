"""Stacks out of a STAC API: a server of the test's own, whose images are read by their parts and bounded."""

import csv
import json
import re
import threading
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import numpy as np
import pytest
from click.testing import CliRunner, Result

rasterio = pytest.importorskip("rasterio")
pystac = pytest.importorskip("pystac")
pytest.importorskip("pystac_client")
pytest.importorskip("odc.stac")

from rasterio.shutil import copy  # noqa: E402

from vedette.cli import main  # noqa: E402
from vedette.collect.address import Fetched  # noqa: E402
from vedette.demo.radar import Scene, write_scene  # noqa: E402
from vedette.model.errors import CaptureError, ReadError  # noqa: E402
from vedette.observe.change.mosaic import Asset  # noqa: E402
from vedette.observe.change.ranges import Bounded, RangeFile, cut_out  # noqa: E402
from vedette.observe.change.raster import careful  # noqa: E402
from vedette.observe.change.remote import scale_of  # noqa: E402

SCENE = Scene(before=10)
DAYS = SCENE.days
BEFORE = f"{DAYS[0]}/{DAYS[9]}"
AFTER = f"{DAYS[10]}/{DAYS[-1]}"
PAGE = 4


@dataclass
class Service:
    """What it holds, what it was asked, and how it is told to behave."""

    folder: Path
    items: list[dict[str, Any]] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    ranges: list[tuple[int, int]] = field(default_factory=list)
    port: int = 0
    refuses: str = ""
    redirects: dict[str, str] = field(default_factory=dict)
    plain: bool = False

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def page(self, path: str) -> dict[str, Any] | None:
        parts = urlsplit(path)
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        match parts.path:
            case "/":
                return self.landing()
            case "/collections":
                extent = {"spatial": {"bbox": [[-180, -90, 180, 90]]}, "temporal": {"interval": [[None, None]]}}
                held = {"type": "Collection", "stac_version": "1.0.0", "id": "radar", "description": "Made up.",
                        "license": "other", "extent": extent, "links": []}  # fmt: skip
                return {"collections": [held], "links": []}
            case "/search":
                return self.found(query)
        return None

    def landing(self) -> dict[str, Any]:
        kinds = ("core", "item-search", "collections", "ogcapi-features")
        told = [f"https://api.stacspec.org/v1.0.0/{kind}" for kind in kinds]
        links = [{"rel": "search", "href": f"{self.address}/search", "type": "application/geo+json", "method": "GET"},
                 {"rel": "data", "href": f"{self.address}/collections", "type": "application/json"},
                 {"rel": "self", "href": f"{self.address}/"}]  # fmt: skip
        return {
            "type": "Catalog", "stac_version": "1.0.0", "id": "made-up", "description": "Made up by a test.",
            "conformsTo": [] if self.plain else told, "links": links,
        }  # fmt: skip

    def found(self, query: dict[str, str]) -> dict[str, Any]:
        first, last = (part[:10] for part in query["datetime"].split("/"))
        west, south, east, north = map(float, query["bbox"].split(","))
        within = [
            each for each in self.items
            if first <= each["properties"]["datetime"][:10] <= last and query["collections"] == "radar"
            and each["bbox"][0] <= east and each["bbox"][2] >= west and each["bbox"][1] <= north
            and each["bbox"][3] >= south
        ]  # fmt: skip
        at = int(query.get("at", 0))
        links = []
        if at + PAGE < len(within):
            again = re.sub(r"&at=\d+", "", self.asked[-1]) + f"&at={at + PAGE}"
            links.append({"rel": "next", "href": f"{self.address}{again}", "method": "GET"})
        return {"type": "FeatureCollection", "features": within[at : at + PAGE], "links": links}


def serve(service: Service) -> ThreadingHTTPServer:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            service.asked.append(self.path)
            if service.refuses and self.path.startswith(service.refuses):
                self.answer(401, b"who are you")
            elif self.path in service.redirects:
                self.answer(302, b"", {"Location": service.redirects[self.path]})
            elif self.path.startswith("/files/"):
                self.file(service.folder / Path(self.path).name)
            elif (page := service.page(self.path)) is not None:
                self.answer(200, json.dumps(page).encode(), {"Content-Type": "application/geo+json"})
            else:
                self.answer(404, b"")

        def file(self, path: Path) -> None:
            content = path.read_bytes()
            asked = re.fullmatch(r"bytes=(\d+)-(\d+)", self.headers["Range"])
            assert asked
            first, last = int(asked[1]), min(int(asked[2]), len(content) - 1)
            service.ranges.append((first, last))
            told = {"Content-Range": f"bytes {first}-{last}/{len(content)}"}
            self.answer(206, content[first : last + 1], told)

        def answer(self, status: int, body: bytes, headers: dict[str, str] | None = None) -> None:
            self.send_response(status)
            for name, value in {**(headers or {}), "Content-Length": str(len(body))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Nothing to say."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    service.port = server.server_address[1]
    return server


def write_images(raw: Path, service: Service) -> None:
    west, north = SCENE.west, SCENE.north
    east, south = west + 0.0101, north - 0.0065
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    service.folder.mkdir()
    for path in sorted(raw.glob("*/*.tif"), key=lambda path: path.name):
        day = path.stem[-8:]
        assets = {}
        with rasterio.open(path) as source:
            bands, profile = source.read(), source.profile | {"count": 1}
        for band, key in zip(bands, ("vv", "vh"), strict=True):
            plain, name = raw / "band.tif", f"{day}-{key}.tif"
            with rasterio.open(plain, "w", **profile) as sink:
                sink.write(band, 1)
            copy(plain, service.folder / name, driver="COG", compress="DEFLATE", blocksize=128)
            assets[key] = {"href": f"{service.address}/files/{name}", "type": "image/tiff; profile=cloud-optimized"}
        assets["thumbnail"] = {"href": "file:///etc/passwd", "type": "image/png"}
        service.items.append({
            "type": "Feature", "stac_version": "1.0.0", "id": day, "bbox": [west, south, east, north], "links": [],
            "geometry": {"type": "Polygon", "coordinates": [ring]}, "assets": assets, "collection": "radar",
            "properties": {"datetime": f"{day[:4]}-{day[4:6]}-{day[6:]}T03:41:00Z", "eo:cloud_cover": 10},
        })  # fmt: skip


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    yield from running(tmp_path_factory.mktemp("catalogue"))


@pytest.fixture
def service(served: Service) -> Iterator[Service]:
    yield from as_new(served)


def as_new(held: Service) -> Iterator[Service]:
    """What the last test told it to do is forgotten."""
    items = deepcopy(held.items)
    held.asked, held.ranges, held.refuses, held.redirects, held.plain = [], [], "", {}, False
    yield held
    held.items = items


def running(tmp_path: Path) -> Iterator[Service]:
    """With images in COG, made up once."""
    write_scene(tmp_path / "raw", SCENE)
    held = Service(folder=tmp_path / "files")
    server = serve(held)
    write_images(tmp_path / "raw", held)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    yield held
    server.shutdown()
    thread.join()
    server.server_close()


def observe(
    service: Service, *more: str, private: bool = True, collection: bool = True, address: str = "", after: str = AFTER
) -> Result:
    folder = service.folder.parent
    words = [
        "--catalogue", address or service.address, "--before", BEFORE, "--after", after, "--output",
        folder / "change.tif", "--footprints", folder / "raw" / "footprints.geojson", "--table", folder / "damage.csv",
        *more, *(["--allow-private"] if private else []), *(["--collection", "radar"] if collection else []),
    ]  # fmt: skip
    return CliRunner().invoke(main, ["observe", "radar", *map(str, words)])


def rows(service: Service) -> dict[str, str]:
    with (service.folder.parent / "damage.csv").open(newline="") as file:
        return {row["id"]: row["damaged"] for row in csv.DictReader(file)}


def line(result: Result) -> str:
    """The one that a failed command says."""
    assert "Traceback" not in result.output
    (told,) = [each for each in result.stderr.splitlines() if each and not each.startswith("failed:")]
    return told


def test_images_of_an_api_say_what_the_folders_say(service: Service) -> None:
    """Pages are followed, ranges asked for, and the same houses are gone."""
    result = observe(service)
    assert result.exit_code == 0, result.output
    assert "10 dates before, 3 after" in result.stderr
    found = rows(service)
    destroyed = {f"h{n:02d}" for n in SCENE.destroyed if n not in range(56, 60)}
    assert all(found[name] == "true" for name in destroyed)
    assert {name for name, damaged in found.items() if damaged == ""} == {"h56", "h57", "h58", "h59"}
    searches = [each for each in service.asked if each.startswith("/search")]
    assert len(searches) == 4, searches
    assert service.ranges


def test_private_addresses_are_refused_unless_allowed(service: Service) -> None:
    """Nothing at all is asked of them."""
    result = observe(service, private=False)
    assert result.exit_code != 0
    assert "leads to a private address (127.0.0.1)" in line(result)
    assert "--allow-private" in line(result)
    assert service.asked == []


def test_a_redirect_is_checked_like_the_address(service: Service) -> None:
    """An image that leads elsewhere is left out and told; here to a scheme that is never followed."""
    for key in ("vv", "vh"):
        service.redirects[f"/files/{DAYS[11]:%Y%m%d}-{key}.tif"] = "ftp://example.org/image.tif"
    service.items[12]["assets"]["vv"]["href"] = "file:///etc/passwd"
    service.items[12]["assets"]["vh"]["href"] = "s3://bucket/image.tif"
    for each in (service.items[12]["assets"]["vv"], service.items[12]["assets"]["vh"]):
        each["type"] = "image/tiff"
    result = observe(service)
    assert result.exit_code == 0, result.output
    assert "not a http or https address" in result.stderr
    assert "is no http or https address" in result.stderr
    assert "10 dates before, 1 after" in result.stderr


def test_a_login_is_told_as_such(service: Service) -> None:
    """Of the catalogue, and of its images."""
    service.refuses = "/search"
    assert "answered 401 Unauthorized: it asks for a key or a login" in line(observe(service))
    service.refuses = "/files"
    result = observe(service)
    assert result.exit_code != 0
    assert "no image could be used" in line(result)
    assert "asks for a key or a login" in line(result)


def test_nobody_there_is_told_in_one_line(service: Service) -> None:
    """A port at which nobody listens, and an address of no STAC API."""
    assert "did not answer" in line(observe(service, address="http://127.0.0.1:9/"))
    assert "404" in line(observe(service, address=f"{service.address}/nowhere"))
    service.plain = True
    assert "does not answer as a STAC API does" in line(observe(service))


def test_nothing_found_is_told_with_the_days(service: Service) -> None:
    """Days without images, and images with more cloud than is asked for."""
    told = line(observe(service, after="2031-01-01/2031-02-01"))
    assert "holds no image of 2031-01-01 to 2031-02-01" in told
    told = line(observe(service, "--cloud", "5"))
    assert "of at most 5 % cloud" in told


def test_the_collection_must_be_named(service: Service) -> None:
    """The line lists what there is."""
    assert "--collection: it has radar" in line(observe(service, collection=False))


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--collection", "radar"), "name it with --catalogue"),
        (("--catalogue", "x.json", "--cloud", "3", "--before", BEFORE, "--after", AFTER), "this one is a file"),
        (("--catalogue", "https://example.org", "--before", BEFORE, "--after", AFTER), "asked for a place"),
    ],
)
def test_options_that_do_not_go_together(tmp_path: Path, words: tuple[str, ...], message: str) -> None:
    """One line, before anything is asked."""
    base = ["observe", "radar", "--before", "a", "--after", "b", "--output", str(tmp_path / "change.tif")]
    result = CliRunner().invoke(main, [*base, *words])
    assert result.exit_code == 2
    assert message in result.stderr


def _file(content: bytes, *, whole: bool = False, seconds: float = 60, most: int = 1 << 30) -> RangeFile:
    def fetch(address: str, span: tuple[int, int] | None) -> Fetched:
        if span is None or whole:
            return Fetched(address=address, payload=content, headers=())
        first, last = span[0], min(span[1], len(content) - 1)
        told = (("content-range", f"bytes {first}-{last}/{len(content)}"),)
        return Fetched(address=address, payload=content[first : last + 1], headers=told)

    return RangeFile("http://example.org/image.tif", Bounded(fetch=fetch, seconds=seconds, most_bytes=most))


@pytest.mark.parametrize("whole", [False, True])
def test_a_file_of_ranges_reads_like_a_file(whole: bool) -> None:
    """Wherever it is read, and beyond its end; a server without ranges gives all of it."""
    content = np.random.default_rng(1).bytes(400_000)
    found = _file(content, whole=whole)
    assert found.size == len(content)
    for at, size in ((0, 10), (131_070, 5), (262_144, 200_000), (399_990, 100), (500_000, 5)):
        found.seek(at)
        assert found.read(size) == content[at : at + size]
    found.seek(-4, 2)
    assert found.read() == content[-4:]


def test_bounds_of_time_and_bytes_end_a_run() -> None:
    """The rest reads as the end, and the reason is kept."""
    with pytest.raises(ReadError, match="took more than"):
        _file(b"x" * 10, seconds=-1)
    found = _file(b"x" * 400_000, most=1000)
    found.seek(300_000)
    assert found.read(5) == b""
    assert "gave more than" in str(found.trouble)


def test_what_the_fetcher_says_becomes_a_line_with_the_address() -> None:
    """Vedette's own error passes no further."""

    def fetch(address: str, span: tuple[int, int] | None) -> Fetched:
        raise CaptureError("did not answer within 60 s: try again later")

    with pytest.raises(ReadError, match=r"^http://example.org/: did not answer within 60 s"):
        Bounded(fetch=fetch, seconds=9).get("http://example.org/")


@pytest.mark.parametrize(
    ("extra", "properties", "role", "want"),
    [
        ({}, {}, "nir", (1.0, 0.0)),
        ({"raster:bands": [{"scale": 0.0001, "offset": -0.1}]}, {}, "nir", (0.0001, -0.1)),
        ({"raster:scale": 0.0001, "raster:offset": -0.1}, {}, "nir", (0.0001, -0.1)),
        ({"raster:bands": [{"scale": 0.0001, "offset": -0.1}]}, {"earthsearch:boa_offset_applied": True}, "nir",
         (0.0001, 0.0)),
        ({"raster:bands": [{"scale": 0.0001, "offset": -0.1}]}, {}, "scl", (1.0, 0.0)),
        ({"raster:bands": [{"scale": "much"}]}, {}, "nir", (1.0, 0.0)),
        ({"raster:bands": "none"}, {}, "nir", (1.0, 0.0)),
    ],
)  # fmt: skip
def test_numbers_become_light_as_the_catalogue_says(
    extra: dict[str, Any], properties: dict[str, Any], role: str, want: tuple[float, float]
) -> None:
    """An offset moves an index far: it is taken where it is told, and not twice."""
    day = DAYS[0]
    item = pystac.Item("x", None, None, datetime(2024, 1, 1, tzinfo=UTC), properties)
    item.add_asset("b", pystac.Asset("http://example.org/b.tif", extra_fields=extra))
    assert scale_of(Asset(day=day, item=item, key="b", role=role)) == want


def test_of_a_large_image_only_the_parts_are_fetched(tmp_path: Path) -> None:
    """A window of some hundred pixels out of nine million costs a small share of the bytes, and is the same."""
    side = 3000
    noise = np.random.default_rng(3).normal(size=(side, side)).astype(np.float32)
    place = rasterio.Affine(0.0001, 0, 36.0, 0, -0.0001, 50.0)
    with rasterio.open(
        tmp_path / "plain.tif", "w", driver="GTiff", width=side, height=side, count=1, dtype="float32", crs="EPSG:4326",
        transform=place,
    ) as sink:  # fmt: skip
        sink.write(noise, 1)
    copy(tmp_path / "plain.tif", tmp_path / "cog.tif", driver="COG", compress="DEFLATE", blocksize=256)
    content = (tmp_path / "cog.tif").read_bytes()
    fetched = []

    def fetch(address: str, span: tuple[int, int] | None) -> Fetched:
        assert span is not None
        first, last = span[0], min(span[1], len(content) - 1)
        fetched.append(last + 1 - first)
        told = (("content-range", f"bytes {first}-{last}/{len(content)}"),)
        return Fetched(address=address, payload=content[first : last + 1], headers=told)

    web = Bounded(fetch=fetch, seconds=60)
    with careful():
        cut_out("http://example.org/cog.tif", web, (36.15, 49.84, 36.16, 49.85), (2.0, 1.0), tmp_path / "cut.tif")
        assert sum(fetched) < len(content) / 8
        with rasterio.open(tmp_path / "cut.tif") as cut:
            column, row = (cut.transform.c - 36.0) / 0.0001, (50.0 - cut.transform.f) / 0.0001
            want = noise[round(row) : round(row) + cut.height, round(column) : round(column) + cut.width]
            assert np.allclose(cut.read(1), want * 2 + 1)
            assert cut.width < 200
        with pytest.raises(ReadError, match="the footprints lie outside of the images"):
            cut_out("http://example.org/cog.tif", web, (10.0, 10.0, 10.1, 10.1), (1.0, 0.0), tmp_path / "cut.tif")
        content = b"no image at all" * 100
        with pytest.raises(ReadError, match="is no GeoTIFF that can be read in parts"):
            cut_out("http://example.org/cog.tif", web, (36.15, 49.84, 36.16, 49.85), (1.0, 0.0), tmp_path / "cut.tif")
