"""The contract of `ports.Store` and `ports.View`, for every adapter."""

import atexit
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from postgres_cluster import emptied
from store_facts import (
    MOMENTS,
    NOON,
    READ,
    UNDERSTAND,
    VOVCHANSK,
    WORDS,
    a_capture,
    a_document,
    a_statement,
    an_analysis,
    an_event,
    register_strategies,
)

from vedette.model.analysis import Analysis
from vedette.model.annotation import Annotation, Note
from vedette.model.capture import Capture
from vedette.model.chain import FIRST, chain_hash
from vedette.model.document import Document
from vedette.model.errors import WorkspaceError
from vedette.model.event import Control, Event, Picture, Threat
from vedette.model.failure import Failure
from vedette.model.ids import DocumentId, PlaceId, SideId, SourceId, StatementId
from vedette.model.interval import Interval
from vedette.model.link import Judgement, Link, link_id
from vedette.model.observation import Observation, ObservationQuery, observation_id
from vedette.model.query import Query
from vedette.model.source import Source
from vedette.model.span import Span
from vedette.ports import Outcome, StageKey, Store
from vedette.store.sqlite import SqliteStore

Opener = Callable[[Path], Store]


def open_sqlite(folder: Path) -> Store:
    return SqliteStore(folder / "vedette.db", create=True)


_known: dict[Path, str] = {}


def open_postgres(folder: Path) -> Store:
    """One folder, one store: a new folder empties the cluster's."""
    from vedette.store.postgres import PostgresStore

    if folder not in _known:
        _known.clear()
        _known[folder] = emptied()
    return PostgresStore(_known[folder])


ADAPTERS: dict[str, Opener] = {"sqlite": open_sqlite, "postgres": open_postgres}


@cache
def _standing() -> Store:
    """One for every example: a connection takes longer than an example does."""
    from vedette.store.postgres import PostgresStore

    store = PostgresStore(emptied())
    atexit.register(store.close)
    return store


@contextmanager
def empty_store(adapter: str) -> Iterator[Store]:
    """For an example of Hypothesis."""
    if adapter == "postgres":
        _known.clear()
        emptied()
        yield _standing()
        return
    with TemporaryDirectory() as folder, closing(ADAPTERS[adapter](Path(folder))) as store:
        yield store


# One cluster: whatever runs tests in many processes keeps those that need it in one.
_EACH = ["sqlite", pytest.param("postgres", marks=pytest.mark.xdist_group("postgres"))]
EVERY_ADAPTER = pytest.mark.parametrize("adapter", _EACH)


@pytest.fixture(params=_EACH)
def opener(request: pytest.FixtureRequest) -> Opener:
    return ADAPTERS[request.param]


@pytest.fixture
def store(opener: Opener, tmp_path: Path) -> Iterator[Store]:
    with closing(opener(tmp_path)) as opened:
        yield opened


FIRST_TEXT = a_document("Troops entered Vovchansk, the ministry said.")
CLAIM = a_statement(FIRST_TEXT, "Troops entered Vovchansk", speaker="Ministry of Defence")
OTHER_TEXT = a_document("The attack was repelled near Lyptsi.", origin="paper/2", day=13, label="two", source="radio")
DENIAL = a_statement(OTHER_TEXT, "repelled", speaker="Oleh Syniehubov", kind="denial", certainty="probable")


@pytest.fixture
def told(store: Store) -> Store:
    """Two documents with one statement each, and a picture over them."""
    store.append([a_capture(), FIRST_TEXT, OTHER_TEXT])
    store.append([an_analysis(FIRST_TEXT, CLAIM, place="Vovchansk"), an_analysis(OTHER_TEXT, DENIAL)])
    events = (
        an_event("evt_a", FIRST_TEXT, CLAIM, side="east"),
        an_event("evt_b", OTHER_TEXT, DENIAL, place=None, day=13),
    )
    store.replace_picture(Picture(events=events, sides=((CLAIM.id, SideId("east")),)), (), "recipe")
    return store


