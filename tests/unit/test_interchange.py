"""Events in the columns of others, read back by their own tools."""

import csv
import io
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from desk import WATCH, Desk
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from store_facts import a_capture

from vedette.model.event import Event, Figure, Location
from vedette.model.ids import PlaceId, StatementId
from vedette.model.interval import Interval
from vedette.model.query import Query
from vedette.model.span import Span
from vedette.publish.exports import TABLES, export_rows
from vedette.publish.forms import geojson, write_csv
from vedette.publish.interchange.kml import write_kml
from vedette.publish.interchange.parquet import write_parquet
from vedette.publish.interchange.tables import columns, shaped_rows
from vedette.publish.interchange.telling import day_precision, deaths, prio_cell, where_precision
from vedette.store.sqlite import SqliteStore

NOW = datetime(2024, 6, 1, tzinfo=UTC)
# shared/design names them in this order.
UCDP = (
    "id, relid, year, active_year, code_status, type_of_violence, conflict_dset_id, conflict_new_id, conflict_name, "
    "dyad_dset_id, dyad_new_id, dyad_name, side_a_dset_id, side_a_new_id, side_a, side_b_dset_id, side_b_new_id, "
    "side_b, number_of_sources, source_article, source_office, source_date, source_headline, source_original, "
    "where_prec, where_coordinates, where_description, adm_1, adm_2, latitude, longitude, geom_wkt, priogrid_gid, "
    "country, country_id, region, event_clarity, date_prec, date_start, date_end, deaths_a, deaths_b, "
    "deaths_civilians, deaths_unknown, best, high, low, gwnoa, gwnob"
)
ACLED = (
    "event_id_cnty, event_date, year, time_precision, disorder_type, event_type, sub_event_type, actor1, "
    "assoc_actor_1, inter1, actor2, assoc_actor_2, inter2, interaction, civilian_targeting, iso, region, country, "
    "admin1, admin2, admin3, location, latitude, longitude, geo_precision, source, source_scale, notes, fatalities, "
    "tags, timestamp"
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteStore]:
    desk = Desk()
    for paper, number in (("paper", 3), ("wire", 7)):
        words = f"Northland shelled Alder and killed {number} civilians"
        desk.report(paper, words, date(2024, 5, 12), speaker="the mayor")
    store = SqliteStore(tmp_path / "vedette.db", create=True)
    capture = a_capture()
    store.append(
        [*WATCH.sources, capture, *(replace(one, capture=capture.id) for one in desk.documents), *desk.analyses]
    )
    picture, links = desk.picture()
    events = tuple(map(struck, picture.events))
    store.replace_picture(replace(picture, events=events), links, "test")
    yield store
    store.close()


def struck(event: Event) -> Event:
    """As a shelling of Kharkiv with two numbers of dead."""
    return replace(
        event,
        plover="ASSAULT",
        subtype="shelling-artillery-missile",
        place=Location(
            id=PlaceId("g:1"),
            name="=Kharkiv & <b>",
            kind="settlement",
            lat=49.98,
            lon=36.25,
            radius_m=12_000,
            country="UA",
        ),
        when=Interval.of_days(date(2024, 5, 12), date(2024, 5, 12)),
        figures=tuple(killed(event, low, high, victim) for low, high, victim in ((3, 3, "civilians"), (7, None, None))),
    )


def killed(event: Event, low: float | None, high: float | None, victim: str | None) -> Figure:
    statement = event.accounts[0].statement if event.accounts else StatementId("s")
    document = event.accounts[0].document
    return Figure(
        what="killed", victim=victim, low=low, high=high, speaker="m", side=None, statement=statement,
        span=Span(document=document, start=0, end=1),
    )  # fmt: skip


def rows(store: SqliteStore, shape: str) -> list[dict[str, Any]]:
    return list(shaped_rows(shape, store.view(), WATCH, NOW, None))


def test_the_columns_are_those_of_the_codebooks(store: SqliteStore) -> None:
    """In their order; and a head stands where there is no row."""
    assert ", ".join(columns("ucdp")) == UCDP
    assert ", ".join(columns("acled")) == ACLED
    for shape in ("ucdp", "acled", "ftm"):
        assert all(tuple(row) == columns(shape) for row in rows(store, shape))
        assert list(csv.reader(write_csv([], columns(shape)))) == [list(columns(shape))]


def test_ucdp_tells_precision_sources_and_the_lowest_number(store: SqliteStore) -> None:
    """Nobody vouches for a number: `best` is the lowest, `high` the highest that anybody gives."""
    first = rows(store, "ucdp")[0]
    assert (first["where_prec"], first["date_prec"], first["event_clarity"]) == (1, 1, 1)
    assert (first["best"], first["low"], first["high"]) == (3, 3, 7)
    assert (first["deaths_civilians"], first["deaths_unknown"]) == (3, 0)
    assert (first["date_start"], first["date_end"], first["year"]) == ("2024-05-12", "2024-05-12", 2024)
    assert first["priogrid_gid"] == 279 * 720 + 432 + 1
    assert first["country"] == "Ukraine"
    assert first["conflict_new_id"] == first["gwnoa"] == ""


