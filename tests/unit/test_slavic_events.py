"""Events in Ukrainian and Russian: who takes, frees, loses, strikes what, and what was only tried."""

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vedette.model.ids import DocumentId
from vedette.model.mention import Mention
from vedette.reference.gazetteer import Gazetteer, gazetteer_path
from vedette.reference.institutions import Institutions
from vedette.understand.light.events import Found
from vedette.understand.light.running import Row
from vedette.understand.slavic.events import find_events
from vedette.understand.slavic.parsing import parse
from vedette.understand.slavic.places import find_places

Told = tuple[str, str | None, tuple[str, ...], tuple[tuple[str, str], ...]]
Tell = Callable[..., list[Told]]
PIECES = st.sampled_from(
    ["ворог", "ворога", "захопив", "захоплено", "звільнили", "не", "намагався", "біля", "Одеси", "Харків", "та", ",",
     "під", "контролем", "ЗСУ", "удар", "по", "складу", "просування", ".", "\n", "«", "в", "синю", "зону", "відкинуто"]
)  # fmt: skip


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.open(gazetteer_path())


@pytest.fixture(scope="module")
def mentions(gazetteer: Gazetteer) -> Callable[..., list[tuple[Mention, tuple[str, ...]]]]:
    def found(text: str, language: str = "uk") -> list[tuple[Mention, tuple[str, ...]]]:
        row = Row.of(parse(text, DocumentId("doc:events"), language))
        places = find_places(row, gazetteer, None)
        told, _ = find_events(row, Found(statements=(), places=places, times=(), quantities=()), Institutions.load())
        return [(each, tuple(places[number].span.of(text) for number in each.places)) for each in told]

    return found


@pytest.fixture(scope="module")
def tell(mentions: Callable[..., list[tuple[Mention, tuple[str, ...]]]]) -> Tell:
    def told(text: str, language: str = "uk") -> list[Told]:
        return [
            (each.plover, each.change, places, tuple((actor.role, actor.name) for actor in each.actors))
            for each, places in mentions(text, language)
        ]

    return told


@pytest.mark.parametrize(
    ("text", "language", "change", "places", "actors"),
    [
        ("Ворог захопив Чугуїв та Ізюм.", "uk", "captured", ("Чугуїв", "Ізюм"), (("actor", "Ворог"),)),
        ("Село Веселе звільнено нашими військами.", "uk", "liberated", ("Веселе",), (("actor", "нашими військами"),)),
        ("Чугуїв окуповано.", "uk", "captured", ("Чугуїв",), ()),
        ("Ворога вибито з Ізюма та Чугуєва.", "uk", "pushed-back", ("Ізюма", "Чугуєва"), (("target", "Ворога"),)),
        ("Ворог має частковий успіх біля Ізюма.", "uk", "advanced", ("Ізюма",), (("actor", "Ворог"),)),
        ("Ворогу вдалося просунутися до Ізюма.", "uk", "advanced", ("Ізюма",), (("actor", "Ворогу"),)),
        ("Ізюм перейшов під контроль ЗСУ.", "uk", "captured", ("Ізюм",), (("actor", "ЗСУ"),)),
        ("Ворог втратив позиції біля Ізюма.", "uk", "pushed-back", ("Ізюма",), (("target", "Ворог"),)),
        ("ЗСУ захопили околицю Ізюма.", "uk", "advanced", ("Ізюма",), (("actor", "ЗСУ"),)),
        ("Противник отошёл от Изюма.", "ru", "withdrew", ("Изюма",), (("actor", "Противник"),)),
        ("Изюм взят украинскими войсками.", "ru", "captured", ("Изюм",), (("actor", "украинскими войсками"),)),
        ("Освобождены Изюм и Чугуев.", "ru", "liberated", ("Изюм", "Чугуев"), ()),
        ("Российские войска отброшены от Изюма.", "ru", "pushed-back", ("Изюма",), (("target", "Российские войска"),)),
    ],
)  # fmt: skip
def test_what_a_clause_does_to_a_place(
    tell: Tell, text: str, language: str, change: str, places: tuple[str, ...], actors: tuple[tuple[str, str], ...]
) -> None:
    """Active, passive and impersonal verbs, states, a part of a place."""
    ((_, told, where, who),) = tell(text, language)
    assert (told, where, who) == (change, places, actors)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Ворог намагався захопити Ізюм.", "uk"),
        ("Ворог безуспішно просувався до Ізюма.", "uk"),
        ("Враг не смог занять Изюм.", "ru"),
        ("Попытка взять Изюм не удалась.", "ru"),
    ],
)
def test_what_is_only_tried_changes_nothing(
    mentions: Callable[..., list[tuple[Mention, tuple[str, ...]]]], text: str, language: str
) -> None:
    """Attempts and failures."""
    told = [each for each, _ in mentions(text, language)]
    assert told
    assert all(each.change is None for each in told)
    assert all(each.factuality <= 1 for each in told)