def found(store: Store, query: Query) -> list[str]:
    rows = store.view().statements(query)
    assert store.view().count_statements(query) == len(rows)
    days = Counter((row.document.published.first_day if row.document.published else None, row.side) for row in rows)
    assert {(day, side): count for day, side, count in store.view().statements_by_day(query)} == days
    return [row.content for row in rows]


def test_appending_twice_changes_nothing(told: Store) -> None:
    """The same facts again are not new, and every count stays."""
    before = told.view().counts()
    again = [a_capture(), FIRST_TEXT, OTHER_TEXT, an_analysis(FIRST_TEXT, CLAIM, place="Vovchansk")]
    assert told.append(again) == 0
    assert told.view().counts() == before
    assert not told.view().stale("recipe")


def test_statements_are_asked_for_together(told: Store) -> None:
    """As one by one; what is unknown is left out, and what is asked for twice is there once."""
    view = told.view()
    ids = [row.statement.id for row in view.statements(Query(limit=50))]
    found = view.statements_told([*ids, StatementId("stm_unknown"), *ids])
    assert found == {one: view.statement(one) for one in ids}
    assert len(found) > 1
    assert view.statements_told([]) == {}


def test_a_statement_is_shown_with_its_words_side_and_places(told: Store) -> None:
    """A row carries the document, the exact content, the derived side and the places inside it."""
    row = told.view().statement(CLAIM.id)
    assert row is not None
    assert (row.statement, row.document, row.side) == (CLAIM, FIRST_TEXT, "east")
    assert row.content == FIRST_TEXT.text[CLAIM.content.start : CLAIM.content.end]
    assert row.places == (VOVCHANSK,)


@pytest.mark.parametrize(
    "query",
    [
        Query(side=SideId("east")),
        Query(speaker="ministry of defence"),
        Query(kind="claim"),
        Query(certainty="asserted"),
        Query(status="one-sided", kind="claim"),
        Query(source="paper"),
        Query(place="geonames:688148"),
        Query(place="VOVCHANSK"),
        Query(last_day=date(2024, 5, 12)),
        Query(first_day=date(2024, 5, 12), last_day=date(2024, 5, 12)),
        Query(text="troops vovch"),
        Query(bbox=(36.0, 50.0, 37.0, 51.0)),
        Query(bbox=(36.0, 50.0, -170.0, 51.0)),
        Query(limit=1),
    ],
)
def test_every_field_narrows_statements(told: Store, query: Query) -> None:
    """Each filter keeps the claim and leaves the denial out."""
    assert [row.content for row in told.view().statements(query)] == ["Troops entered Vovchansk"]


@pytest.mark.parametrize(
    "query",
    [
        Query(side=SideId("none")),
        Query(kind="denial", certainty="probable"),
        Query(first_day=date(2024, 5, 13)),
        Query(text="REPELLED"),
        Query(speaker="Syniehubov"),
        Query(offset=1),
    ],
)
def test_the_other_statement_is_found_by_its_own_marks(told: Store, query: Query) -> None:
    """Filters are not constant: the denial has its own."""
    assert [row.content for row in told.view().statements(query)] == ["repelled"]


@pytest.mark.parametrize(
    "text", ['"', "NEAR(", "a OR b*", "content:x", "-", "*", "^troops", "\x00", "'; DROP TABLE x; --"]
)
def test_typed_text_is_never_syntax(told: Store, text: str) -> None:
    """What looks like a query language is only words."""
    assert found(told, Query(text=text)) in ([], ["Troops entered Vovchansk"])


