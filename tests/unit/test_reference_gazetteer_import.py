"""Places that a user brings: GeoNames tables and OpenStreetMap's place nodes, friendly and hostile."""

import json
import sqlite3
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from vedette.cli import main
from vedette.model.errors import UsageError, WorkspaceError
from vedette.reference import gazetteer_import
from vedette.reference.gazetteer import Gazetteer, imported, imports_folder
from vedette.reference.gazetteer_geojson import from_feature
from vedette.reference.gazetteer_geonames import from_columns
from vedette.reference.gazetteer_import import Imported, import_file
from vedette.reference.gazetteer_places import Draft
from vedette.reference.gazetteer_write import write_layer


def _row(number: int, name: str, others: str = "", lat: str = "50.1", lon: str = "36.1", **cells: str) -> str:
    given = {"class": "P", "code": "PPL", "country": "UA", "admin1": "07", "population": "0", **cells}
    return "\t".join(
        [
            str(number), name, name, others, lat, lon, given["class"], given["code"], given["country"], "",
            given["admin1"], "", "", "", given["population"], "", "100", "Europe/Kyiv", "2024-01-01",
        ]
    )  # fmt: skip


def _feature(name: str, lat: float, lon: float, **tags: str) -> dict[str, object]:
    return {
        "type": "Feature", "id": tags.pop("id", f"node/{abs(hash((name, lat)))}"),
        "properties": {"name": name, "place": "village", **tags},
        "geometry": {"type": "Point", "coordinates": [lon, lat]},
    }  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the imports of this test go."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    return imports_folder()


@pytest.fixture
def known(folder: Path) -> Iterator[Gazetteer]:
    gazetteer = Gazetteer.open()
    yield gazetteer
    gazetteer.close()


def _import(path: Path, folder: Path, known: Gazetteer, country: str | None = None) -> Imported:
    return import_file(path, folder, known, country, lambda _: None)


@pytest.mark.parametrize("zipped", [False, True])
def test_a_geonames_table(tmp_path: Path, folder: Path, known: Gazetteer, zipped: bool) -> None:
    """Settlements, waters and sites come in, mountains and schools do not; alternates are names too."""
    rows = [
        _row(990000001, "Qvarzhivka", "Кваржівка,Qvarzhovka"),
        _row(990000002, "Qvarzh River", **{"class": "H", "code": "STM"}),
        _row(990000003, "Qvarzh Peak", **{"class": "T", "code": "PK"}),
        _row(990000004, "Qvarzh Air Base", **{"class": "S", "code": "AIRB"}),
    ]
    text = "\n".join([*rows, ""])
    path = tmp_path / ("ZZ.zip" if zipped else "ZZ.txt")
    if zipped:
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("readme.txt", "what it is")
            archive.writestr("ZZ.txt", text)
    else:
        path.write_text(text, encoding="utf-8")
    made = _import(path, folder, known)
    assert (made.name, made.places) == ("ZZ", 3)
    assert "GeoNames" in made.attribution
    opened = Gazetteer.open()
    assert [each.id for each in opened.candidates("Кваржівку")] == ["geonames:990000001"]
    assert opened.candidates("Qvarzh River")[0].kind == "water"
    assert opened.candidates("Qvarzh Air Base")[0].kind == "site"
    assert opened.candidates("Qvarzh Peak") == ()
    assert "ZZ: GeoNames" in opened.about()["attribution"]
    opened.close()


def test_a_village_of_the_register_keeps_its_id_and_gets_the_point(
    tmp_path: Path, folder: Path, known: Gazetteer
) -> None:
    """Two sources of one place are one place, with the better point."""
    before = next(each for each in known.candidates("Новоєгорівка") if each.id.startswith("katottg:UA44"))
    assert before.radius_m > 2_000
    path = tmp_path / "UA.txt"
    path.write_text(_row(990000009, "Новоєгорівка", lat="49.5114", lon="37.9963", admin1="14") + "\n", encoding="utf-8")
    _import(path, folder, known)
    opened = Gazetteer.open()
    after = [each for each in opened.candidates("Новоєгорівка") if abs(each.lat - 49.5114) < 0.001]
    assert after
    assert all(not each.id.startswith("geonames:99") for each in after)
    assert min(each.radius_m for each in after) == 1_500
    opened.close()


@pytest.mark.parametrize("sequence", [False, True])
def test_place_nodes_of_openstreetmap(tmp_path: Path, folder: Path, known: Gazetteer, sequence: bool) -> None:
    """All name tags, old ones too; the licence is OpenStreetMap's."""
    nodes = [
        _feature("Кваржине", 10.5, 20.5, **{"name:ru": "Кваржино", "old_name": "Радквар; Червонокварж"}),
        _feature("Qvarzhtown", 11.0, 21.0, population="12 000", wikidata="Q1"),
        {"type": "Feature", "properties": {"name": "No place"}, "geometry": {"type": "Point", "coordinates": [1, 1]}},
    ]
    path = tmp_path / "my places.geojson"
    if sequence:
        path.write_text("".join(f"\x1e{json.dumps(each)}\n" for each in nodes), encoding="utf-8")
    else:
        path.write_text(json.dumps({"type": "FeatureCollection", "features": nodes}, indent=1), encoding="utf-8")
    made = _import(path, folder, known, "SD")
    assert (made.name, made.places) == ("my-places", 2)
    assert "ODbL" in made.attribution
    opened = Gazetteer.open()
    for name in ("Кваржиного", "Кваржино", "Радквар", "Червонокварж", "Kvarzhyne"):
        assert [each.country for each in opened.candidates(name)] == ["SD"], name
    assert opened.candidates("Qvarzhtown")[0].population == 12_000
    opened.close()


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.txt", "a\tb\tc\n", "line 1, has 3 columns"),
        ("a.txt", "", "names no place"),
        ("a.txt", _row(1, "Peak", **{"class": "T"}), "names no place"),
        ("a.geojson", "{", "is no GeoJSON"),
        ("a.geojson", "[1, 2]", "is no GeoJSON"),
        ("a.geojson", '{"type": "Topology"}', "neither a feature"),
        ("a.geojson", "[" * 100_000, "is no GeoJSON"),
        ("a.geojson", '{"type": "FeatureCollection", "features": [1, null, {}]}', "names no place"),
        ("a.zip", "no archive", "cannot be unpacked"),
    ],
)
def test_what_is_neither_is_refused(
    tmp_path: Path, folder: Path, known: Gazetteer, name: str, content: str, said: str
) -> None:
    """One line that says what is wrong; nothing is left behind."""
    path = tmp_path / name
    path.write_text(content, encoding="utf-8")
    with pytest.raises(UsageError, match=said):
        _import(path, folder, known)
    assert imported() == []
    assert not folder.exists() or list(folder.iterdir()) == []


