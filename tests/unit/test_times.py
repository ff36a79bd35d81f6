"""Time expressions: what they are worth and what they are told from."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vedette.model.ids import DocumentId
from vedette.model.interval import Interval, Precision
from vedette.model.mention import TimeMention
from vedette.understand.times import find_times

DOCUMENT = DocumentId("doc_1")
MONDAY = Interval.of_days(date(2024, 5, 13), date(2024, 5, 13))


def read(text: str, published: Interval | None = MONDAY) -> list[tuple[str, str]]:
    return [(mention.span.of(text), mention.value) for mention in find_times(text, DOCUMENT, published)]


def only(text: str, published: Interval | None = MONDAY) -> TimeMention:
    (mention,) = find_times(text, DOCUMENT, published)
    return mention


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("They met on 24 February 2022.", "2022-02-24"),
        ("They met on February 24, 2022.", "2022-02-24"),
        ("They met on the 24th of February, 2022.", "2022-02-24"),
        ("They met on 2022-02-24.", "2022-02-24"),
        ("They met on 24.02.2022.", "2022-02-24"),
        ("They met on 02/24/2022.", "2022-02-24"),
        ("They met in early March 2021.", "2021-03"),
        ("They met in 1987.", "1987"),
        ("They met in the spring of 2022.", "2022-SP"),
        ("Music of the 1980s.", "198"),
        ("A house of the 19th century.", "18"),
        ("They fought in 264 BC.", "BC0264"),
        ("Sales in the first half of 2021.", "2021-H1"),
    ],
)
def test_absolute_dates(text: str, value: str) -> None:
    """A whole date has its value whatever the day of writing."""
    assert only(text).value == value
    assert only(text, None).value == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("The bridge was hit on Sunday.", "2024-05-12"),
        ("The bridge was hit on Monday.", "2024-05-13"),
        ("Talks will begin on Thursday.", "2024-05-16"),
        ("They will meet next Sunday.", "2024-05-19"),
        ("They met last Sunday.", "2024-05-12"),
        ("It was shelled this weekend.", "2024-W19-WE"),
        ("It was shelled last week.", "2024-W19"),
        ("It has burned since the end of last week.", "2024-W19"),
        ("It was said earlier this month.", "2024-05"),
        ("It was said a week ago.", "2024-05-06"),
        ("It was said a month ago.", "2024-04"),
        ("It was said two years ago.", "2022"),
        ("It was shelled last night.", "2024-05-12TNI"),
        ("It was shelled yesterday.", "2024-05-12"),
        ("It was shelled this morning.", "2024-05-13TMO"),
        ("The parade was held on May 9.", "2024-05-09"),
        ("The town fell in March.", "2024-03"),
        ("The town fell in September.", "2023-09"),
        ("The election was held in March last year.", "2023-03"),
        ("Talks will be held in June.", "2024-06"),
        ("The plan for next year.", "2025"),
        ("It rained that year.", "2024"),
        ("They would leave by the end of the spring.", "2024-SP"),
    ],
)
def test_news_is_told_from_the_day_of_writing(text: str, value: str) -> None:
    """A Monday's newspaper: partial and relative expressions hang on the publication date."""
    assert only(text).value == value


def test_on_a_sunday_last_week_is_the_week_that_ends() -> None:
    """Who writes on a Sunday has the week behind him."""
    sunday = Interval.of_days(date(2024, 5, 12), date(2024, 5, 12))
    assert only("It was shelled last week.", sunday).value == "2024-W19"


@pytest.mark.parametrize(
    ("text", "value", "kind"),
    [
        ("They fought for three days.", "P3D", "DURATION"),
        ("They fought for two hours.", "PT2H", "DURATION"),
        ("They fought for several days.", "PXD", "DURATION"),
        ("After half a year of war", "P6M", "DURATION"),
        ("Two and a half years of war", "P2.5Y", "DURATION"),
        ("They met every second week.", "P2W", "SET"),
        ("They met daily.", "P1D", "SET"),
        ("They met every Sunday.", "XXXX-WXX-7", "SET"),
        ("It is now quiet.", "PRESENT_REF", "DATE"),
        ("It was recently quiet.", "PAST_REF", "DATE"),
        ("On Sunday night it burned.", "2024-05-12TNI", "TIME"),
    ],
)
def test_kinds(text: str, value: str, kind: str) -> None:
    """Durations and sets denote no interval; parts of a day do."""
    mention = only(text)
    assert (mention.value, mention.type) == (value, kind)
    assert (mention.when is None) == (kind != "TIME")


def test_a_story_hangs_on_the_date_told_last() -> None:
    """Without a publication date, partial dates follow the last full one."""
    text = (
        "The war began on 24 February 2022. Two days later the bridge fell. In March it was rebuilt. On 9 May they met."
    )
    assert [value for _, value in read(text, None)] == ["2022-02-24", "2022-02-26", "2022-03", "2022-05-09"]


