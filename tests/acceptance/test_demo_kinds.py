"""Every status, every kind of link and whatever may become of a threat occurs in the demo war, in the open."""

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import get_args
from urllib.parse import quote

import pytest
from web_client import Client

from vedette.explanation import judged
from vedette.model.event import Event, Sequel, Status, Touch
from vedette.model.link import Judgement, is_rule
from vedette.model.observation import ObservationQuery
from vedette.model.query import Query
from vedette.ports import View
from vedette.web.app import create_app
from vedette.workspace import Workspace, open_workspace

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("demo")]

# What a sensor saw is told by observations; see docs/observations.md.
_HOW = set(get_args(Sequel.__dataclass_fields__["how"].type))
_TOUCHED = set(get_args(Touch.__dataclass_fields__["of"].type))


@pytest.fixture(scope="module")
def demo(demo_folder: Path) -> Iterator[Workspace]:
    with open_workspace(demo_folder) as workspace:
        yield workspace


@pytest.fixture(scope="module")
def view(demo: Workspace) -> View:
    return demo.store.view()


@pytest.fixture(scope="module")
def events(view: View) -> tuple[Event, ...]:
    return tuple(view.events(Query(limit=10_000)))


def test_every_status_occurs(events: tuple[Event, ...]) -> None:
    """Whatever the rules can say of an event."""
    assert {event.assessment.status for event in events} == set(get_args(Status))


def test_every_kind_of_link_occurs(view: View) -> None:
    """By rule and by a person all three, and one that was taken back. Of reports a rule says same or unsure, of what a
    sensor saw that it speaks against what is told."""
    links = view.links()
    assert {link.judgement for link in links if is_rule(link.maker)} == {
        Judgement.SAME,
        Judgement.UNSURE,
        Judgement.DIFFERENT,
    }
    assert {link.judgement for link in links if not is_rule(link.maker)} == set(Judgement)


def test_whatever_may_become_of_a_threat_occurs(view: View) -> None:
    """It is repeated, hardened, softened and withdrawn; its condition and its announcement are touched."""
    threats = view.threats()
    assert {sequel.how for threat in threats for sequel in threat.sequels} == _HOW
    assert {touch.of for threat in threats for touch in threat.touches} == _TOUCHED


def test_edits_and_retractions_occur(view: View, events: tuple[Event, ...]) -> None:
    """An edit keeps both versions; what was taken back or deleted tells no event any more, once noted."""
    counts = view.counts()
    assert counts["versions"] > counts["documents"]
    notes = view.retractions()
    assert sorted(note.how for note in notes) == ["deleted", "retracted"]
    gone = {document.id for note in notes for document in view.versions(note.origin)}
    assert gone
    assert not gone & {document for event in events for document in event.documents}


def test_forwards_copies_and_quotation_chains_are_one_family(view: View, events: tuple[Event, ...]) -> None:
    """Told by several documents, and by one source."""
    forwarded = [document for document in view.documents() if document.forwarded_from]
    assert forwarded
    families = [(len(event.documents), len({account.family for account in event.accounts})) for event in events]
    assert any(documents > 2 and number == 1 for documents, number in families)


def test_the_editors_words_stand_on_the_pages(view: View, events: tuple[Event, ...]) -> None:
    """With their reasons; the withdrawn one is shown as such."""
    told = [one.ruling for event in events for one in judged(view, event)]
    assert {ruling.judgement for ruling in told} == set(Judgement)
    assert any(not ruling.stands for ruling in told)
    assert all(ruling.why and ruling.by == "the demo's editor" for ruling in told)


def test_two_events_that_the_editor_made_one_are_one(view: View, events: tuple[Event, ...]) -> None:
    """All accounts of both, those that tell of several places, too."""
    same = [one for event in events for one in judged(view, event) if one.ruling.judgement is Judgement.SAME]
    assert len(same) == 1
    assert (same[0].left_elsewhere, same[0].right_elsewhere) == ((), ())


def test_every_fact_has_a_page_in_both_languages(demo: Workspace, view: View, events: tuple[Event, ...]) -> None:
    """Each event, report, observation, place and speaker of the demo war; none is beyond its template."""
    client = Client(create_app(demo.store.view, demo.watch, reports_folder=demo.reports, archive=demo.archive))
    places = {event.place.id for event in events if event.place}
    addresses = [f"/events/{event.id}" for event in events]
    addresses += [f"/documents/{one.id}" for one in view.documents()]
    addresses += [f"/observations/{one.id}" for one in view.observations(ObservationQuery(limit=1_000))]
    addresses += [f"/places/{quote(one, safe=':')}" for one in places]
    addresses += ["/threats"]
    speakers: set[str] = set()
    for number, address in enumerate(addresses):
        language = ("en", "uk")[number % 2]
        answer = client.get(address, headers={"Accept-Language": language})
        assert answer.status_code == 200, (address, language, answer.text[:300])
        speakers.update(unescape(one) for one in re.findall(r'href="(/speakers\?[^"]*)"', answer.text))
    for address in speakers:
        assert client.get(address).status_code == 200, address