def test_archives_that_grow_are_refused(tmp_path: Path, folder: Path, known: Gazetteer) -> None:
    """A bomb is known by what it claims, before a byte is unpacked."""
    path = tmp_path / "bomb.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("bomb.txt", b"0" * 5_000_000)
    with pytest.raises(UsageError, match="claims to unpack"):
        _import(path, folder, known)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.txt", "1")
        archive.writestr("b.txt", "1")
    with pytest.raises(UsageError, match="holds 2 tables"):
        _import(path, folder, known)


def test_sizes_are_bounded(tmp_path: Path, folder: Path, known: Gazetteer, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither a line nor a file without end."""
    path = tmp_path / "long.txt"
    path.write_text("\n".join([_row(1, "Aaa")] * 20), encoding="utf-8")
    monkeypatch.setattr(gazetteer_import, "_LARGEST", 500)
    with pytest.raises(UsageError, match="import it in parts"):
        _import(path, folder, known)
    monkeypatch.setattr(gazetteer_import, "_LONGEST_LINE", 50)
    with pytest.raises(UsageError, match="a line of more than"):
        _import(path, folder, known)


def test_a_full_disk_is_said_so(tmp_path: Path) -> None:
    """SQLite's own words become the error that every command explains; no half file stays."""

    def drafts() -> Iterator[Draft]:
        yield Draft(id="x:1", name="X", kind="settlement", lat=0.0, lon=0.0, radius_m=1)
        full = sqlite3.OperationalError("database or disk is full")
        full.sqlite_errorcode = sqlite3.SQLITE_FULL
        raise full

    with pytest.raises(OSError, match="No space left"):
        write_layer(tmp_path / "x.sqlite", drafts(), {})
    assert list(tmp_path.iterdir()) == []


@given(st.lists(st.text(max_size=12), min_size=19, max_size=19))
def test_any_columns_are_read_or_left(columns: list[str]) -> None:
    """Nineteen cells of anything never raise."""
    draft = from_columns(columns)
    assert draft is None or -90 <= draft.lat <= 90


_JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=6,
)


@given(st.fixed_dictionaries({}, optional={"properties": _JSON, "geometry": _JSON, "id": _JSON}))
def test_any_feature_is_read_or_left(feature: dict[str, object]) -> None:
    """JSON of any shape never raises."""
    assert from_feature(feature, None) is None


@given(_JSON, _JSON)
def test_any_tag_and_coordinate_is_read_or_left(value: object, at: object) -> None:
    """Values of the wrong kind in the right place never raise."""
    tags = {"place": "village", "name": value, "population": value, "old_name": value}
    feature = {"id": value, "properties": tags, "geometry": {"type": "Point", "coordinates": [at, at]}}
    draft = from_feature(feature, None)
    assert draft is None or draft.names


def test_a_damaged_import_is_said_so(folder: Path) -> None:
    """Every command would stumble over it, so the message says what to do; removing it works."""
    folder.mkdir(parents=True)
    (folder / "bad.sqlite").write_bytes(b"no database, but long enough to be taken for one" * 40)
    with pytest.raises(WorkspaceError, match=r"bad\.sqlite is damaged"):
        Gazetteer.open()
    assert CliRunner().invoke(main, ["gazetteer", "--remove", "bad"]).output == "bad is removed.\n"


def test_commands(tmp_path: Path, folder: Path) -> None:
    """Import, list, show and remove; attribution is printed wherever data is shown."""
    path = tmp_path / "mine.txt"
    path.write_text(_row(990000001, "Qvarzhivka") + "\n", encoding="utf-8")
    run = CliRunner()
    made = run.invoke(main, ["gazetteer", "import", str(path)])
    assert made.exit_code == 0, made.output
    assert "1 places as mine" in made.output
    assert "CC BY 4.0" in made.output
    assert run.invoke(main, ["gazetteer", "--list"]).output == "mine\n"
    shown = run.invoke(main, ["gazetteer"]).output
    assert "OpenStreetMap contributors" in shown
    assert "mine: 1 places" in shown
    layers = json.loads(run.invoke(main, ["gazetteer", "--json"]).output)["layers"]
    assert [layer["name"] for layer in layers] == ["vedette", "osm", "mine"]
    assert run.invoke(main, ["gazetteer", "--remove", "mine"]).exit_code == 0
    assert run.invoke(main, ["gazetteer", "--list"]).output == ""
    with pytest.raises(SystemExit) as ended:
        main(["gazetteer", "--remove", "../mine"])
    assert ended.value.code == 2
