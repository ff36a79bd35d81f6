"""Where a message in Ukrainian or Russian came from, and how channels write."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from understood import report

from vedette.model.analysis import Analysis
from vedette.model.ids import DocumentId
from vedette.reference.gazetteer import gazetteer_path
from vedette.understand.slavic.carriers import find_carriers, without
from vedette.understand.stage import UnderstandStage

PIECES = st.sampled_from(
    ["Переслано от ", "Forwarded from", "Джерело: ", "via @липа", "Липа", "\n", " ", "ворог захопив Ізюм.", "@", ":"]
)


@pytest.fixture(scope="module")
def stage() -> UnderstandStage:
    return UnderstandStage(gazetteer=gazetteer_path())


def read(stage: UnderstandStage, text: str, language: str, forwarded: str | None = None) -> Analysis:
    (outcome,) = stage([replace(report(text, language), forwarded_from=forwarded)])
    return outcome.results[0]


@pytest.mark.parametrize(
    ("text", "language", "via"),
    [
        ("Переслано от Липа\nВраг захватил Изюм.", "ru", "Липа"),
        ("Forwarded from Lypa News\nВраг захватил Изюм.", "ru", "Lypa News"),
        ("Переслано з Липа\nВорог захопив Ізюм.", "uk", "Липа"),
        ("Ворог захопив Ізюм.\n\nДжерело: Генштаб ЗСУ", "uk", "Генштаб ЗСУ"),
        ("Враг захватил Изюм.\nИсточник: @lypa", "ru", "lypa"),
        ("Ворог захопив Ізюм.\nvia @lypa", "uk", "lypa"),
        ("Ворог захопив Ізюм.", "uk", None),
        ("Ворог захопив Ізюм.\nДжерело: на жаль, невідоме нікому з тих, хто там був.", "uk", None),
    ],
)
def test_lines_that_name_where_it_came_from(stage: UnderstandStage, text: str, language: str, via: str | None) -> None:
    """They carry what stands beside them, and say nothing themselves."""
    (statement,) = read(stage, text, language).statements[:1]
    assert (statement.via.name if statement.via else None) == via
    assert "Ізюм" in statement.content.of(text) or "Изюм" in statement.content.of(text)


def test_what_the_channel_says_of_forwarding_is_the_way_it_came(stage: UnderstandStage) -> None:
    """Where the text names no other."""
    (statement,) = read(stage, "Ворог захопив Ізюм.", "uk", "Липа").statements
    assert statement.via is not None
    assert (statement.via.name, statement.via.span) == ("Липа", None)


@pytest.mark.parametrize(
    ("text", "language", "told"),
    [
        ("⚡️ВЗЯТ ИЗЮМ", "ru", [("captured", "Izium")]),
        ("🔴 Обстріли Чугуєва: двоє загиблих\n🔹 Авіаудар по Ізюму", "uk", [(None, "Chuhuiv"), (None, "Izium")]),
        ("📍Ізюм. Пожежа після удару дронів", "uk", [(None, "Izium")]),
        ("❗️Прилёты по Изюму\n▪️Взрывы в Чугуеве\n#война", "ru", [(None, "Izium"), (None, "Chuhuiv")]),
    ],
)
def test_headlines_without_verbs(
    stage: UnderstandStage, text: str, language: str, told: list[tuple[str | None, str]]
) -> None:
    """Emoji are bullets, a place alone stands above what happened there, and nobody says "Обстріли"."""
    analysis = read(stage, text, language)
    found = [(each.change, analysis.places[each.places[0]].name) for each in analysis.mentions]
    assert found == told
    assert all(each.speaker is None for each in analysis.statements)


def test_a_people_without_a_noun_acts(stage: UnderstandStage) -> None:
    """ "Русские взяли"."""
    (mention,) = read(stage, "Русские взяли Изюм.", "ru").mentions
    assert [(each.name, each.country) for each in mention.actors] == [("Русские", "RU")]


@pytest.mark.parametrize(
    ("text", "language", "name", "country"),
    [
        ("Москалі обстріляли Ізюм.", "uk", "російські сили", "RU"),
        ("Хохлы обстреляли Изюм.", "ru", "украинские силы", "UA"),
        ("Окупанти обстріляли Ізюм.", "uk", "Окупанти", None),
    ],
)
def test_a_word_of_scorn_stays_in_the_text(
    stage: UnderstandStage, text: str, language: str, name: str, country: str | None
) -> None:
    """The actor has its plain name in the language of the text; an epithet that names no state names none."""
    (mention,) = read(stage, text, language).mentions
    assert [(each.name, each.country) for each in mention.actors if each.role == "actor"] == [(name, country)]


@settings(max_examples=80, deadline=None)
@given(st.lists(PIECES, max_size=20).map("".join))
def test_blanks_keep_every_offset(text: str) -> None:
    """What is left stands where it stood, and every name is in the text."""
    found = find_carriers(text, DocumentId("doc:carried"), "uk", 0, len(text))
    left = without(text, found)
    assert len(left) == len(text)
    assert all(one in {" ", other} for one, other in zip(left, text, strict=True))
    assert all(each.via.span is not None and each.via.name in text for each in found)
