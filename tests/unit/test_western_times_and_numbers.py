"""Times and numbers of German and French."""

from datetime import date

import pytest

from vedette.model.ids import DocumentId
from vedette.model.interval import Interval
from vedette.understand.numerals import numbers_of
from vedette.understand.slavic.quantities import find_quantities
from vedette.understand.times import find_times
from vedette.understand.western.parsing import parse

DOCUMENT = DocumentId("doc_1")
MONDAY = Interval.of_days(date(2024, 5, 13), date(2024, 5, 13))


@pytest.mark.parametrize(
    ("text", "language", "told"),
    [
        ("Am Samstag, dem 4. Mai 2024, war es ruhig.", "de", [("Samstag, dem 4. Mai 2024", "2024-05-04")]),
        ("In der Nacht auf den 12. Mai brannte es.", "de", [("Nacht auf den 12. Mai", "2024-05-12TNI")]),
        ("Am Mittwochabend um 20.15 Uhr fiel Strom aus.", "de", [("Mittwochabend um 20.15 Uhr", "2024-05-08T20:15")]),
        ("Vor einer Woche, im vergangenen Monat.", "de",
         [("einer Woche", "2024-05-06"), ("vergangenen Monat", "2024-04")]),
        ("Seit dem 24. Februar 2022 ist Krieg.", "de", [("24. Februar 2022", "2022-02-24")]),
        ("Die 47. Brigade steht dort.", "de", []),
        ("Le 4 mai 2024, tout était calme.", "fr", [("4 mai 2024", "2024-05-04")]),
        ("Dans la nuit du 11 au 12 mai, un incendie.", "fr", [("nuit du 11 au 12 mai", "2024-05-12TNI")]),
        ("Mercredi à 20h15, panne générale.", "fr", [("Mercredi à 20h15", "2024-05-08T20:15")]),
        ("Il y a une semaine, le mois dernier.", "fr", [("une semaine", "2024-05-06"), ("mois dernier", "2024-04")]),
        ("Deux hommes ont été tués cet été.", "fr", [("cet été", "2024-SU")]),
    ],
)  # fmt: skip
def test_times(text: str, language: str, told: list[tuple[str, str]]) -> None:
    """Dates, nights by their morning, clock times, what is told from today; "été" as a verb is no summer."""
    found = find_times(text, DOCUMENT, MONDAY, language=language)
    assert [(each.span.of(text), each.value) for each in found] == told


@pytest.mark.parametrize(
    ("text", "language", "values"),
    [
        ("einundzwanzig, dreihundertzwölf, 1.200 und 3,5 Millionen", "de", [21, 312, 1200, 3_500_000]),
        ("eine Brücke am 12. Mai", "de", []),
        ("zweitausend Mann, dreißig Panzer", "de", [2000, 30]),
        ("vingt et un, quatre-vingt-dix, 1 200 et 3,5 millions", "fr", [21, 90, 1200, 3_500_000]),
        ("deux mille cinq cents soixante-dix hommes", "fr", [2570]),
        ("un pont, le 1er mai", "fr", []),
    ],
)
def test_numbers(text: str, language: str, values: list[float]) -> None:
    """Written together, with hyphens, in digits; an article is no number, nor is an ordinal."""
    assert [each.value for each in numbers_of(text, language)] == values


@pytest.mark.parametrize(
    ("text", "language", "told"),
    [
        ("Mindestens 15 Menschen starben, rund 30 Häuser brannten.", "de",
         [(15.0, "person", ">"), (30.0, "house", "~")]),
        ("Au moins 15 personnes sont mortes, environ 30 maisons ont brûlé.", "fr",
         [(15.0, "person", ">"), (30.0, "house", "~")]),
    ],
)  # fmt: skip
def test_quantities(text: str, language: str, told: list[tuple[float, str, str]]) -> None:
    """Bounds and units, under the English names of the units."""
    found = find_quantities(parse(text, DOCUMENT, language), ())
    assert [(each.value, each.unit, each.change) for each in found] == told
