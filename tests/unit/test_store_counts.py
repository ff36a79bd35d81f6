"""Counts and lists of the view, for every adapter: what they say is what the facts themselves say."""

from collections import Counter
from collections.abc import Iterator
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from store_facts import VOVCHANSK, a_capture, a_document, a_statement, an_analysis, an_event
from test_store_contract import ADAPTERS

from vedette.model.event import Event, Picture
from vedette.model.ids import SourceId
from vedette.model.query import Query
from vedette.ports import Store

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