@given(text=st.text(max_size=30))
@settings(max_examples=60, deadline=None)
@EVERY_ADAPTER
def test_any_text_can_be_asked_for(adapter: str, text: str) -> None:
    """No string the user may type makes the search fail."""
    with empty_store(adapter) as store:
        assert list(store.view().statements(Query(text=text, speaker=text))) == []
        assert list(store.view().events(Query(text=text, place=text.encode("utf-8", "replace").decode()))) == []


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        (Query(), ["evt_a", "evt_b"]),
        (Query(side=SideId("east")), ["evt_a"]),
        (Query(side=SideId("none")), ["evt_b"]),
        (Query(status="contested"), []),
        (Query(status="one-sided"), ["evt_a", "evt_b"]),
        (Query(source="radio"), ["evt_b"]),
        (Query(kind="ASSAULT"), ["evt_a", "evt_b"]),
        (Query(kind="claim"), ["evt_a"]),
        (Query(text="repel"), ["evt_b"]),
        (Query(kind="claim", text="repelled"), []),
        (Query(place="vovchansk"), ["evt_a"]),
        (Query(first_day=date(2024, 5, 13)), ["evt_b"]),
        (Query(last_day=date(2024, 5, 12)), ["evt_a"]),
        (Query(bbox=(36.9, 50.2, 37.0, 50.4)), ["evt_a"]),
        (Query(bbox=(36.9, 50.2, 37.0, 50.4), first_day=date(2024, 5, 13)), []),
        (Query(bbox=(170.0, -80.0, -170.0, 80.0)), []),
        (Query(bbox=(36.0, 50.0, -170.0, 51.0)), ["evt_a"]),
        (Query(limit=1, offset=1), ["evt_b"]),
    ],
)
def test_every_field_narrows_events(told: Store, query: Query, expected: list[str]) -> None:
    """Events are found through themselves and through their accounts."""
    assert [event.id for event in told.view().events(query)] == expected


def test_an_event_without_a_day_is_found_in_its_place_only_while_no_day_is_asked(told: Store) -> None:
    """Unknown time is a value: it matches no day, and it does not hide the place."""
    told.replace_picture(Picture(events=(an_event("evt_c", FIRST_TEXT, CLAIM, day=None),)), (), "recipe")
    box = (36.0, 50.0, 37.0, 51.0)
    assert [event.id for event in told.view().events(Query(bbox=box))] == ["evt_c"]
    assert list(told.view().events(Query(bbox=box, last_day=date(2024, 5, 30)))) == []
    assert list(told.view().events(Query(last_day=date(2024, 5, 30)))) == []


def test_statements_are_counted_by_day_and_side(told: Store) -> None:
    """The timeline asks for numbers, not for rows; an unknown day and no side are values of their own."""
    undated = a_document("Nobody knows when.", origin="paper/7", day=None)
    told.append([undated, an_analysis(undated, a_statement(undated, "Nobody"), a_statement(undated, "when"))])
    counted = told.view().statements_by_day(Query(limit=1))
    assert list(counted) == [(date(2024, 5, 12), "east", 1), (date(2024, 5, 13), None, 1), (None, None, 2)]
    assert list(told.view().statements_by_day(Query(kind="denial"))) == [(date(2024, 5, 13), None, 1)]


def test_events_are_found_by_id_and_document(told: Store) -> None:
    """The document page asks which events its statements tell of."""
    view = told.view()
    event = view.event(view.events(Query())[0].id)
    assert event is not None
    assert list(view.events_of(FIRST_TEXT.id)) == [event]
    assert event.documents == (FIRST_TEXT.id,)


def test_a_new_picture_takes_the_place_of_the_old(told: Store) -> None:
    """Nothing of the former picture remains, sides of statements included."""
    told.replace_picture(Picture(), (), "recipe")
    counts = told.view().counts()
    assert (counts["events"], counts["control"], counts["threats"]) == (0, 0, 0)
    assert found(told, Query(side=SideId("east"))) == []
    assert counts["statements"] == 2


def test_the_picture_is_stale_after_a_new_fact_or_recipe(told: Store) -> None:
    """Only what a picture is made of makes it stale; captures and failures alone do not."""
    told.append([a_capture("b")])
    told.fail(Failure(stage="collect", version="1", item="file:///x", reason="no such file"))
    assert not told.view().stale("recipe")
    assert told.view().stale("another recipe")
    told.append([a_document("More.", origin="paper/3")])
    assert told.view().stale("recipe")