def test_a_history_hangs_on_itself_though_it_has_a_date() -> None:
    """A text full of old years, and of nothing told from today, is a story."""
    text = (
        "War came on 1 September 1939. In June 1940 it spread, in 1941 it grew. On 22 June it turned. In 1945 it ended."
    )
    assert read(text)[3] == ("22 June", "1941-06-22")


def test_the_year_goes_on_in_a_story() -> None:
    """After December comes the January of the next year."""
    assert [value for _, value in read("It began in December 1916. In January it ended.", None)] == [
        "1916-12",
        "1917-01",
    ]


def test_without_any_date_nothing_is_guessed() -> None:
    """Open expressions stay open: a value with X, and no interval."""
    for mention in find_times("On Sunday, yesterday, last week, in May, on May 9, two days later.", DOCUMENT, None):
        assert "X" in mention.value
        assert mention.when is None


def test_ranges_give_both_ends() -> None:
    """The month or the year written once belongs to both."""
    assert [v for _, v in read("From May 9-11 it rained.")] == ["2024-05-09", "2024-05-11"]
    assert [v for _, v in read("From 6 to 9 January 2016 it rained.")] == ["2016-01-06", "2016-01-09"]
    assert [v for _, v in read("The war of 1914-18 ended.")] == ["1914", "1918"]


def test_clock_times_with_a_zone_are_utc_instants() -> None:
    """Without a zone, a clock time means only its day."""
    zoned = only("It fell at 3:00 pm EST on May 9.")
    assert zoned.value == "2024-05-09T15:00"
    assert zoned.when is not None
    assert zoned.when.start == datetime(2024, 5, 9, 20, 0, tzinfo=UTC)
    assert zoned.when.precision is Precision.HOUR
    local = only("It fell at 3:00 pm on May 9.")
    assert local.when == Interval.of_days(date(2024, 5, 9), date(2024, 5, 9))
    assert only("It fell at 0600 GMT on May 9.").value == "2024-05-09T06:00"


@pytest.mark.parametrize(
    ("text", "first", "last", "precision"),
    [
        ("It was shelled last week.", date(2024, 5, 6), date(2024, 5, 12), Precision.WEEK),
        ("It was shelled this weekend.", date(2024, 5, 11), date(2024, 5, 12), Precision.WEEKEND),
        ("It fell in March.", date(2024, 3, 1), date(2024, 3, 31), Precision.MONTH),
        ("It fell in the spring of 2022.", date(2022, 3, 1), date(2022, 5, 31), Precision.SEASON),
        ("It fell in 2014.", date(2014, 1, 1), date(2014, 12, 31), Precision.YEAR),
        ("It fell in the 1990s.", date(1990, 1, 1), date(1999, 12, 31), Precision.RANGE),
    ],
)
def test_intervals_are_as_precise_as_the_words(text: str, first: date, last: date, precision: Precision) -> None:
    """`when` holds whole UTC days."""
    assert only(text).when == Interval.of_days(first, last, precision)


@pytest.mark.parametrize(
    "text",
    [
        "It may fall and they march on.",
        "He has 2000 soldiers.",
        "The 6-year-old boy.",
        "He sat down for a second.",
        "In 12,000 cases.",
        "The score was 3-2.",
    ],
)
def test_what_is_no_time(text: str) -> None:
    """Modal verbs, counts and ages are none."""
    assert all(value.startswith("P") for _, value in read(text))


def test_a_coarse_publication_date_is_no_day() -> None:
    """A text known only by its year has no yesterday."""
    year = Interval.of_days(date(2024, 1, 1), date(2024, 12, 31), Precision.YEAR)
    assert only("It fell yesterday.", year).when is None


_WORDS = [
    *(
        "on",
        "in",
        "the",
        "last",
        "next",
        "May",
        "9",
        "12",
        "1944",
        "2024",
        "Sunday",
        "days",
        "two",
        "ago",
        "later",
        "-",
    ),
    *(",", ".", "%", ":", "century", "and", "every", "week", "31", "February", "quarter", "of", "BC", "00:61", "mid"),
    *("99/99/9999", "2024-13-45", "late", "24:00", "GMT", "'89", "90s", "first", "half", "a", "winter", "9998", "year"),
    *("\n\n", "’", "٣", "decades", "Christmas", "Thanksgiving", "earlier", "following", "that", "30th", "0001-01-01"),
]


@settings(max_examples=150, deadline=None)
@given(
    st.one_of(st.text(max_size=200), st.lists(st.sampled_from(_WORDS), max_size=40).map(" ".join)),
    st.one_of(st.none(), st.dates().map(lambda day: Interval.of_days(day, day))),
)
def test_spans_lie_in_the_text_in_order(text: str, published: Interval | None) -> None:
    """Whatever the text: nothing raises, spans are inside, ordered, and do not overlap."""
    reached = 0
    for mention in find_times(text, DOCUMENT, published):
        assert reached <= mention.span.start < mention.span.end <= len(text)
        reached = mention.span.end
        assert mention.value
