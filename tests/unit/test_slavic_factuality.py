"""How factual Ukrainian and Russian make an event, and what they only threaten, fear, ask or order."""

from collections.abc import Callable

import pytest
from understood import event, report

from vedette.model.analysis import Analysis
from vedette.reference.gazetteer import gazetteer_path
from vedette.understand.stage import UnderstandStage

Read = Callable[[str, str], Analysis]


@pytest.fixture(scope="module")
def read() -> Read:
    stage = UnderstandStage(gazetteer=gazetteer_path())

    def analysis(text: str, language: str) -> Analysis:
        (outcome,) = stage([report(text, language)])
        return outcome.results[0]

    return analysis


@pytest.mark.parametrize(
    ("text", "trigger", "low", "high"),
    [
        ("Армія захопила Ізюм.", "захопила", 2.5, 3),
        ("Армії вдалося захопити Ізюм.", "захопити", 2.5, 3),
        ("Бригада була змушена відійти з Ізюма.", "відійти", 2.5, 3),
        ("Ворог почав штурмувати Ізюм.", "штурмувати", 2.5, 3),
        ("Атаку на Ізюм відбито.", "відбито", 2.5, 3),
        ("Армія може захопити Ізюм.", "захопити", 0.1, 1.5),
        ("Ворог міг обстріляти Ізюм.", "обстріляти", 0.1, 1.5),
        ("Армія захопить Ізюм.", "захопить", 0.1, 1.5),
        ("Армія буде штурмувати Ізюм.", "штурмувати", 0.1, 1.5),
        ("Армія намагалася захопити Ізюм.", "захопити", 0.1, 1.5),
        ("Якщо армія захопить Ізюм, дорогу перерізано.", "захопить", 0.1, 1.2),
        ("Якби армія захопила Ізюм, дорогу перерізали б.", "захопила", 0.1, 1.2),
        ("Ворог стягує сили, щоб захопити Ізюм.", "захопити", 0.1, 1.5),
        ("Командування наказало взяти Ізюм.", "взяти", 0.1, 1.5),
        ("Треба звільнити Ізюм.", "звільнити", 0.1, 1.5),
        ("Ворог планує наступ на Ізюм.", "наступ", 0.1, 1.5),
        ("Зростає ризик захоплення Ізюма.", "захоплення", 0.1, 1.5),
        ("Може відбутися штурм Ізюма.", "штурм", 0.1, 1.5),
        ("Чи захопив ворог Ізюм?", "захопив", 0.1, 1.5),
        ("Невідомо, чи захопив ворог Ізюм.", "захопив", 0, 1),
        ("Немає підтвердження захоплення Ізюма.", "захоплення", 0, 1),
        ("Немає доказів, що ворог захопив Ізюм.", "захопив", 0, 1),
        ("Армія не захопила Ізюм.", "захопила", -3, -2.5),
        ("Армія ніколи не атакувала Ізюм.", "атакувала", -3, -2.5),
        ("Жоден снаряд не влучив у лікарню в Ізюмі.", "влучив", -3, -2.5),
        ("Обстрілів Ізюма не було.", "Обстрілів", -3, -2.5),
        ("Армії не вдалося захопити Ізюм.", "захопити", -3, -1.5),
        ("Армія не змогла захопити Ізюм.", "захопити", -3, -1.5),
        ("Спроба захопити Ізюм провалилася.", "захопити", -3, -1.5),
        ("Ворогові завадили захопити Ізюм.", "захопити", -3, -1.5),
        ("Ворогові не дали захопити Ізюм.", "захопити", -3, -1.5),
        ("Уряд заперечив, що його армія обстріляла лікарню в Ізюмі.", "обстріляла", -3, -2),
        ("Уряд заперечив, що його армія не обстріляла лікарню в Ізюмі.", "обстріляла", 2, 3),
        ("Міф про те, що ворог захопив Ізюм, старий.", "захопив", -3, -2),
        ("Хто обстріляв Ізюм?", "обстріляв", 2, 3),
    ],
)
def test_ukrainian(read: Read, text: str, trigger: str, low: float, high: float) -> None:
    """The cases of the English reader, said in Ukrainian."""
    assert low <= event(read(text, "uk"), text, trigger).factuality <= high


@pytest.mark.parametrize(
    ("text", "trigger", "low", "high"),
    [
        ("Армия захватила Изюм.", "захватила", 2.5, 3),
        ("Армии удалось захватить Изюм.", "захватить", 2.5, 3),
        ("Бригада была вынуждена отойти из Изюма.", "отойти", 2.5, 3),
        ("Атака на Изюм отбита.", "отбита", 2.5, 3),
        ("Армия может захватить Изюм.", "захватить", 0.1, 1.5),
        ("Армия захватит Изюм.", "захватит", 0.1, 1.5),
        ("Армия будет штурмовать Изюм.", "штурмовать", 0.1, 1.5),
        ("Армия пыталась захватить Изюм.", "захватить", 0.1, 1.5),
        ("Если армия захватит Изюм, дорога перерезана.", "захватит", 0.1, 1.2),
        ("Если удары по Изюму продолжатся, мы ответим.", "удары", 0.1, 1.2),
        ("Враг стягивает силы, чтобы захватить Изюм.", "захватить", 0.1, 1.5),
        ("Командование приказало взять Изюм.", "взять", 0.1, 1.5),
        ("Войска готовятся к штурму Изюма.", "штурму", 0.1, 1.5),
        ("Захватил ли враг Изюм?", "Захватил", 0.1, 1.5),
        ("Неизвестно, захватил ли враг Изюм.", "захватил", 0, 1),
        ("Нет подтверждений захвата Изюма.", "захвата", 0, 1),
        ("Войска не взяли Изюм.", "взяли", -3, -2.5),
        ("Ни один снаряд не попал в больницу в Изюме.", "попал", -3, -2.5),
        ("Армии не удалось захватить Изюм.", "захватить", -3, -1.5),
        ("Попытка захватить Изюм провалилась.", "захватить", -3, -1.5),
        ("Врагу не дали захватить Изюм.", "захватить", -3, -1.5),
        ("Правительство отрицало, что его армия обстреляла больницу в Изюме.", "обстреляла", -3, -2),
        ("Слухи о том, что враг захватил Изюм, — ложь и фейк о том, что Изюм взят.", "взят", -3, -2),
        ("Если верить сводке, враг захватил Изюм.", "захватил", 2, 3),
    ],
)
def test_russian(read: Read, text: str, trigger: str, low: float, high: float) -> None:
    """The cases of the English reader, said in Russian."""
    assert low <= event(read(text, "ru"), text, trigger).factuality <= high