def test_links_of_a_picture_do_not_make_it_stale(told: Store) -> None:
    """A rule's links are appended with the picture they were made for; a person's come later and count."""
    made = Link(
        id=link_id("a", "b", Judgement.SAME, "rule"), left="a", right="b", judgement=Judgement.SAME, maker="rule"
    )
    told.replace_picture(Picture(), [made], "recipe")
    assert list(told.view().links()) == [made]
    assert list(told.view().links_among([made.left, made.right, "men_other"])) == [made]
    assert list(told.view().links_among([made.left, "men_other"])) == []
    assert list(told.view().links_of([made.right, "men_other"])) == [made]
    assert list(told.view().links_of(["men_other"])) == []
    assert not told.view().stale("recipe")
    told.append([replace(made, id=link_id("a", "b", Judgement.DIFFERENT, "person"), maker="person")])
    assert told.view().stale("recipe")


def test_captures_form_a_hash_chain(store: Store) -> None:
    """Every capture's hash covers the one before."""
    captures = [a_capture(name) for name in "abc"]
    store.append(captures[:1])
    store.append(captures)
    before = FIRST
    for capture, (stored, stored_before, own) in zip(captures, store.view().chain(), strict=True):
        assert (stored, stored_before, own) == (capture, before, chain_hash(before, capture))
        before = own


@given(order=st.permutations(range(4)), modified=st.lists(st.none() | MOMENTS, min_size=4, max_size=4, unique=True))
@settings(max_examples=40, deadline=None)
@EVERY_ADAPTER
def test_the_newest_version_is_current_in_any_order_of_arrival(adapter: str, order: list[int], modified: list) -> None:
    """Ids, the current version and the order of versions do not depend on the order of appending."""
    versions = [a_document(f"text {index}", day=None, modified=moment) for index, moment in enumerate(modified)]
    with empty_store(adapter) as store:
        store.append([a_capture()])
        for index in order:
            store.append([versions[index]])
        expected = sorted(versions, key=lambda version: (version.modified is not None, version.modified or NOON))
        stored = store.view().versions("paper/1")
        assert [version.id for version in stored] == [version.id for version in expected]
        assert [document.id for document in store.view().documents()] == [expected[-1].id]


def test_a_version_names_the_one_before(store: Store) -> None:
    """An edit points back; only the newest version is pending, listed and found by its label."""
    first, edited = a_document("One."), a_document("One, corrected.", modified=NOON)
    store.append([a_capture(), first, edited, an_analysis(first, a_statement(first, "One"))])
    view = store.view()
    assert [version.version_of for version in view.versions("paper/1")] == [None, first.id]
    assert list(view.pending(UNDERSTAND)) == [edited.id]
    assert view.document("one") == view.document(edited.id)
    assert found(store, Query()) == []
    assert list(view.analyses()) == []
    assert len(list(view.analyses([first.id]))) == 1


def test_an_edit_that_is_taken_back_makes_the_first_text_current_again(store: Store) -> None:
    """The source shows the first text again: its statements are listed again, and the picture is drawn anew."""
    first, edited = a_document("One."), a_document("Two.", modified=NOON)
    store.append([a_capture(), first, an_analysis(first, a_statement(first, "One")), edited])
    store.replace_picture(Picture(), (), "recipe")
    assert store.append([first]) == 0
    assert not store.view().stale("recipe")
    assert store.append([replace(first, modified=NOON + timedelta(hours=1))]) == 1
    assert [document.text for document in store.view().documents()] == ["One."]
    assert found(store, Query()) == ["One"]
    assert store.view().stale("recipe")


def test_a_late_old_version_does_not_become_current(store: Store) -> None:
    """What the source wrote last stays current even if an older text is found later."""
    late, current = a_document("Old.", day=1), a_document("New.", day=20)
    store.append([a_capture(), current, an_analysis(current, a_statement(current, "New")), late])
    assert found(store, Query()) == ["New"]
    assert [version.text for version in store.view().versions("paper/1")] == ["Old.", "New."]