def test_acled_says_that_it_is_not_theirs_and_who_tells_it(store: SqliteStore) -> None:
    """Notes name the voices; a count that nobody gives stays empty."""
    first = rows(store, "acled")[0]
    assert (first["event_type"], first["sub_event_type"]) == (
        "Explosions/Remote violence",
        "Shelling/artillery/missile attack",
    )
    assert first["fatalities"] == 3
    assert "Told by the mayor" in first["notes"]
    assert "not ACLED data" in first["tags"]


def test_follow_the_money_reads_every_statement(store: SqliteStore) -> None:
    """By its own library: each property is known, of the type that is told, and clean."""
    pytest.importorskip("followthemoney", reason="needs the followthemoney package")
    from followthemoney import model
    from followthemoney.statement.serialize import read_csv_statements

    text = "".join(write_csv(rows(store, "ftm"), columns("ftm")))
    found = list(read_csv_statements(io.BytesIO(text.encode())))
    assert {one.schema for one in found} == {"Event", "Article", "Address"}
    for one in found:
        schema = model.get(one.schema)
        assert schema is not None
        prop = schema.get(one.prop)
        assert prop is not None, one.prop
        assert prop.type.name == one.prop_type
        if one.prop_type != "country":
            assert prop.type.clean(one.value) is not None, (one.prop, one.value)


@pytest.mark.parametrize("table", TABLES)
def test_parquet_holds_what_json_lines_hold(store: SqliteStore, tmp_path: Path, table: Any) -> None:
    """Row by row and value by value; what is a list comes back from its JSON."""
    pytest.importorskip("pyarrow", reason="needs the extra 'tables'")
    import pyarrow.parquet

    told = list(export_rows(table, store.view(), WATCH.policy, NOW))
    output = tmp_path / "t.parquet"
    assert write_parquet(told, output) == len(told)
    found = pyarrow.parquet.read_table(output).to_pylist()
    assert len(found) == len(told)
    for row, back in zip(told, found, strict=True):
        for name, value in row.items():
            if name != "place":
                assert _same(back[name], value), name
        if row.get("place"):
            assert (back["place_lat"], back["place_lon"]) == (row["place"]["lat"], row["place"]["lon"])
    assert not list(tmp_path.glob("*.part"))


def test_duckdb_and_pandas_open_parquet(store: SqliteStore, tmp_path: Path) -> None:
    """The same rows, numbers as numbers, lists from their JSON."""
    duckdb = pytest.importorskip("duckdb", reason="needs the duckdb package")
    pandas = pytest.importorskip("pandas", reason="needs the pandas package")
    pytest.importorskip("pyarrow", reason="needs the extra 'tables'")
    told = list(export_rows("events", store.view(), WATCH.policy, NOW))
    output = tmp_path / "events.parquet"
    write_parquet(told, output)
    wanted = [(row["id"], row["place"]["lat"], len(row["figures"])) for row in told]
    asked = "SELECT id, place_lat, json_array_length(figures) FROM read_parquet(?) ORDER BY id"
    with duckdb.connect(config={"autoinstall_known_extensions": False}) as asking:
        assert asking.execute(asked, [str(output)]).fetchall() == sorted(wanted)
    found = pandas.read_parquet(output)
    assert list(zip(found["id"], found["place_lat"], found["figures"].map(json.loads).map(len), strict=True)) == wanted


def _same(back: Any, value: Any) -> bool:
    return bool(json.loads(back) == value if isinstance(value, list | dict) else back == value)


def test_geojson_and_kml_open_in_gdal(store: SqliteStore, tmp_path: Path) -> None:
    """The place is a geometry there."""
    pyogrio = pytest.importorskip("pyogrio", reason="needs the pyogrio package")
    told = list(export_rows("events", store.view(), WATCH.policy, NOW))
    for name, text in (
        ("e.geojson", json.dumps(geojson(told))),
        ("e.kml", "".join(write_kml(told, "w"))),
    ):
        (tmp_path / name).write_text(text, "utf-8")
        assert pyogrio.read_info(tmp_path / name)["features"] == len(told)
        assert pyogrio.read_bounds(tmp_path / name)[1].shape == (4, len(told))