@pytest.mark.parametrize(
    ("text", "language", "subtype", "place"),
    [
        ("Вночі дрони вдарили по складу в Чугуєві.", "uk", "air-drone-strike", "Чугуєві"),
        ("Ворожа артилерія обстріляла Ізюм.", "uk", "shelling-artillery-missile", "Ізюм"),
        ("В Изюме прогремели взрывы.", "ru", "ied-mine", "Изюме"),
        ("Над Одесой сбит беспилотник.", "ru", "disrupted-weapons-use", "Одесой"),
        ("У Чугуєві тривають бої.", "uk", "armed-clash", "Чугуєві"),
    ],
)
def test_strikes_and_fighting(
    mentions: Callable[..., list[tuple[Mention, tuple[str, ...]]]], text: str, language: str, subtype: str, place: str
) -> None:
    """The weapon narrows the type."""
    found = mentions(text, language)
    assert (found[0][0].subtype, found[0][1]) == (subtype, (place,))


def test_each_deed_has_its_own_places_and_the_same_subject(tell: Tell) -> None:
    """Two predicates of one sentence."""
    first, second = tell("Ворог захопив Чугуїв та має просування біля Ізюма.")
    assert first == ("ASSAULT", "captured", ("Чугуїв",), (("actor", "Ворог"),))
    assert second == ("ASSAULT", "advanced", ("Ізюма",), (("actor", "Ворог"),))


def test_the_line_of_contact_is_no_fight(tell: Tell) -> None:
    """Nor is whoever says so acted upon, nor does a state that lasts change anything."""
    assert tell("Ізюм досі під контролем ворога.") == []
    assert tell("Уточнено лінію зіткнення біля Ізюма.") == []
    ((_, _, _, actors),) = tell("Генштаб: противник наступав на Ізюм.")
    assert actors == (("actor", "противник"),)


@pytest.mark.parametrize(
    ("text", "language", "name", "country"),
    [
        ("Подразделения группировки войск «Запад» взяли Изюм.", "ru",
         "Подразделения группировки войск «Запад»", "RU"),
        ("Сили оборони України звільнили Ізюм.", "uk", "Сили оборони України", "UA"),
        ("Президент Зеленський відвідав Ізюм і переговори.", "uk", "Президент Зеленський", "UA"),
    ],
)  # fmt: skip
def test_parties_have_their_whole_name_and_state(
    mentions: Callable[..., list[tuple[Mention, tuple[str, ...]]]], text: str, language: str, name: str, country: str
) -> None:
    """By their people's name, the institution, the person."""
    actor = mentions(text, language)[0][0].actors[0]
    assert (actor.name, actor.country) == (name, country)


def test_a_party_called_in_scorn_is_told_by_its_state(
    mentions: Callable[..., list[tuple[Mention, tuple[str, ...]]]],
) -> None:
    """The words stay where they stand; the name is a plain one."""
    ((mention, _),) = mentions("Москалі захопили Чугуїв.")
    (actor,) = mention.actors
    assert actor.country == "RU"
    assert "оскал" not in actor.name


@settings(max_examples=80, deadline=None)
@given(st.lists(PIECES, max_size=25).map(" ".join))
def test_any_text_gives_mentions_inside_it(gazetteer: Gazetteer, text: str) -> None:
    """Each has a statement that was made for it, spans inside the text, and an id of its own."""
    row = Row.of(parse(text, DocumentId("doc:events"), "uk"))
    places = find_places(row, gazetteer, None)
    told, own = find_events(row, Found(statements=(), places=places, times=(), quantities=()), Institutions.load())
    assert {each.statement for each in told} == {each.id for each in own}
    spans = [span for each in told for span in (each.trigger, each.extent, *(actor.span for actor in each.actors))]
    assert all(0 <= each.start < each.end <= len(text) for each in [*spans, *(each.content for each in own)])
    assert len({each.id for each in told}) == len(told)