def test_a_label_of_two_documents_names_none(told: Store) -> None:
    """A label is an answer only where it is unique; an id always is."""
    told.append([a_document("Twin.", origin="paper/9", label="one")])
    assert told.view().document("one") is None
    assert told.view().document(FIRST_TEXT.id) == FIRST_TEXT
    assert told.view().document("unheard") is None


def test_the_newest_analysis_is_the_current_one(told: Store) -> None:
    """A newer stage version replaces what is listed; the older analysis stays behind it."""
    again = a_statement(FIRST_TEXT, "entered Vovchansk", kind="report")
    told.append([an_analysis(FIRST_TEXT, again, version="2")])
    assert found(told, Query(last_day=date(2024, 5, 12))) == ["entered Vovchansk"]
    assert {analysis.version for analysis in told.view().analyses([FIRST_TEXT.id])} == {"2"}
    assert told.view().statement(CLAIM.id) is not None


def test_done_items_are_not_pending_and_a_new_version_makes_them_pending(store: Store) -> None:
    """Items wait oldest first; a failure is done too and leaves one row."""
    captures = [a_capture(name) for name in "abc"]
    store.append(captures)
    store.record(READ, [Outcome(item=captures[1].id, failure="not text")])
    store.record(READ, [Outcome(item=captures[1].id, failure="not text, again")])
    assert list(store.view().pending(READ)) == [captures[0].id, captures[2].id]
    assert list(store.view().pending(replace(READ, version="2"))) == [capture.id for capture in captures]
    assert list(store.view().failures()) == [
        Failure(stage="read", version="1", item=captures[1].id, reason="not text"),
    ]


def test_a_batch_is_recorded_whole_or_not_at_all(store: Store) -> None:
    """If one result cannot be stored, nothing of its batch is, marks included."""
    store.append([a_capture()])
    orphan = replace(a_document("x"), capture=a_capture("unknown").id)
    good = Outcome(item=a_capture().id, results=(a_document("y"),))
    with pytest.raises(Exception, match=r"(?i)foreign key"):
        store.record(READ, [good, Outcome(item="other", results=(orphan,))])
    assert list(store.view().pending(READ)) == [a_capture().id]
    assert list(store.view().documents()) == []


def test_documents_are_found_by_their_words(told: Store) -> None:
    """Full text reaches what no statement holds."""
    assert [document.id for document in told.view().find_documents("minis")] == [FIRST_TEXT.id]
    assert list(told.view().find_documents("attack ministry")) == []


def test_a_source_described_anew_is_the_newest(store: Store) -> None:
    """Sources come from the watch, which its owner edits."""
    old, new = Source(id=SourceId("s"), name="Old"), Source(id=SourceId("s"), name="New", reliability="B")
    assert [store.append([source]) for source in (old, old, new, new, old)] == [1, 0, 1, 0, 1]
    store.append([new])
    assert list(store.view().sources()) == [new]


def test_facts_can_be_asked_for_by_id(told: Store) -> None:
    """Ids that are not there are left out."""
    unknown = a_capture("unknown")
    assert list(told.view().captures([unknown.id, a_capture().id])) == [a_capture()]
    assert list(told.view().documents([DocumentId("doc_none"), OTHER_TEXT.id])) == [OTHER_TEXT]


def test_a_second_run_is_told_to_wait(store: Store, opener: Opener, tmp_path: Path) -> None:
    """Two runs never work in one workspace; afterwards the way is free again."""
    with closing(opener(tmp_path)) as other:
        with store.exclusive(), pytest.raises(WorkspaceError, match="another run"), other.exclusive():
            pass
        with other.exclusive():
            pass


