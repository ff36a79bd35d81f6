"""watch.toml: what is read, and how mistakes are told."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vedette.model.errors import UsageError
from vedette.model.ids import SideId, SourceId
from vedette.model.source import Side, Source
from vedette.model.watch import Policy, Watch
from vedette.reference.watchfile import blank_watch, parse_watch, read_watch

FULL = """
name = "A war"
languages = ["EN", "uk"]
countries = ["xx", "YY"]
bbox = [22, 44.0, 40.5, 52]

[[side]]
id = "north"
name = "Northland"
country = "xx"
also = ["Northern Volunteers"]

[[side]]
id = "south"
name = "Southland"

[[source]]
id = "mod"
name = "Ministry"
kind = "ministry"
side = "north"
match = ["mod.example.org"]
reliability = "c"

[[source]]
id = "paper"
name = "Paper"
side = ""

[policy]
delay_hours = 24
delays = { evacuation = 0, captured = 72 }
coarsen_m = 5000
"""


def test_every_key_is_read() -> None:
    """Codes come out in one case, an empty side is none."""
    assert parse_watch(FULL) == Watch(
        name="A war",
        languages=("en", "uk"),
        countries=("XX", "YY"),
        bbox=(22.0, 44.0, 40.5, 52.0),
        sides=(
            Side(id=SideId("north"), name="Northland", country="XX", also=("Northern Volunteers",)),
            Side(id=SideId("south"), name="Southland"),
        ),
        sources=(
            Source(
                id=SourceId("mod"),
                name="Ministry",
                kind="ministry",
                side=SideId("north"),
                match=("mod.example.org",),
                reliability="C",
            ),
            Source(id=SourceId("paper"), name="Paper", kind="channel"),
        ),
        policy=Policy(delay_hours=24, delays=(("evacuation", 0), ("captured", 72)), coarsen_m=5000),
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("name = ", "not TOML"),
        ("", "`name` must be a text"),
        ("name = 3", "`name` must be a text"),
        ('name = "x"\nnmae = 1', "unknown key `nmae`"),
        ('name = "x"\nlanguages = "en"', "`languages` must be a list"),
        ('name = "x"\ncountries = ["UKR"]', "`countries` must be two letters"),
        ('name = "x"\nbbox = [1, 2, 3]', "`bbox` must be"),
        ('name = "x"\nbbox = [0, 50, 1, 40]', "`bbox` must be"),
        ('name = "x"\nbbox = [0, nan, 1, 40]', "`bbox` must be"),
        ('name = "x"\n[side]\nid = "a"', "`side` must be a list of tables"),
        ('name = "x"\n[[side]]\nid = "a"', r"\[\[side\]\] number 1: `name` must be"),
        ('name = "x"\n[[side]]\nid = "none"\nname = "N"', "`id` must be another word"),
        ('name = "x"\n[[side]]\nid = "a"\nname = "A"\n[[side]]\nid = "a"\nname = "B"', "have the id 'a'"),
        ('name = "x"\n[[side]]\nid = "a"\nname = "A"\ncolour = "red"', "unknown key `colour`"),
        ('name = "x"\n[[source]]\nid = "s"\nname = "S"\nside = "a"', "`side` must be the id of a"),
        ('name = "x"\n[[source]]\nid = "s"\nname = "S"\nreliability = "G"', "`reliability` must be a letter"),
        ('name = "x"\n[policy]\ndelays = { weather = 1 }', "unknown key `weather`"),
        ('name = "x"\n[policy]\ndelay_hours = -1', r"\[policy\]: `delay_hours` must be a whole number"),
        ('name = "x"\n[policy]\ndelay_hours = 99999999999', "`delay_hours` must be a whole number from 0 to"),
        ('name = "x"\n[policy]\ncoarsen_m = 99999999999', "`coarsen_m` must be a whole number from 0 to"),
        ('name = "x"\npolicy = 1', "`policy` must be a table"),
    ],
)
def test_a_mistake_is_told_with_its_place(text: str, message: str) -> None:
    """The user learns which table and which key to mend."""
    with pytest.raises(UsageError, match=message) as caught:
        parse_watch(text, "here/watch.toml")
    assert str(caught.value).startswith("here/watch.toml")
    assert "\n" not in str(caught.value)


@given(name=st.text(max_size=30))
def test_a_blank_watch_is_a_watch_under_any_name(name: str) -> None:
    """A folder's name never breaks the file."""
    watch = parse_watch(blank_watch(name))
    assert watch.sides == ()
    assert watch.name


def test_the_examples_in_the_blank_watch_are_right() -> None:
    """What the comments show can be uncommented as it stands."""
    lines = blank_watch("x").splitlines()
    shown = [line.removeprefix("# ") for line in lines if line.startswith("# ") and ("= " in line or "[[" in line)]
    watch = parse_watch("\n".join(['name = "x"', *shown]))
    assert [side.id for side in watch.sides] == ["north"]
    assert [source.side for source in watch.sources] == ["north"]


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    """Missing, too large and badly encoded files are UsageErrors."""
    bad = tmp_path / "watch.toml"
    with pytest.raises(UsageError, match="cannot be read"):
        read_watch(bad)
    bad.write_bytes(b'name = "\xff"')
    with pytest.raises(UsageError, match="not UTF-8"):
        read_watch(bad)
    bad.write_bytes(b"#" * 1_000_001)
    with pytest.raises(UsageError, match="larger than"):
        read_watch(bad)


def test_the_borders_of_maps_are_a_choice() -> None:
    """The recognised ones unless the file says otherwise; any third view is refused with both names."""
    assert parse_watch('name = "w"').borders == "recognised"
    assert parse_watch('name = "w"\n[map]\nborders = "de-facto"').borders == "de-facto"
    with pytest.raises(UsageError, match=r'\[map\]: `borders` must be "recognised"'):
        parse_watch('name = "w"\n[map]\nborders = "mine"')
