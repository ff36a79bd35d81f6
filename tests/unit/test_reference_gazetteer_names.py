"""Names in the spellings and cases that reports use: generated, inflected, transliterated, made into adjectives."""

from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vedette.reference.countries import read_table
from vedette.reference.gazetteer import Entry, Gazetteer
from vedette.reference.gazetteer_cases import bare_plurals, of_adjective, readings
from vedette.reference.gazetteer_fuzzy import distance, nearest, slips_allowed
from vedette.reference.gazetteer_names import fold, latin_spellings
from vedette.reference.gazetteer_places import km_between
from vedette.reference.gazetteer_russian import russian_names
from vedette.reference.gazetteer_sounds import sound

_NEAR_KM = 5.0
_VILLAGES = {
    "Strilecha": (
        (50.3019, 36.4017),
        "Strilecha Strelechya Strelecha Стрілеча Стрілечу Стрілечої Стрілечою Стрелечья Стрелечьей Стрелечью",
    ),
    "Pylna": ((50.2836, 36.5265), "Pylna Pyl'na Pilna Pylnaya Пильна Пильної Пильну Пильною Пыльная Пыльной Пыльную"),
    "Borysivka": (
        (50.2778, 36.5577),
        "Borysivka Borisovka Borysovka Borisivka Борисівка Борисівки Борисівку Борисівці Борисівкою Борисовка "
        "Борисовки Борисовке Борисовку Борисовкой",
    ),
    "Krasne": (
        (50.2845, 36.4559),
        "Krasne Krasnoye Krasnoe Красне Красного Красному Красним Красное Красном Красным",
    ),
    "Morokhovets": (
        (50.2727, 36.4699),
        "Morokhovets Morohovets Morokhovetz Мороховець Мороховця Мороховці Мороховцем Мороховец Мороховца Мороховце",
    ),
    "Oliinykove": (
        (50.2669, 36.4829),
        "Oliinykove Oliynykove Oliynikove Oleinikovo Oleynikovo Олійникове Олійникового Олійниковому Олейниково "
        "Олейникова Олейникове Олейниковом",
    ),
    "Pletenivka": (
        (50.3334, 36.9285),
        "Pletenivka Pletenevka Pletenovka Плетенівка Плетенівки Плетенівку Плетенівці Плетенівкою Плетеневка "
        "Плетенёвка Плетенёвки Плетеневке Плетеневку",
    ),
    "Ohirtseve": (
        (50.2989, 36.8435),
        "Ohirtseve Ogirtseve Ohirceve Ogurtsovo Огірцеве Огірцевого Огірцевому Огурцово Огурцова Огурцове Огурцовом",
    ),
    "Hatyshche": (
        (50.299, 36.8672),
        "Hatyshche Gatyshche Gatishche Hatishche Гатище Гатища Гатищу Гатищем Гатищі",
    ),
}


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.open()


@pytest.mark.parametrize(
    ("point", "spelling"),
    [
        pytest.param(point, spelling, id=spelling)
        for point, spellings in _VILLAGES.values()
        for spelling in (*spellings.split(), spellings.split()[0].upper())
    ],
)
def test_nine_villages_of_may_2024(gazetteer: Gazetteer, point: tuple[float, float], spelling: str) -> None:
    """In every spelling and case a candidate lies within five kilometres, in the right oblast, with a radius."""
    near = [each for each in gazetteer.candidates(spelling) if km_between(each.lat, each.lon, *point) < _NEAR_KM]
    assert [(each.country, each.admin1) for each in near][:1] == [("UA", "07")]
    assert near[0].radius_m <= 5_000
    assert gazetteer.words_from(spelling) >= 1


