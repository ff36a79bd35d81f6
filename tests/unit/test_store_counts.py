"""Counts and lists of the view, for every adapter: what they say is what the facts themselves say."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from store_facts import VOVCHANSK, a_capture, a_document, a_statement, an_analysis, an_event
from test_store_contract import ADAPTERS

from vedette.model.event import Event, Picture
from vedette.model.ids import SideId, SourceId
from vedette.model.query import Query
from vedette.ports import Store
from vedette.store.sqlite import SqliteStore

_DAYS = st.none() | st.dates(date(2024, 5, 10), date(2024, 5, 16))
_QUERIES = st.builds(
    Query,
    first_day=_DAYS,
    last_day=_DAYS,
    status=st.sampled_from([None, "one-sided", "denied"]),
    side=st.sampled_from([None, "east", "none"]),
    place=st.sampled_from([None, "Vovchansk"]),
    source=st.sampled_from([None, "paper", "nobody"]),
    limit=st.just(1_000),
)


@pytest.fixture(scope="module", params=sorted(ADAPTERS))
def store(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    opened = ADAPTERS[request.param](tmp_path_factory.mktemp("counts"))
    papers = [
        a_document(f"Report number {at} of the war.", origin=f"{name}/{at}", day=day)
        for name in ("paper", "wire")
        for at, day in enumerate((12, 13, 13, None, 15))
    ]
    statements = [a_statement(paper, "Report number") for paper in papers]
    analyses = [an_analysis(paper, said) for paper, said in zip(papers, statements, strict=True)]
    opened.append([a_capture(), *papers, *analyses])
    events = tuple(
        an_event(
            f"evt_{at}",
            paper,
            said,
            side="east" if at % 3 else None,
            place=VOVCHANSK if at % 4 else None,
            day=None if at == 5 else 11 + at % 4,
        )
        for at, (paper, said) in enumerate(zip(papers, statements, strict=True))
    )
    opened.replace_picture(Picture(events=events), (), "recipe")
    yield opened
    opened.close()


def _first_day(event: Event) -> date | None:
    return event.when.first_day if event.when else None


@given(query=_QUERIES)
def test_events_are_counted_as_they_are_found(store: Store, query: Query) -> None:
    """By day and status, by place and status, and in all."""
    view = store.view()
    found = view.events(query)
    assert view.count_events(query) == len(found)
    by_day = Counter((_first_day(event), event.assessment.status) for event in found)
    assert {(day, status): count for day, status, count in view.events_by_day(query)} == by_day
    placed = Counter((event.place, event.assessment.status) for event in found if event.place)
    spots = view.events_by_place(query)
    assert {(spot.place, status): count for spot in spots for status, count in spot.events} == placed


def test_the_newest_come_first_and_page_by_page(store: Store) -> None:
    """The same events the other way round, those without a date last."""
    view = store.view()
    every = list(view.events(Query(limit=100)))
    turned = list(view.events(Query(limit=100, newest=True)))
    assert turned == every[::-1]
    assert turned[-1].when is None
    pages = [one for offset in range(0, 10, 3) for one in view.events(Query(limit=3, offset=offset, newest=True))]
    assert pages == turned


@given(query=_QUERIES)
def test_documents_are_listed_by_publication(store: Store, query: Query) -> None:
    """Of a source, of some days; those without a date last, and in no span of days."""
    view = store.view()
    listed = view.newest_documents(query)
    assert view.count_documents(query) == len(listed)
    days = [document.published.first_day if document.published else None for document in listed]
    dated = [day for day in days if day]
    assert days == [*sorted(dated, reverse=True), *(day for day in days if not day)]
    expected = {
        document.id
        for document in view.documents()
        if query.source in (None, document.source)
        and (query.first_day is None or (document.published and document.published.last_day >= query.first_day))
        and (query.last_day is None or (document.published and document.published.first_day <= query.last_day))
    }
    assert {document.id for document in listed} == expected


def test_documents_are_counted_by_source_in_their_current_version(store: Store) -> None:
    """An edited report is one document."""
    view = store.view()
    counted = view.documents_by_source()
    assert counted == Counter(document.source for document in view.documents())
    assert sum(counted.values()) == 10
    assert SourceId("nobody") not in counted


@given(query=_QUERIES)
def test_statements_are_counted_as_they_are_found(store: Store, query: Query) -> None:
    """The tally says what the list holds: in all, by day and side; the newest are the same the other way round."""
    view = store.view()
    found = view.statements(query)
    assert view.count_statements(query) == len(found)
    by_day = Counter((row.document.published.first_day if row.document.published else None, row.side) for row in found)
    assert {(day, side): count for day, side, count in view.statements_by_day(query)} == by_day
    assert list(view.statements(replace(query, newest=True))) == list(found)[::-1]


def test_a_tally_follows_edits_and_sides(tmp_path: Path) -> None:
    """A document edited is one, its statements those of the new version; a side found later moves a statement."""
    store = SqliteStore(tmp_path / "vedette.db", create=True)
    first = a_document("The first text of it.", origin="paper/1", day=12)
    later = a_document("The later text of it.", origin="paper/1", day=13)
    said = [a_statement(one, "text of it") for one in (first, later)]
    store.append([a_capture(), first, an_analysis(first, said[0])])
    assert store.view().statements_by_day(Query()) == [(date(2024, 5, 12), None, 1)]
    store.append([later, an_analysis(later, said[1])])
    store.replace_picture(Picture(sides=((said[1].id, SideId("east")),)), (), "recipe")
    view = store.view()
    assert view.statements_by_day(Query()) == [(date(2024, 5, 13), "east", 1)]
    assert (view.count_documents(Query()), view.totals()["documents"], view.totals()["statements"]) == (1, 1, 1)
    assert view.statements_by_source() == {"paper": 1}
    store.close()


@given(query=_QUERIES)
def test_events_stand_in_lanes(store: Store, query: Query) -> None:
    """By side, kind and place; an event that two sides tell of stands in both lanes."""
    view = store.view()
    found = view.events(query)
    sides = Counter((_first_day(one), side or "none") for one in found for side in {a.side for a in one.accounts})
    assert {(day, lane): count for day, lane, count in view.events_in_lanes(query, "side")} == sides
    kinds = Counter((_first_day(one), one.plover) for one in found)
    assert {(day, lane): count for day, lane, count in view.events_in_lanes(query, "kind")} == kinds
    places = Counter((_first_day(one), one.place.id) for one in found if one.place)
    assert {(day, lane): count for day, lane, count in view.events_in_lanes(query, "place")} == places
    replayed = {(place, status, day): count for place, status, day, count in view.events_by_place_and_day(query)}
    placed = Counter((one.place.id, one.assessment.status, _first_day(one)) for one in found if one.place)
    assert replayed == placed