def test_kml_shows_areas_and_escapes_what_it_is_given(store: SqliteStore) -> None:
    """No bare point; markup is text."""
    told = list(export_rows("events", store.view(), WATCH.policy, NOW))
    text = "".join(write_kml(told, "a & <b>"))
    tree = etree.fromstring(text.encode())
    assert "Point" not in {etree.QName(one).localname for one in tree.iter()}
    assert tree.findtext(".//{*}Placemark/{*}name").endswith("=Kharkiv & <b>")
    assert tree.findtext("{*}Document/{*}name") == "a & <b>"
    ring = tree.findtext(".//{*}coordinates").split()
    assert ring[0] == ring[-1]
    east = max(float(corner.split(",")[0]) for corner in ring)
    assert east == pytest.approx(36.25 + 12_000 / 111_320 / 0.643, rel=0.001)


def test_kml_is_valid(store: SqliteStore, valid_kml: etree.XMLSchema) -> None:
    """By the schema of OGC: places, control's one day, and footprints of one part and of two."""
    told = list(export_rows("events", store.view(), WATCH.policy, NOW))
    square = "((36 50, 36.1 50, 36.1 50.1, 36 50))"
    seen = [
        {"id": "o1", "kind": "heat", "from": "2024-05-12", "footprint": f"POLYGON {square}", "measure": 3.5},
        {"id": "o2", "kind": "heat", "footprint": f"MULTIPOLYGON ({square}, {square})", "about": ["evt_1"]},
        {"holder": "north", "date": "2024-05-12", "place": told[0]["place"], "previous": None},
    ]
    for rows in ([], told, seen):
        valid_kml.assertValid(etree.fromstring("".join(write_kml(rows, "a & <b>")).encode()))
    wrong = "".join(write_kml(told, "w")).replace("TimeSpan>", "When>")
    assert not valid_kml.validate(etree.fromstring(wrong.encode()))


@pytest.fixture(scope="module")
def valid_kml() -> etree.XMLSchema:
    """As pykml carries it, with the schemas that it takes in."""
    pykml = pytest.importorskip("pykml", reason="needs the pykml package")
    schema = Path(pykml.__file__).parent / "schemas" / "ogckml22.xsd"
    return etree.XMLSchema(etree.parse(schema, etree.XMLParser(no_network=True)))


@given(words=st.text())
def test_any_words_make_valid_kml(valid_kml: etree.XMLSchema, words: str) -> None:
    """Control characters and lone surrogates are no XML, whatever they are escaped as."""
    row = {"id": words, "kind": words, "place": {"name": words, "lat": 89.9, "lon": -179.9, "radius_m": 5_000}}
    valid_kml.assertValid(etree.fromstring("".join(write_kml([row], words)).encode()))


@given(words=st.text(min_size=1))
def test_no_cell_runs_as_a_formula(words: str) -> None:
    """In these tables as in ours."""
    (_, line) = list(write_csv([{"a": words}], ["a"]))
    cell = next(csv.reader(io.StringIO(line, newline="")))[0]
    assert not re.match(r"[=+\-@\t\r]", cell)


@given(lat=st.floats(-90, 90), lon=st.floats(-180, 180))
def test_every_point_lies_in_a_cell_of_prio_grid(lat: float, lon: float) -> None:
    """1 to 259,200."""
    place = Location(id=PlaceId("p"), name="p", kind="settlement", lat=lat, lon=lon, radius_m=1)
    assert 1 <= prio_cell(place) <= 259_200


@pytest.mark.parametrize(
    ("kind", "identity", "radius", "wanted"),
    [
        ("settlement", "g:1", 25_000, 1),
        ("settlement", "g:1~north", 5_000, 2),
        ("settlement", "g:1", 60_000, 3),
        ("admin2", "g:1", 20_000, 3),
        ("admin1", "g:1", 90_000, 4),
        ("region", "g:1", 90_000, 5),
        ("country", "g:1", 90_000, 6),
        ("water", "g:1", 90_000, 7),
    ],
)
def test_where_precision(kind: Any, identity: str, radius: int, wanted: int) -> None:
    """As the codebook numbers it."""
    place = Location(id=PlaceId(identity), name="p", kind=kind, lat=0, lon=0, radius_m=radius)
    assert where_precision(place) == wanted


def test_day_precision_and_deaths(store: SqliteStore) -> None:
    """A day, some days, a week, a month, more; nothing where nothing is known."""
    event = store.view().events(Query(limit=1))[0]
    for last, wanted in (
        ((2024, 5, 1), 1),
        ((2024, 5, 4), 2),
        ((2024, 5, 7), 3),
        ((2024, 5, 31), 4),
        ((2024, 12, 1), 5),
    ):
        told = replace(event, when=Interval.of_days(date(2024, 5, 1), date(*last)))
        assert day_precision(told) == wanted
    assert day_precision(replace(event, when=None)) is None
    assert deaths(replace(event, figures=())).best is None
    only = deaths(replace(event, figures=(killed(event, None, 10, None),)))
    assert (only.best, only.high) == (10, 10)
