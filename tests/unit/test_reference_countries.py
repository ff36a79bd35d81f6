"""Countries by name, demonym and code."""

import pytest

from vedette.reference.countries import load_countries


@pytest.mark.parametrize(
    ("name", "code"), [("Ukraine", "UA"), ("the UK", None), ("U.K.", "GB"), ("Burma", "MM"), ("Türkiye", "TR")]
)
def test_country_by_name(name: str, code: str | None) -> None:
    """Other names and abbreviations lead to the country; what is not a name does not."""
    country = load_countries().named(name)
    assert (country.code if country else None) == code


@pytest.mark.parametrize(
    ("word", "code"), [("Russians", "RU"), ("South Korean", "KR"), ("Dutch", "NL"), ("Sudanese", "SD")]
)
def test_country_by_demonym(word: str, code: str) -> None:
    """Adjectives and people lead to the country."""
    country = load_countries().of_demonym(word)
    assert country is not None
    assert country.code == code


def test_codes_are_unique_and_points_are_on_earth() -> None:
    """Every row of the table is whole."""
    countries = load_countries().all
    assert len({country.code for country in countries}) == len(countries) > 240
    assert all(-90 <= country.lat <= 90 and -180 <= country.lon <= 180 for country in countries)
