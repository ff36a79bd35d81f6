"""The gazetteer: what it builds, what it finds."""

import sqlite3
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vedette.model.errors import WorkspaceError
from vedette.model.ids import PlaceId
from vedette.reference.gazetteer import Gazetteer, gazetteer_path
from vedette.reference.gazetteer_build import gazetteer_version
from vedette.reference.gazetteer_names import fold, is_usable, latin_spellings, script
from vedette.reference.gazetteer_places import radius_of_population


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.open()


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("Kharkiv", "geonames:706483"),
        ("Kharkov", "geonames:706483"),
        ("KHARKIV", "geonames:706483"),
        ("Харьков", "geonames:706483"),
        ("Vovchansk", "geonames:689304"),
        ("Volchansk", "geonames:689304"),
        ("Vovchans’k", "geonames:689304"),
        ("Chasov Yar", "geonames:710915"),
        ("Artemivsk", "geonames:713174"),
        ("Kiev", "geonames:703448"),
        ("Ukraine", "geonames:690791"),
        ("U.S.", "geonames:6252001"),
        ("Burma", "geonames:1327865"),
        ("Kharkiv region", "vedette:UA.07"),
        ("Kharkov Oblast", "vedette:UA.07"),
        ("Donbass", "vedette:donbas"),
        ("Golan Heights", "vedette:golan"),
        ("Texas", "geonames:4736286"),
    ],
)
def test_a_spelling_leads_to_the_place(gazetteer: Gazetteer, name: str, place: str) -> None:
    """Old, transliterated, Cyrillic and abbreviated names all reach their place first."""
    assert gazetteer.candidates(name)[0].id == place


def test_own_name_comes_first(gazetteer: Gazetteer) -> None:
    """An entry bears the name in use today, whatever it was asked for."""
    entry = gazetteer.candidates("Zaporozhye")[0]
    assert (entry.name, entry.form, entry.country, entry.admin1) == ("Zaporizhzhia", "alternate", "UA", "26")
    assert gazetteer.candidates("Zaporizhzhia")[0].form == "official"


@pytest.mark.parametrize(
    "name",
    ["Strilecha", "Pylna", "Borysivka", "Krasne", "Morokhovets", "Oliinykove", "Pletenivka", "Ohirtseve", "Hatyshche"],
)
def test_villages_of_the_border_are_known(gazetteer: Gazetteer, name: str) -> None:
    """The nine villages of May 2024 are smaller than the source's smallest settlement."""
    near = [entry for entry in gazetteer.candidates(name) if (entry.country, entry.admin1) == ("UA", "07")]
    assert any(abs(entry.lat - 50.3) < 0.1 and 36.3 < entry.lon < 37.0 for entry in near)


def test_unknown_name_has_no_candidates(gazetteer: Gazetteer) -> None:
    """No candidate is better than a guess."""
    assert gazetteer.candidates("Qwxzybrook") == ()
    assert gazetteer.words_from("Qwxzybrook") == 0


def test_look_up_takes_hostile_names(gazetteer: Gazetteer) -> None:
    """A name is a parameter, never a part of a statement."""
    assert gazetteer.candidates("x' OR '1'='1") == ()
    assert gazetteer.candidates("\x00; DROP TABLE place") == ()


def test_unit_by_code_and_place_by_id(gazetteer: Gazetteer) -> None:
    """A unit without a name of its own is still found by its code."""
    unit = gazetteer.unit("UA", "07")
    assert unit is not None
    assert unit.name == "Kharkiv Oblast"
    assert 50_000 < unit.radius_m < 200_000
    assert gazetteer.unit("TH", "40") is not None
    assert gazetteer.unit("UA", "99") is None
    kharkiv = gazetteer.get(PlaceId("geonames:706483"))
    assert kharkiv is not None
    assert kharkiv.name == "Kharkiv"


def test_capitals_are_marked(gazetteer: Gazetteer) -> None:
    """Kyiv governs, Kharkiv does not."""
    assert gazetteer.candidates("Kyiv")[0].capital
    assert not gazetteer.candidates("Kharkiv")[0].capital


def test_words_from_bounds_the_names(gazetteer: Gazetteer) -> None:
    """A reader of text need not try longer names than there are."""
    assert gazetteer.words_from("Kharkiv") >= 2
    assert gazetteer.words_from("Ivano-Frankivsk") >= 2


def test_file_is_read_only_and_says_whose_it_is(gazetteer: Gazetteer) -> None:
    """The licence asks for attribution; nobody writes through a look-up."""
    assert "GeoNames" in gazetteer.about()["attribution"]
    assert gazetteer.about()["version"] == gazetteer_version()
    assert gazetteer_path().stat().st_size < 60_000_000
    with pytest.raises(sqlite3.OperationalError):
        gazetteer._layers[0]._connection.execute("DELETE FROM place")


def test_codes_and_romanisations_are_no_names() -> None:
    """GeoNames lists airport codes and lower-case romanisations among the alternate names."""
    assert not is_usable("HRK")
    assert not is_usable("ha er ke fu")
    assert not is_usable("ハリコフ")
    assert is_usable("Kharkov")
    assert is_usable("Харків")


@pytest.mark.parametrize(
    ("cyrillic", "latin"),
    [
        ("Харьков", "Kharkov"),
        ("Харків", "Kharkiv"),
        ("Часов Яр", "Chasov Yar"),
        ("Часів Яр", "Chasiv Yar"),
        ("Волчанск", "Volchansk"),
        ("Вовчанськ", "Vovchansk"),
        ("Згурівка", "Zghurivka"),
        ("Артёмовск", "Artyomovsk"),
        ("Юнаківка", "Yunakivka"),
    ],
)
def test_transliteration(cyrillic: str, latin: str) -> None:
    """Ukrainian and Russian names are spelt as each is spelt in English."""
    assert latin in set(latin_spellings(cyrillic))


@given(st.text(max_size=40))
def test_folding_is_idempotent(name: str) -> None:
    """A folded name folds to itself, so look-ups agree with what was stored."""
    assert fold(fold(name)) == fold(name)


def test_script_of_a_name() -> None:
    """A mixture is no script."""
    assert (script("Žilina"), script("Київ"), script("Kиїв"), script("123")) == ("latin", "cyrillic", None, None)


@given(st.integers(min_value=0, max_value=40_000_000))
def test_radius_grows_with_population(population: int) -> None:
    """A point is never a bare point, and no town is larger than twenty kilometres."""
    assert 1_500 <= radius_of_population(population) <= radius_of_population(population + 1_000) <= 20_000


def test_path_follows_the_cache_directory(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The file is built where the user keeps caches, once."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    calls: list[Path] = []

    def build(path: Path) -> None:
        calls.append(path)
        path.write_bytes(b"")

    monkeypatch.setattr("vedette.reference.gazetteer.build_gazetteer", build)
    assert gazetteer_path() == gazetteer_path()
    assert calls == [tmp_path / "vedette" / f"gazetteer-{gazetteer_version()}.sqlite"]


def test_a_cache_that_cannot_be_written_is_said_so(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The message tells the user what to do next."""
    (tmp_path / "vedette").write_text("a file where the folder should be")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    with pytest.raises(WorkspaceError, match="XDG_CACHE_HOME"):
        gazetteer_path()
