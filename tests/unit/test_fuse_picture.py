"""From analyses to the picture: fusion, independence, stances, control, threats."""

import random
import time
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from desk import Desk
from hypothesis import given, settings
from hypothesis import strategies as st

from vedette.fuse.joining import RULE
from vedette.model.interval import Interval
from vedette.model.link import Judgement, Link, link_id
from vedette.model.mention import Mention


def _capture(desk: Desk, source: str, text: str = "captured Lipova", **told: Any) -> Mention:
    return desk.report(source, text, **{"change": "captured", "actor": "Northland troops", **told})


def test_claims_of_one_capture_become_one_event() -> None:
    """A ministry, a paper that quotes it and an independent paper: one event, two independent sources."""
    desk = Desk()
    _capture(desk, "ministry")
    _capture(desk, "paper", "captured Lipova, it says", speaker="Northland's defence ministry", actor="Northland")
    _capture(desk, "gazette", "captured Lipova on our own evidence")
    (event,) = desk.events()
    assert len(event.accounts) == 3
    assert event.assessment.status == "corroborated"
    assert event.assessment.independent_sources == 2
    assert [account.family for account in event.accounts].count(1) == 2
    assert event.place is not None
    assert event.place.name == "Lipova"
    assert event.change == "captured"


def test_ten_reposts_are_one_source() -> None:
    """Forwards and near-identical texts add documents, not sources."""
    desk = Desk()
    text = (
        "captured Lipova after three days of heavy fighting, the ministry writes, and the advance goes on to the east"
    )
    _capture(desk, "ministry", text)
    _capture(desk, "relay", "captured Lipova!", forwarded="Northland Ministry of Defence")
    for _ in range(8):
        _capture(desk, "gazette", text + " today", speaker="Northland Ministry of Defence")
    (event,) = desk.events()
    assert len(event.accounts) == 10
    assert event.assessment.independent_sources == 1
    assert event.assessment.status == "one-sided"


def test_a_run_of_words_told_again_is_one_source() -> None:
    """A paper that takes over a ministry's sentence adds no source, though its text is longer and its own."""
    desk = Desk()
    told = "captured Lipova with the support of tanks and two assault brigades"
    _capture(desk, "ministry", told)
    _capture(desk, "paper", f"{told}, it is reported. Nobody could check this, and the paper had no reporter there.")
    (event,) = desk.events()
    assert event.assessment.status == "one-sided"
    assert event.assessment.independent_sources == 1


def test_a_copied_article_keeps_its_two_speakers_apart() -> None:
    """Copies collapse speaker by speaker."""
    desk = Desk()
    _capture(desk, "paper", "captured Lipova", speaker="Northland general")
    _capture(desk, "gazette", "captured Lipova", speaker="a farmer from Brody")
    (event,) = desk.events()
    assert event.assessment.independent_sources == 2


def test_a_denial_alone_against_one_side_is_denied() -> None:
    """One side claims, the other says no, nobody else supports it."""
    desk = Desk()
    _capture(desk, "ministry")
    _capture(desk, "staff", "captured Lipova? No.", kind="denial", certainty="denied", factuality=-3.0)
    (event,) = desk.events()
    assert [account.stance for account in event.accounts] == ["supports", "denies"]
    assert event.assessment.status == "denied"
    assert desk.picture()[0].control == ()


def test_the_loser_concedes() -> None:
    """A retreat told by the side that retreats, and the claim of the other, are one conceded event."""
    desk = Desk()
    _capture(desk, "ministry")
    desk.report(
        "staff",
        "withdrew from Lipova",
        date(2024, 5, 13),
        change="withdrew",
        plover="RETREAT",
        actor="Southmark forces",
    )
    (event,) = desk.events()
    assert {account.side: account.stance for account in event.accounts} == {"north": "supports", "south": "concedes"}
    assert event.assessment.status == "conceded"
    (row,) = desk.picture()[0].control
    assert (row.holder, row.previous, row.status) == ("north", "south", "conceded")