def _named(entries: tuple[Entry, ...]) -> list[str]:
    return [each.name for each in entries]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Часовом Яру", "Chasiv Yar"),
        ("Часового Яра", "Chasiv Yar"),
        ("Часовому Яру", "Chasiv Yar"),
        ("Великої Новосілки", "Velyka Novosilka"),
        ("Великой Новосёлке", "Velyka Novosilka"),
        ("Кривому Розі", "Kryvyi Rih"),
        ("Волчанска", "Vovchansk"),
        ("Вовчанську", "Vovchansk"),
        ("Купянском", "Kupiansk"),
        ("Бахмута", "Bakhmut"),
        ("Артёмовском", "Bakhmut"),
        ("Авдіївці", "Avdiivka"),
        ("Авдеевкой", "Avdiivka"),
        ("Харкові", "Kharkiv"),
        ("Харькове", "Kharkiv"),
        ("Белгородом", "Belgorod"),
        ("Сумах", "Sumy"),
        ("Сум", "Sumy"),
        ("Дергачей", "Derhachi"),
        ("Одесі", "Odesa"),
        ("Києва", "Kyiv"),
        ("Миколаєві", "Mykolaiv"),
        ("Тернополя", "Ternopil"),
        ("Маріуполі", "Mariupol"),
        ("Запоріжжю", "Zaporizhzhia"),
        ("Гуляйполем", "Huliaipole"),
        ("Харківській області", "Kharkiv Oblast"),
        ("Белгородской области", "Belgorod Oblast"),
        ("Сумщині", "Sumy Oblast"),
        ("Луганщини", "Luhansk Oblast"),
        ("Донбасу", "Donbas"),
        ("России", "Russia"),
        ("України", "Ukraine"),
        ("Сіверського Дінця", "Siverskyi Donets"),
        ("Чёрном море", "Black Sea"),
        ("Харківського району", "Kharkiv Raion"),
        ("Харьковском районе", "Kharkiv Raion"),
        ("Avdiyivka", "Avdiivka"),
        ("Yenakiyeve", "Yenakiieve"),
        ("Kostyantynivka", "Kostiantynivka"),
        ("Severodonetsk", "Sievierodonetsk"),
    ],
)
def test_a_name_as_it_stands_in_a_sentence(gazetteer: Gazetteer, written: str, meant: str) -> None:
    """Cases of Russian and Ukrainian, both words of two, and Latin spellings that no list has."""
    assert meant in _named(gazetteer.candidates(written))[:4]
    assert gazetteer.words_from(written.split()[0]) >= len(written.split())


def test_a_generated_form_says_so(gazetteer: Gazetteer) -> None:
    """What the machine derived is told from what a map says."""
    forms = {name: gazetteer.candidates(name)[0].form for name in ("Вовчанськ", "Вовчанську", "Gatyshche")}
    assert forms["Вовчанську"] == forms["Gatyshche"] == "generated"
    assert forms["Вовчанськ"] != "generated"


@pytest.mark.parametrize(
    ("adjective", "town"),
    [
        ("харківський", "Kharkiv"),
        ("харьковском", "Kharkiv"),
        ("куп’янському", "Kupiansk"),
        ("купянское", "Kupiansk"),
        ("бахмутского", "Bakhmut"),
        ("покровському", "Pokrovsk"),
        ("краматорском", "Kramatorsk"),
        ("авдеевском", "Avdiivka"),
        ("лиманському", "Lyman"),
        ("курахівському", "Kurakhove"),
        ("торецьке", "Toretsk"),
        ("белгородской", "Belgorod"),
        ("сумской", "Sumy"),
        ("одеська", "Odesa"),
        ("гуляйпольском", "Huliaipole"),
    ],
)
def test_an_adjective_leads_to_its_town(gazetteer: Gazetteer, adjective: str, town: str) -> None:
    """ "На харківському напрямку" names a town without naming it."""
    assert town in _named(gazetteer.of_adjective(adjective))[:3]


def test_no_adjective_no_town(gazetteer: Gazetteer) -> None:
    """A noun is no adjective, nor is a word in another script."""
    assert gazetteer.of_adjective("Харків") == ()
    assert gazetteer.of_adjective("Kharkiv") == ()
    assert gazetteer.of_adjective("") == ()


@pytest.mark.parametrize(
    ("ukrainian", "russian"),
    [
        ("Вовчанськ", "Волчанск"),
        ("Стрілеча", "Стрелечья"),
        ("Красне", "Красное"),
        ("Борисівка", "Борисовка"),
        ("Авдіївка", "Авдеевка"),
        ("Плетенівка", "Плетеневка"),
        ("Олійникове", "Олейниково"),
        ("Новомихайлівка", "Новомихайловка"),
        ("Велика Новосілка", "Большая Новоселка"),
        ("Кам’янське", "Каменское"),
        ("Глибоке", "Глубокое"),
        ("Білогорівка", "Белогоровка"),
        ("Підгорне", "Подгорное"),
        ("Вільхуватка", "Ольховатка"),
        ("Липці", "Липцы"),
        ("Нижня Дуванка", "Нижняя Дуванка"),
    ],
)
def test_russian_names_by_correspondence(ukrainian: str, russian: str) -> None:
    """The likely Russian names hold the one in use."""
    assert fold(russian) in {fold(name) for name in russian_names(ukrainian)}


