"""Who says what in Ukrainian and Russian."""

import time
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vedette.model.ids import DocumentId
from vedette.model.interval import Interval
from vedette.model.statement import Statement
from vedette.reference.institutions import Institutions
from vedette.understand.slavic.parsing import parse
from vedette.understand.slavic.statements import find_statements
from vedette.understand.times import find_times

DOCUMENT = DocumentId("doc_1")
MONDAY = Interval.of_days(date(2024, 5, 13), date(2024, 5, 13))


def read(text: str, language: str) -> tuple[Statement, ...]:
    times = find_times(text, DOCUMENT, MONDAY, language=language)
    return find_statements(parse(text, DOCUMENT, language), times, (), Institutions.load())


def told(text: str, language: str) -> list[tuple[str | None, str | None, str]]:
    """Speaker, cue and content, as the text has them."""
    return [
        (
            each.speaker.span.of(text) if each.speaker and each.speaker.span else None,
            each.cue.of(text) if each.cue else None,
            each.content.of(text),
        )
        for each in read(text, language)
    ]


@pytest.mark.parametrize(
    ("text", "speaker", "cue", "content"),
    [
        ("Командир роты Иван Орлов сообщил, что мост цел.", "Командир роты Иван Орлов", "сообщил", "мост цел"),
        ("По данным штаба, мост цел.", "штаба", "По данным", "мост цел"),
        ("Мост цел, заверили в мэрии.", "мэрии", "заверили", "Мост цел"),
        ("«Мост цел», — сказал сапёр.", "сапёр", "сказал", "Мост цел"),
        ("— Мост цел, — сказал сапёр.", "сапёр", "сказал", "Мост цел"),
        ("Орлов: мост через реку цел.", "Орлов", None, "мост через реку цел"),
        ("В Кремле опровергли потерю моста.", "Кремле", "опровергли", "потерю моста"),
        ("Как рассказали в полиции, мост цел.", "полиции", "Как рассказали", "мост цел"),
        ("Сообщается о взрыве на мосту.", None, "Сообщается", "о взрыве на мосту"),
        ("Боец с позывным Клён уточнил: мост цел.", "Боец с позывным Клён", "уточнил", "мост цел"),
    ],
)
def test_russian(text: str, speaker: str | None, cue: str | None, content: str) -> None:
    """Clauses, colons, quotations, objects, phrases and headlines, each with its holder."""
    assert told(text, "ru") == [(speaker, cue, content)]


@pytest.mark.parametrize(
    ("text", "speaker", "cue", "content"),
    [
        ("Речник бригади Іван Коваль заявив, що міст цілий.", "Речник бригади Іван Коваль", "заявив", "міст цілий"),
        ("За словами коменданта, міст цілий.", "коменданта", "За словами", "міст цілий"),
        ("Згідно з доповіддю ООН, міст цілий.", "доповіддю ООН", "Згідно з", "міст цілий"),
        ("Міст зруйновано — СБУ.", "СБУ", None, "Міст зруйновано"),
        ("Ворог, вважає полковник, відступить.", "полковник", "вважає", "Ворог"),
        ("Партизани пишуть про пожежу на мосту.", "Партизани", "пишуть", "про пожежу на мосту"),
    ],
)
def test_ukrainian(text: str, speaker: str | None, cue: str | None, content: str) -> None:
    """The same, with the government of the other language."""
    assert told(text, "uk")[0] == (speaker, cue, content)


def test_a_quotation_broken_by_its_cue_is_two_pieces_of_one() -> None:
    """Both pieces share cue and speaker."""
    text = "«Мы уходим, — сказал сержант. — Мост взорван»."
    assert told(text, "ru") == [("сержант", "сказал", "Мы уходим"), ("сержант", "сказал", "Мост взорван")]


def test_what_is_said_may_be_the_sentence_before() -> None:
    """ "Про це повідомив": the content stands before its cue."""
    text = "Міст зруйновано ракетою. Про це повідомив голова громади."
    assert told(text, "uk") == [("голова громади", "Про це повідомив", "Міст зруйновано ракетою")]


def test_two_holders_of_one_content() -> None:
    """Who is cited holds what the agency tells, and so does the agency."""
    text = "Агентство со ссылкой на спасателей сообщает, что мост цел."
    assert {speaker for speaker, _, _ in told(text, "ru")} == {"Агентство", "спасателей"}
    assert {content for _, _, content in told(text, "ru")} == {"мост цел"}


def test_the_name_is_given_in_the_nominative() -> None:
    """An oblique holder is named as a dictionary would, its genitives untouched."""
    (statement,) = read("По словам губернатора области Вячеслава Орлова, мост цел.", "ru")
    assert statement.speaker is not None
    assert statement.speaker.name == "губернатор области Вячеслав Орлов"