def test_fighting_at_a_place_said_to_be_taken_contests_it() -> None:
    """Not a bare no: the ground is told otherwise."""
    desk = Desk()
    _capture(desk, "ministry")
    desk.report("staff", "repelled at Lipova", change="repelled", actor="Southmark brigade", target="Northland")
    (event,) = desk.events()
    assert event.change == "captured"
    assert event.assessment.status == "contested"


def test_opposing_actors_are_two_events() -> None:
    """The same place taken by either side on one day is not one event."""
    desk = Desk()
    _capture(desk, "ministry")
    _capture(desk, "staff", "captured Lipova back", actor="Southmark")
    assert len(desk.events()) == 2


def test_places_and_days_apart_are_apart() -> None:
    """Another village, another week: other events."""
    desk = Desk()
    _capture(desk, "ministry", "captured Lipova")
    _capture(desk, "ministry", "captured Brod")
    _capture(desk, "ministry", "captured Lipova anew", day=date(2024, 6, 20))
    assert len(desk.events()) == 3


def test_neighbouring_villages_stay_apart() -> None:
    """However close they lie."""
    desk = Desk()
    _capture(desk, "ministry", "captured Lipova and Lipka")
    assert {event.place.name for event in desk.events() if event.place} == {"Lipova", "Lipka"}


def test_a_list_of_villages_is_an_event_in_each() -> None:
    """One mention, two settlements, two rows of control."""
    desk = Desk()
    _capture(desk, "ministry", "captured Lipova and Brod")
    picture, _ = desk.picture()
    assert {event.place.name for event in picture.events if event.place} == {"Lipova", "Brod"}
    assert {row.place.name for row in picture.control} == {"Lipova", "Brod"}


def test_a_quoted_agency_is_not_the_sources_side() -> None:
    """Whoever the ministry's channel quotes speaks for himself."""
    desk = Desk()
    _capture(desk, "ministry", speaker="an agency abroad")
    (event,) = desk.events()
    assert event.accounts[0].side is None


def test_a_person_overrides_the_rules() -> None:
    """Different parts what the rules joined; a later same joins again."""
    desk = Desk()
    one = _capture(desk, "ministry")
    two = _capture(desk, "gazette", "captured Lipova, too")
    assert len(desk.events()) == 1
    apart = _judged(one, two, Judgement.DIFFERENT, 1)
    assert len(desk.events((apart,))) == 2
    assert len(desk.events((apart, _judged(one, two, Judgement.SAME, 2)))) == 1


def test_a_person_joins_what_no_rule_would() -> None:
    """Two places, one event, if somebody says so."""
    desk = Desk()
    one = _capture(desk, "ministry", "captured Lipova")
    two = _capture(desk, "gazette", "captured Brod")
    assert len(desk.events()) == 2
    assert len(desk.events((_judged(one, two, Judgement.SAME, 1),))) == 1


def test_links_carry_score_and_reasons() -> None:
    """Every join of the rules can be explained."""
    desk = Desk()
    one = _capture(desk, "ministry")
    two = _capture(desk, "gazette", "captured Lipova, too")
    _, links = desk.picture()
    assert {(link.left, link.right) for link in links} == {tuple(sorted((one.id, two.id)))}
    assert all(link.maker == RULE and link.reasons and link.score for link in links)


def _judged(one: Mention, two: Mention, judgement: Judgement, hour: int) -> Link:
    left, right = sorted((one.id, two.id))
    return Link(
        id=link_id(left, right, judgement, "ann", str(hour)),
        left=left,
        right=right,
        judgement=judgement,
        maker="ann",
        made=datetime(2024, 6, 1, hour, tzinfo=UTC),
    )


