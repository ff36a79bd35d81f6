"""Short reports matched as wholes: captions, posts, headlines."""

import random
from datetime import date, timedelta

from desk import WATCH, Desk
from hypothesis import given, settings
from hypothesis import strategies as st

from vedette.fuse.growing import Growing
from vedette.fuse.likeness import gist, likeness
from vedette.model.link import Judgement, Link, link_id

_DAY = date(2024, 5, 12)
_SHOWN = (
    "strike on the maternity hospital in Lipova",
    "maternity clinic destroyed by a missile, Lipova",
    "school on fire after shelling of Lipova",
    "shelled Lipova: fire in school number 17",
    "railway bridge hit by a drone near Lipova",
    "destroyed tanks on the road at Lipova",
    "shelled Brod, apartment block damaged",
)


def _post(desk: Desk, source: str, text: str, day: date = _DAY) -> str:
    return desk.report(source, text, day, subtype="air-drone-strike").id


def test_two_posts_on_one_strike_are_one_event() -> None:
    """Other words, another source: the thing that was hit and what hit it are the same."""
    desk = Desk()
    _post(desk, "paper", _SHOWN[0])
    _post(desk, "gazette", _SHOWN[1])
    (event,) = desk.events()
    assert len(event.documents) == 2


def test_two_strikes_on_one_town_and_day_stay_two() -> None:
    """A school is no hospital, however near."""
    desk = Desk()
    _post(desk, "paper", _SHOWN[0])
    _post(desk, "gazette", _SHOWN[2])
    assert len(desk.events()) == 2


def test_one_strike_on_two_days_is_two() -> None:
    """The same words on neighbouring days tell of two."""
    desk = Desk()
    _post(desk, "paper", _SHOWN[0])
    _post(desk, "gazette", _SHOWN[1], _DAY + timedelta(days=1))
    assert len(desk.events()) == 2


def test_the_same_things_are_known_in_other_languages() -> None:
    """Two alphabets share no word, but a school and a fire are seen in both."""
    english, russian = gist("school on fire after shelling", ()), gist("пожар в школе после обстрела", ())
    assert english.things == russian.things == {"school"}
    assert english.happenings & russian.happenings >= {"fire", "blast"}


def test_the_more_reports_the_less_one_day_says() -> None:
    """Of forty captions from one city and day, two that share only everyday words are hardly of one incident."""
    left, right = gist("damage to a residential building", ()), gist("residential area damaged", ())
    few, _ = likeness(left, right, 1, one_source=False)
    many, features = likeness(left, right, 40, one_source=False)
    assert many < few
    assert features["rivals"] < 0


def test_a_person_parts_what_likeness_joined_and_joins_it_again() -> None:
    """The last word stands; the reports split, and are one again."""
    desk = Desk()
    left, right = sorted((_post(desk, "paper", _SHOWN[0]), _post(desk, "gazette", _SHOWN[1])))
    apart = Link(
        id=link_id(left, right, Judgement.DIFFERENT, "person:a", "1"),
        left=left,
        right=right,
        judgement=Judgement.DIFFERENT,
        maker="person:a",
    )
    assert len(desk.events((apart,))) == 2
    assert len(desk.events()) == 1


@settings(max_examples=25, deadline=None)
@given(
    told=st.lists(
        st.tuples(st.sampled_from(["paper", "gazette", "staff"]), st.sampled_from(_SHOWN), st.integers(0, 1)),
        min_size=2,
        max_size=8,
    ),
    shuffler=st.randoms(),
)
def test_short_reports_in_any_order_make_the_same_events(
    told: list[tuple[str, str, int]], shuffler: random.Random
) -> None:
    """Groups grow by their mean likeness, which no order changes."""
    desk = Desk()
    for source, text, days in told:
        _post(desk, source, text, _DAY + timedelta(days=days))
    before = desk.picture()
    shuffler.shuffle(desk.documents)
    shuffler.shuffle(desk.analyses)
    assert desk.picture() == before


@settings(max_examples=25, deadline=None)
@given(
    told=st.lists(
        st.tuples(
            st.sampled_from(["ministry", "paper", "gazette", "staff", "relay"]),
            st.sampled_from((*_SHOWN, "captured Lipova", "captured Brod, it is said", "repelled an attack on Lipova")),
            st.integers(0, 5),
            st.booleans(),
        ),
        min_size=1,
        max_size=10,
    ),
    shuffler=st.randoms(),
)
def test_what_grows_report_by_report_is_what_is_built_at_once(
    told: list[tuple[str, str, int, bool]], shuffler: random.Random
) -> None:
    """In any order, with copies among them, and with a person's judgement."""
    desk = Desk()
    mentions = []
    for source, text, days, long in told:
        change = "captured" if "captured" in text else "repelled" if "repelled" in text else None
        body = text + " and the paper has more to say of the weather" * 14 if long else text
        day = _DAY + timedelta(days=days)
        mentions.append(desk.report(source, body, day, change=change, actor="Northland troops").id)
    left, right = sorted((mentions[0], mentions[-1]))
    word = Judgement.SAME if len(told) % 2 else Judgement.DIFFERENT
    made = Link(id=link_id(left, right, word, "person:a"), left=left, right=right, judgement=word, maker="person:a")
    links = (made,) if left != right else ()
    growing = Growing(sources=WATCH.sources, links=links, watch=WATCH)
    papers = list(zip(desk.documents, desk.analyses, strict=True))
    shuffler.shuffle(papers)
    for document, analysis in papers:
        growing.change(new=[(document, analysis)])
    assert growing.picture() == desk.picture(links)[0]