def test_he_is_who_spoke_before() -> None:
    """A pronoun takes the name of the last speaker."""
    first, second = read("Полковник Коваль заявив, що міст цілий. Він додав, що рух відкрито.", "uk")
    assert first.speaker is not None
    assert second.speaker is not None
    assert second.speaker.name == first.speaker.name == "Полковник Коваль"


@pytest.mark.parametrize(
    ("text", "language", "certainty"),
    [
        ("Штаб сообщил, что мост якобы взорван.", "ru", "unconfirmed"),
        ("Штаб повідомив, що міст, ймовірно, зруйновано.", "uk", "probable"),
        ("Разведка допускает, что мост взорван.", "ru", "possible"),
        ("Киев опроверг потерю моста.", "ru", "denied"),
        ("Пентагон не подтверждает взрыв моста.", "ru", "unconfirmed"),
        ("За чутками, міст зруйновано.", "uk", "unconfirmed"),
        ("Штаб повідомив, що міст зруйновано.", "uk", "asserted"),
    ],
)
def test_certainty(text: str, language: str, certainty: str) -> None:
    """Hedges and evidentials weaken what is said; a denial is one."""
    assert read(text, language)[0].certainty == certainty


def test_a_threat_has_its_condition() -> None:
    """Force announced under a condition is a threat, and the condition has its span."""
    text = "Министр предупредил: если удары продолжатся, мы ответим ракетами."
    (statement,) = read(text, "ru")
    assert statement.kind == "threat"
    assert statement.condition is not None
    assert statement.condition.of(text) == "если удары продолжатся"


def test_when_it_was_said() -> None:
    """A day beside the cue is that of the words, one inside them is not."""
    (statement,) = read("Вчора комендант заявив, що міст відкриють завтра.", "uk")
    assert statement.said == Interval.of_days(date(2024, 5, 12), date(2024, 5, 12))


@pytest.mark.parametrize("text", ["Ночью над рекой было громко.", "Наши артиллеристы снова отработали по мосту."])
def test_the_outlets_own_voice_is_nobodys_statement(text: str) -> None:
    """Nothing is put into anybody's mouth."""
    assert read(text, "ru") == ()


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet='«»—,.:\n СБУсказалчтоповідомивщоподаннымОрлов⚡“”"', max_size=120))
def test_spans_lie_in_the_text(text: str) -> None:
    """Whatever the text, every span is inside it and not empty, and no id comes twice."""
    for language in ("uk", "ru"):
        found = find_statements(parse(text, DOCUMENT, language), (), (), Institutions.load())
        assert len({each.id for each in found}) == len(found)
        for each in found:
            spans = [each.content, each.cue, each.condition, each.speaker.span if each.speaker else None]
            assert all(0 <= span.start < span.end <= len(text) for span in spans if span is not None)


@pytest.mark.parametrize(
    ("text", "language", "name", "country"),
    [
        (
            "За словами речниці міністерства Ольги Петренко, міст цілий.",
            "uk",
            "речниця міністерства Ольга Петренко",
            None,
        ),
        ("По данным британской разведки, мост цел.", "ru", "британская разведка", "GB"),
        ("За даними Інституту вивчення війни, міст цілий.", "uk", "Інститут вивчення війни", None),
        ("В Генштабе ВСУ утверждают, что мост цел.", "ru", "Генштаб ВСУ", "UA"),
        ("Киев опроверг потерю моста.", "ru", "Киев", "UA"),
        ("Сирський: міст утримано.", "uk", "Олександр Сирський", "UA"),
    ],
)
def test_for_whom_the_speaker_speaks(text: str, language: str, name: str, country: str | None) -> None:
    """The state that a body, an office or a capital speaks for, under a name as a dictionary gives it."""
    (statement,) = read(text, language)
    assert statement.speaker is not None
    assert (statement.speaker.name, statement.speaker.country) == (name, country)


def test_a_second_verb_has_the_subject_of_the_first() -> None:
    """ "X обвинил … и призвал": what stands between is no speaker."""
    first, second = read("Полковник обвинил CNN во лжи и призвал закрыть канал.", "ru")
    assert first.speaker is not None
    assert second.speaker is not None
    assert second.speaker.name == first.speaker.name == "Полковник"


@pytest.mark.parametrize("text", ["Будет, как говорится, весело.", "Согласно статье 45 закона, мост цел."])
def test_sayings_and_rules_are_nobodys_words(text: str) -> None:
    """A saying has no speaker, and a law says nothing of what happened."""
    assert read(text, "ru") == ()


@pytest.mark.parametrize("piece", ["сказал, ", "сказал: ", "Иван сказал, что ", "по данным штаба, ", "— сказал Иван "])
def test_a_heap_of_cues_takes_no_time(piece: str) -> None:
    """Only so many cues of a sentence are read: whoever writes a thousand does not stop the run."""
    started = time.process_time()
    read(piece * 800, "ru")
    assert time.process_time() - started < 10