def test_figures_stay_with_their_speaker() -> None:
    """Two sides' counts of one loss are two figures, and the victim is a side."""
    desk = Desk()
    told = {"subtype": "armed-clash", "trigger": "fight", "unit": "soldier", "target": "Northland troops"}
    desk.report("staff", "In the fight at Lipova 100 soldiers were killed", **told)
    desk.report("ministry", "In the fight at Lipova 7 soldiers were killed", **told)
    (event,) = desk.events()
    assert [(f.what, f.victim, f.low, f.side) for f in event.figures] == [
        ("killed", "north", 100.0, "south"),
        ("killed", "north", 7.0, "north"),
    ]
    assert {account.side: account.stance for account in event.accounts}["north"] == "concedes"


def test_what_is_only_feared_is_no_event() -> None:
    """A prediction tells nothing that happened; doubt does, and is kept as doubt."""
    desk = Desk()
    _capture(desk, "paper", kind="prediction", factuality=1.0)
    assert desk.events() == ()
    _capture(desk, "gazette", "captured Lipova, unconfirmed", certainty="unconfirmed", factuality=0.0)
    (event,) = desk.events()
    assert event.assessment.status == "unconfirmed"


def test_threats_repeat_only_on_another_day_of_speaking() -> None:
    """Ten papers quoting one threat are one threat."""
    desk = Desk()
    text = "strike the harbour with missiles if the bridge is hit"
    desk.report("paper", text, kind="threat", speaker="Northland president", plover="THREATEN", target="Southmark")
    desk.report("gazette", text, kind="threat", speaker="the Northland president", plover="THREATEN")
    picture, _ = desk.picture()
    (threat,) = picture.threats
    assert (threat.status, threat.side, threat.target) == ("open", "north", "Southmark")
    assert len(threat.statements) == 2
    first, second = (a.statements[0] for a in desk.analyses)
    days = [Interval.of_days(date(2024, 5, d), date(2024, 5, d)) for d in (3, 9)]
    desk.analyses = [
        replace(analysis, statements=(replace(statement, said=day),))
        for analysis, statement, day in zip(desk.analyses, (first, second), days, strict=True)
    ]
    assert desk.picture()[0].threats[0].status == "repeated"


def test_the_loser_of_a_claim_in_doubt_keeps_the_place() -> None:
    """Control follows claims that stand; a second claim strengthens the row and adds no other."""
    desk = Desk()
    _capture(desk, "ministry")
    _capture(desk, "gazette", "captured Lipova some weeks ago", when=date(2024, 5, 30))
    _capture(desk, "staff", "liberated Lipova", day=date(2024, 7, 1), change="liberated", actor="Southmark")
    rows = desk.picture()[0].control
    assert [(row.holder, row.previous, row.day.month) for row in rows] == [("north", None, 5), ("south", "north", 7)]
    assert len(rows[0].statements) == 2


_TOLD = st.fixed_dictionaries(
    {
        "source": st.sampled_from(["ministry", "staff", "paper", "gazette", "relay"]),
        "place": st.sampled_from(["Lipova", "Brod", "nowhere", "Northland"]),
        "day": st.dates(date(2024, 5, 10), date(2024, 5, 15)),
        "change": st.sampled_from(["captured", "withdrew", "repelled", "advanced", None]),
        "actor": st.sampled_from(["Northland", "Southmark", "militia"]),
        "speaker": st.sampled_from([None, "Northland", "a resident", "Southmark General Staff"]),
        "factuality": st.sampled_from([3.0, -3.0, 1.0]),
        "stated": st.booleans(),
    }
)


