"""The reader of Polish, by the contract and by what it finds."""

from datetime import date

from vedette_example_polish import read

from vedette.contracts import check_installed, check_language
from vedette.model.interval import Interval

_DAY = Interval.of_days(date(2024, 5, 13), date(2024, 5, 13))
_TEXT = (
    "Ministerstwo obrony poinformowało, że wczoraj wojska zaatakowały Charków. Według sztabu, rzekomo zajęli Wowczańsk."
)


def test_it_is_found() -> None:
    """By its entry point."""
    assert check_installed("languages", "pl", "vedette-example-polish") is read


def test_who_says_what() -> None:
    """Speakers, an event with its place and day, and what is hedged."""
    (made,) = check_language(read, [_TEXT], _DAY)
    assert [one.speaker.name for one in made.statements if one.speaker] == ["Ministerstwo obrony", "sztabu"]
    assert [one.certainty for one in made.statements] == ["asserted", "unconfirmed"]
    first, second = made.mentions
    assert made.places[first.places[0]].name == "Charków"
    assert first.when == Interval.of_days(date(2024, 5, 12), date(2024, 5, 12))
    assert (second.change, second.when) == ("captured", None)