def test_readers_in_other_threads_see_what_was_written(store: Store) -> None:
    """The web application reads from many threads while a run writes."""
    seen: list[int] = []

    def read() -> None:
        seen.append(len(store.view().captures()))

    for name in "abcd":
        store.append([a_capture(name)])
        thread = threading.Thread(target=read)
        thread.start()
        thread.join()
    assert seen == [1, 2, 3, 4]


def test_a_store_opened_again_holds_the_same(told: Store, opener: Opener, tmp_path: Path) -> None:
    """Nothing lives in memory only."""
    with closing(opener(tmp_path)) as again:
        assert again.view().counts() == told.view().counts()
        assert list(again.view().statements(Query())) == list(told.view().statements(Query()))


@given(data=st.data())
@settings(max_examples=30, deadline=None)
@EVERY_ADAPTER
def test_every_fact_comes_back_as_it_went_in(adapter: str, data: st.DataObject) -> None:
    """Captures, documents, analyses, sources, links and the whole picture survive the round trip."""
    capture = data.draw(st.builds(Capture, headers=st.lists(st.tuples(WORDS, WORDS), max_size=2).map(tuple)))
    document = data.draw(st.builds(Document, id=st.uuids().map(str), capture=st.just(capture.id), version_of=st.none()))
    register_strategies(document.id, len(document.text))
    analysis = data.draw(st.builds(Analysis, document=st.just(document.id)))
    source, link = data.draw(st.builds(Source)), data.draw(st.builds(Link))
    with empty_store(adapter) as store:
        store.append([capture, document, analysis, source, link])
        view = store.view()
        assert list(view.captures()) == [capture]
        assert view.document(document.id) == document
        assert list(view.analyses()) == [analysis]
        assert list(view.sources()) == [source]
        assert list(view.links()) == [link]


@given(
    event=st.deferred(lambda: st.builds(Event)), changes=st.deferred(lambda: st.lists(st.builds(Control), max_size=2))
)
@settings(max_examples=30, deadline=None)
@EVERY_ADAPTER
def test_every_derived_fact_comes_back_as_it_went_in(adapter: str, event: Event, changes: list[Control]) -> None:
    """Events and control keep every field; control comes by day and place."""
    with empty_store(adapter) as store:
        store.replace_picture(Picture(events=(event,), control=tuple(changes)), (), "recipe")
        assert list(store.view().events(Query())) == [event]
        in_order = sorted(changes, key=lambda row: (row.day, row.place.name, row.place.id))
        assert list(store.view().control()) == in_order


@given(threats=st.deferred(lambda: st.lists(st.builds(Threat), max_size=2)))
@settings(max_examples=20, deadline=None)
@EVERY_ADAPTER
def test_every_threat_comes_back_as_it_went_in(adapter: str, threats: list[Threat]) -> None:
    """Threats keep every field; they come by day, those without one last."""
    with empty_store(adapter) as store:
        store.replace_picture(Picture(threats=tuple(threats)), (), "recipe")
        assert sorted(store.view().threats(), key=repr) == sorted(threats, key=repr)


def test_metonyms_are_no_places_of_a_statement(store: Store) -> None:
    """A capital that stands for its government is an actor."""
    document = a_document("Moscow said so.")
    analysis = an_analysis(document, a_statement(document, "Moscow said so"), place="Moscow")
    (place,) = analysis.places
    store.append([a_capture(), document, replace(analysis, places=(replace(place, metonym=True),))])
    assert found(store, Query(place="Moscow")) == []


def test_another_name_of_a_place_leads_to_it(told: Store) -> None:
    """Names that resolve to one place find each other's statements."""
    other = a_document("Fighting in Volchansk goes on.", origin="paper/4", day=14)
    told.append([other, an_analysis(other, a_statement(other, "Fighting in Volchansk"), place="Volchansk")])
    assert found(told, Query(place="volchansk")) == ["Troops entered Vovchansk", "Fighting in Volchansk"]


def test_a_place_nobody_named_finds_nothing(told: Store) -> None:
    """No guess by likeness."""
    assert found(told, Query(place=PlaceId("geonames:1"))) == []
    assert found(told, Query(first_day=(NOON + timedelta(days=9)).date())) == []