@settings(max_examples=60, deadline=None)
@given(st.lists(_TOLD, min_size=1, max_size=14), st.randoms(use_true_random=False))
def test_the_order_of_the_input_does_not_matter(told: list[dict[str, Any]], shuffler: random.Random) -> None:
    """Shuffled documents, sources and analyses give the same picture and the same links."""
    desk = Desk()
    for at, item in enumerate(told):
        extra = {"when": item["day"]} if item["stated"] else {}
        fields = {name: item[name] for name in ("change", "actor", "speaker", "factuality") if item[name] is not None}
        desk.report(item["source"], f"fought for {item['place']} number{at % 3}", item["day"], **fields, **extra)
    before = desk.picture()
    shuffler.shuffle(desk.documents)
    shuffler.shuffle(desk.analyses)
    assert desk.picture() == before
    assert {account.mention for event in before[0].events for account in event.accounts} <= {
        mention.id for analysis in desk.analyses for mention in analysis.mentions
    }


def _spelt(number: int) -> str:
    """No number is counted here, and no report is short or a copy of another."""
    return str(number).translate(str.maketrans("0123456789", "abcdefghij"))


def test_many_mentions_take_seconds() -> None:
    """Blocking keeps 2,500 reports of two villages over forty days far from 2,500 squared."""
    desk = Desk()
    for at in range(2500):
        name = "Lipova" if at % 2 else "Brod"
        day = date(2024, 5, 1) + timedelta(days=at % 40)
        text = f"shelled {name} in report number {at}. " + " ".join(
            f"{_spelt(at)}{_spelt(word)}" for word in range(120)
        )
        desk.report("paper", text, day, subtype="shelling-artillery-missile")
    started = time.process_time()
    events = desk.events()
    assert len(events) == 40
    assert time.process_time() - started < 15


def test_fighting_does_not_support_a_capture() -> None:
    """An attack told of the same place and day is another event, though a repelled one answers the claim."""
    desk = Desk()
    _capture(desk, "ministry")
    desk.report("staff", "repelled at Lipova", change="repelled", actor="Southmark brigade", target="Northland")
    desk.report("gazette", "fought at Lipova", subtype="armed-clash", actor="Northland")
    events = {event.change: event for event in desk.events()}
    assert set(events) == {"captured", None}
    assert len(events["captured"].accounts) == 2


def test_a_denial_answers_a_claim_of_the_days_before() -> None:
    """It is dated by its own day, and never answers a claim of later days."""
    desk = Desk()
    advance = {"change": "advanced", "actor": "Northland"}
    desk.report("gazette", "entered Lipova", when=date(2024, 5, 12), **advance)
    denied = {"factuality": -3.0, "kind": "denial", **advance}
    desk.report("staff", "entered Lipova? No.", date(2024, 5, 15), when=date(2024, 5, 15), **denied)
    desk.report("gazette", "entered Lipova at last", date(2024, 5, 18), when=date(2024, 5, 18), **advance)
    assert sorted(len(event.accounts) for event in desk.events()) == [1, 2]


def test_what_did_not_happen_is_no_event() -> None:
    """A negation that nobody utters as a denial answers nobody."""
    desk = Desk()
    desk.report("paper", "agreed in Lipova? They did not.", plover="AGREE", factuality=-3.0)
    assert desk.events() == ()


def test_a_role_in_its_own_channel_is_the_channel() -> None:
    """ "The commander" in an official channel is that channel; in a paper he is whoever the paper quotes."""
    desk = Desk()
    _capture(desk, "staff", speaker="commander-in-chief")
    _capture(desk, "paper", "captured Brod", speaker="commander-in-chief")
    accounts = [event.accounts[0] for event in desk.events()]
    assert {(account.speaker, account.side) for account in accounts} == {(None, "south"), ("commander-in-chief", None)}


def test_an_outlet_near_a_side_concedes_nothing_for_it() -> None:
    """Only the side itself, or whom somebody quotes as speaking for it, can concede."""
    desk = Desk()
    _capture(desk, "ministry", actor="Southmark", change="captured")
    desk.report("relay", "captured Lipova, too", change="captured", actor="Southmark")
    stances = {account.source: account.stance for event in desk.events() for account in event.accounts}
    assert stances == {"ministry": "concedes", "relay": "supports"}