_CYRILLIC = st.text(alphabet="абвгґдеєжзиіїйклмнопрстуфхцчшщьюяыэъё’- ", max_size=30)


@given(_CYRILLIC)
def test_generation_takes_any_name(name: str) -> None:
    """Never more than asked for, never an empty spelling of letters, never an exception."""
    assert len(russian_names(name)) <= 5
    assert len(list(readings(fold(name)))) <= 200
    assert all(isinstance(spelling, str) for spelling in latin_spellings(name))
    assert all(reading != fold(name) for reading in readings(fold(name)))


@given(st.text(alphabet="бвгджзклмнпрст", min_size=2, max_size=6), st.sampled_from(read_table("cases.tsv")))
def test_every_case_leads_back(stem: str, row: dict[str, str]) -> None:
    """Whatever ending of the table a name bears, its nominative is among the readings."""
    stem = "" if row["nominative"].startswith("=") else stem
    for ending in row["other cases"].split():
        written, meant = fold(stem + ending), fold(stem + row["nominative"].lstrip("="))
        assert meant == written or meant in set(readings(written))


@given(st.text(alphabet="абвгдежзийклмнопрстуфхцчшщьюя", min_size=5, max_size=15))
def test_sound_of_a_name_ignores_the_table_it_was_spelt_by(name: str) -> None:
    """A key has a key that is itself shorter or alike, and folding before changes nothing."""
    for spelling in latin_spellings(name):
        key = sound(fold(spelling))
        assert key is None or key == sound(fold(spelling.upper()))


def test_sound_is_for_latin_names_of_some_length() -> None:
    """Short names have too many look-alikes."""
    assert sound("yar") is None
    assert sound("харків") is None
    assert sound(fold("Hatyshche")) == sound(fold("Gatishche"))
    assert sound(fold("Lyptsi")) == sound(fold("Lypci"))


def test_bare_plurals_only_after_a_consonant() -> None:
    """Сум of Суми, but nothing of Одеса."""
    assert "суми" in bare_plurals("сум")
    assert bare_plurals("одеса") == ()
    assert bare_plurals("") == ()


def test_adjectives_of_stems_that_change() -> None:
    """The vowel opens again: курахівський of Курахове."""
    assert fold("Курахове") in of_adjective(fold("курахівський"))
    assert fold("Курск") in of_adjective(fold("курском"))


@pytest.mark.parametrize(
    ("slip", "meant"),
    [
        ("Kramatosrk", "Kramatorsk"),
        ("Pokrvosk", "Pokrovsk"),
        ("Sloviansck", "Sloviansk"),
        ("Zaporizhia", "Zaporizhzhia"),
        ("Вовчаньск", "Vovchansk"),
        ("Kostiantinyvka", "Kostiantynivka"),
        ("Khrakiv", "Kharkiv"),
    ],
)
def test_a_slip_of_the_pen(gazetteer: Gazetteer, slip: str, meant: str) -> None:
    """Found as a last resort, and marked so."""
    found = gazetteer.similar(slip) or gazetteer.candidates(slip)
    assert meant in _named(found)[:3]
    assert all(each.form == "fuzzy" for each in gazetteer.similar(slip))


def test_what_is_too_short_or_too_far_is_not_similar(gazetteer: Gazetteer) -> None:
    """A guess from five letters is no better than none."""
    assert gazetteer.similar("Lymna") == ()
    assert gazetteer.similar("Qwxzybrookqq") == ()
    assert gazetteer.similar("") == ()
    assert slips_allowed(fold("Velyka Novosilka")) == 2


def test_similar_names_come_at_once(gazetteer: Gazetteer) -> None:
    """A text full of slips must not stop the reader; the bound is wide for a busy machine."""
    began = process_time()
    for slip in ("Kramatosrk", "Pokrvosk", "Santa Mraia", "San Franciscko", "Вовчаньск", "Marinkaa", "Novoselivkka"):
        gazetteer.similar(slip)
    assert process_time() - began < 0.35


_WORD = st.text(alphabet="abcde", max_size=8)


@given(_WORD, _WORD)
def test_distance_is_symmetric_and_bounded(left: str, right: str) -> None:
    """Zero only for the same name, never more than the longer name, one more than asked where it is farther."""
    far = distance(left, right, 9)
    assert far == distance(right, left, 9)
    assert (far == 0) == (left == right)
    assert far <= max(len(left), len(right))
    assert distance(left, right, 1) == min(far, 2)
    assert right not in nearest(left, [right]) or far <= slips_allowed(left)