register_strategies()


def an_observation(number: int, **fields: Any) -> Observation:
    known: dict[str, Any] = {"kind": "metadata", "method": "test"}
    return Observation(id=observation_id(known["kind"], number), **(known | fields))


CELL = "POLYGON ((36.9 50.2, 37.0 50.2, 37.0 50.3, 36.9 50.3, 36.9 50.2))"
HEAT = an_observation(
    1, kind="heat", footprint=CELL, when=Interval.of_days(date(2024, 5, 12), date(2024, 5, 12)), measure=7.0
)
RECYCLED = an_observation(2, kind="seen-before", capture=a_capture("photo").id, about=("telegram:7/3", "doc_1"))


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        (ObservationQuery(), ["heat", "seen-before"]),
        (ObservationQuery(kinds=("heat", "burn")), ["heat"]),
        (ObservationQuery(bbox=(36.0, 50.25, 36.95, 51.0)), ["heat"]),
        (ObservationQuery(bbox=(30.0, 50.25, 36.0, 51.0)), []),
        (ObservationQuery(first_day=date(2024, 5, 12), last_day=date(2024, 5, 12)), ["heat"]),
        (ObservationQuery(first_day=date(2024, 5, 13)), []),
        (ObservationQuery(capture=a_capture("photo").id), ["seen-before"]),
        (ObservationQuery(about=("telegram:7/3", "x")), ["seen-before"]),
        (ObservationQuery(limit=1), ["heat"]),
        (ObservationQuery(offset=1), ["seen-before"]),
    ],
)
def test_observations_are_found(store: Store, query: ObservationQuery, expected: list[str]) -> None:
    """By kind, place, day, capture and what they bear on; those without a day last."""
    assert store.append([HEAT, RECYCLED, HEAT]) == 2
    assert [one.kind for one in store.view().observations(query)] == expected
    assert store.view().counts()["observations"] == 2


def test_an_observation_comes_back_whole(store: Store) -> None:
    """Every field survives, and the picture is stale after it."""
    store.replace_picture(Picture(), (), "recipe")
    store.append([HEAT])
    assert store.view().observation(HEAT.id) == HEAT
    assert store.view().observation(RECYCLED.id) is None
    assert store.view().stale("recipe")


def test_a_later_judgement_of_the_same_area_counts(store: Store) -> None:
    """A cell-day judged again when more days were known is shown once."""
    sustained = replace(HEAT, id=observation_id("heat-sustained", 3), kind="heat-sustained")
    store.append([HEAT, sustained])
    assert store.view().observations(ObservationQuery()) == [sustained]


def test_a_stage_may_take_some_media_only(store: Store) -> None:
    """Pictures wait for who looks at them, texts for who reads them."""
    picture = replace(a_capture("photo"), media_type="image/jpeg")
    store.append([a_capture(), picture])
    key = StageKey(name="observe", version="1", takes="capture", media=("image/jpeg", "video/mp4"))
    assert store.view().pending(key) == [picture.id]
    assert store.view().pending(replace(key, media=())) == [a_capture().id, picture.id]


def test_of_what_a_stage_notes_the_newest_counts(store: Store) -> None:
    """For each document and maker; the same again changes nothing; older versions of a document show none."""
    document = a_document("155 mm", origin="a")
    note = Note(span=Span(document=document.id, start=0, end=6), kind="calibre", value="155 mm")
    first = Annotation(document=document.id, maker="one: calibres", version="1", notes=(note,))
    newer, other = replace(first, version="2", notes=()), replace(first, maker="two: mood")
    store.append([a_capture(), document, first, other])
    assert store.append([first]) == 0
    assert list(store.view().annotations()) == [first, other]
    store.append([newer])
    assert list(store.view().annotations([document.id])) == list(store.view().annotations()) == [other, newer]
    assert list(store.view().annotations([DocumentId("doc_none")])) == []