@pytest.mark.parametrize(
    ("text", "language", "kind"),
    [
        ("Якщо обстріли Ізюма посиляться, жителі виїдуть.", "uk", "prediction"),
        ("Ворог захопить Ізюм до літа.", "uk", "prediction"),
        ("Ворог планує наступ на Ізюм.", "uk", "intent"),
        ("Треба звільнити Ізюм.", "uk", "call"),
        ("Хай ворог обстрілює Ізюм.", "uk", "call"),
        ("Чи захопив ворог Ізюм?", "uk", "question"),
        ("Ворог може захопити Ізюм.", "uk", "speculation"),
        ("Если удары по Изюму продолжатся, жители уедут.", "ru", "prediction"),
        ("В случае удара по Изюму мы ответим.", "ru", "prediction"),
        ("Кто обстрелял Изюм?", "ru", "question"),
    ],
)
def test_what_has_not_happened_is_no_report(read: Read, text: str, language: str, kind: str) -> None:
    """Nobody reports what is feared, wanted, ordered or asked."""
    (statement,) = read(text, language).statements
    assert statement.kind == kind


@pytest.mark.parametrize(
    ("text", "language", "condition"),
    [
        ("Якщо обстріли посиляться, жителі покинуть Ізюм.", "uk", "Якщо обстріли посиляться"),
        ("Ми завдамо удару по Ізюму, якщо обстріли триватимуть.", "uk", "якщо обстріли триватимуть"),
        ("Если враг захватит Изюм, дорога будет перерезана.", "ru", "Если враг захватит Изюм"),
        ("В случае удара по Изюму мы ответим.", "ru", "В случае удара по Изюму"),
    ],
)
def test_the_condition_stands_with_what_hangs_on_it(read: Read, text: str, language: str, condition: str) -> None:
    """One statement holds both."""
    (statement,) = read(text, language).statements
    assert statement.condition is not None
    assert statement.condition.of(text) == condition


def test_a_denied_gain_is_denied_as_such(read: Read) -> None:
    """ "Не взяли" speaks against whoever says that it was taken, not against fighting."""
    (mention,) = read("Війська не взяли Ізюм.", "uk").mentions
    assert (mention.change, mention.factuality) == ("captured", -3)


def test_an_assault_that_failed_was_one(read: Read) -> None:
    """But nothing was gained."""
    (mention,) = read("Спроба штурму Ізюма невдала.", "uk").mentions
    assert mention.change is None
    assert mention.factuality > 2


def test_threats_are_threats(read: Read) -> None:
    """Who speaks for a side and tells what it will do if."""
    text = "Ми знищимо склади в Ізюмі, якщо обстріли триватимуть, заявив міністр оборони."
    (statement,) = [each for each in read(text, "uk").statements if each.speaker]
    assert statement.kind == "threat"
    assert statement.condition is not None


@pytest.mark.parametrize(
    ("text", "language", "certainty"),
    [
        ("Якобы враг захватил Изюм.", "ru", "unconfirmed"),
        ("Якобы, враг захватил Изюм.", "ru", "unconfirmed"),
        ("Вроде бы враг захватил Изюм.", "ru", "unconfirmed"),
        ("Говорят, что враг захватил Изюм.", "ru", "unconfirmed"),
        ("По неподтверждённым данным, враг захватил Изюм.", "ru", "unconfirmed"),
        ("По предварительным данным, враг захватил Изюм.", "ru", "probable"),
        ("Подтверждено: враг захватил Изюм.", "ru", "confirmed"),
        ("Нібито ворог захопив Ізюм.", "uk", "unconfirmed"),
        ("Кажуть, ворог захопив Ізюм.", "uk", "unconfirmed"),
        ("За непідтвердженими даними, ворог захопив Ізюм.", "uk", "unconfirmed"),
        ("За попередніми даними, ворог захопив Ізюм.", "uk", "probable"),
        ("Ворог захопив Ізюм.", "uk", "asserted"),
    ],
)
def test_hedges_at_the_head_of_a_sentence(read: Read, text: str, language: str, certainty: str) -> None:
    """They hold for the clause behind them."""
    analysis = read(text, language)
    (statement,) = analysis.statements
    (mention,) = analysis.mentions
    assert statement.certainty == certainty
    assert (mention.factuality <= 1) == (certainty == "unconfirmed")


def test_who_says_so_is_not_who_it_is_done_to(read: Read) -> None:
    """A source in front of what it tells takes no part in it."""
    (mention,) = read("За даними українських військових, в Ізюмі вибухнув склад.", "uk").mentions
    assert mention.actors == ()
