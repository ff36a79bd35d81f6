"""What the publication policy promises: while it holds, nothing that leaves names the place."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from desk import PLACES, WATCH, Desk
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from store_facts import a_capture, a_document

from vedette.model.failure import Failure
from vedette.model.query import Query
from vedette.model.watch import Policy, Watch
from vedette.ports import Store
from vedette.publish.captured import chosen
from vedette.publish.exports import TABLES, export_rows
from vedette.publish.forms import geojson, write_csv, write_jsonl
from vedette.publish.policy import clear
from vedette.publish.report import build_report
from vedette.publish.write import write_report
from vedette.store.sqlite import SqliteStore

_OLD, _YOUNG = date(2024, 5, 2), date(2024, 5, 12)
_NOW = datetime(2024, 5, 13, tzinfo=UTC)
_FINE = ("Lipova", "Lipka", "Brod")
_TELLINGS: tuple[dict[str, Any], ...] = (
    {"change": "captured", "actor": "Northland troops"},
    {"change": "captured", "actor": "Southmark", "kind": "denial", "certainty": "denied", "factuality": -2.5},
    {"subtype": "armed-clash", "unit": "soldier", "target": "Northland troops"},
    {"kind": "threat", "plover": "THREATEN", "speaker": "Northland president"},
    {"certainty": "unconfirmed", "factuality": 0.0, "change": "advanced"},
)

_reports = st.lists(
    st.tuples(
        st.sampled_from([source.id for source in WATCH.sources]),
        st.sampled_from((_OLD, _YOUNG)),
        st.lists(st.sampled_from(tuple(PLACES)), min_size=1, max_size=3, unique=True),
        st.sampled_from(_TELLINGS),
    ),
    min_size=1,
    max_size=7,
)


def _policed(coarsen_m: int) -> Watch:
    return replace(WATCH, policy=Policy(delay_hours=72, coarsen_m=coarsen_m))


def _fill(store: Store, desk: Desk) -> None:
    capture = a_capture()
    papers = [replace(paper, capture=capture.id, title=paper.text[:20]) for paper in desk.documents]
    store.append([*WATCH.sources, capture, *papers, *desk.analyses])
    store.replace_picture(*desk.picture(), "test")


def _public(store: Store, watch: Watch, folder: Path) -> str:
    """Everything that leaves: each file of a report with its name, and every table in every format."""
    view = store.view()
    write_report(build_report(view, watch, _OLD, _YOUNG, _NOW), folder / "report")
    parts = [path.name for path in folder.rglob("*")]
    parts += [path.read_text("utf-8") for path in folder.rglob("*") if path.is_file()]
    for table in TABLES:
        rows = list(export_rows(table, view, watch.policy, _NOW))
        parts += [*write_jsonl(rows), *write_csv(rows), json.dumps(geojson(rows))]
    return "\n".join(parts)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(reports=_reports, coarsen_m=st.sampled_from([0, 2_001, 20_000]))
def test_no_finer_place_is_named_anywhere(
    reports: list[tuple[str, date, list[str], dict[str, Any]]],
    coarsen_m: int,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """Not in a quotation, a document's page, a title, an actor, a figure, a file's name, nor beside other events.

    A place that was told of long ago, too, may be named, by those who told of it then.
    """
    folder = tmp_path_factory.mktemp("policy")
    desk = Desk()
    for source, day, places, told in reports:
        desk.report(
            source, f"captured {' and '.join(places)} where 30 soldiers of {places[0]} died", day, when=day, **told
        )
    store = SqliteStore(folder / "vedette.db", create=True)
    try:
        _fill(store, desk)
        store.fail(Failure(stage="read", version="1", item="/home/ann/Lipka.txt", reason="Lipka.txt holds no text"))
        public = _public(store, _policed(coarsen_m), folder / "out")
    finally:
        store.close()
    told_long_ago = {place for _, day, places, _ in reports for place in places if day == _OLD}
    for place in set(_FINE) - told_long_ago:
        assert place not in public


def test_an_old_event_stays_with_those_who_told_it_then(tmp_path: Path) -> None:
    """What a new report adds to it waits; the event does not vanish for that."""
    desk = Desk()
    desk.report("ministry", "captured Lipova", _OLD, change="captured", actor="Northland troops", when=_OLD)
    desk.report("staff", "captured Lipova, the mayor says", _YOUNG, change="captured", actor="Northland", when=_OLD)
    store = SqliteStore(tmp_path / "vedette.db", create=True)
    _fill(store, desk)
    watch = _policed(20_000)
    report = build_report(store.view(), watch, _OLD, _OLD, _NOW)
    (event,) = report.events
    assert [account.source for account in event.accounts] == ["ministry"]
    assert "mayor" not in _public(store, watch, tmp_path / "out")
    store.close()


def test_without_a_delay_nothing_is_held(tmp_path: Path) -> None:
    """The policy costs nothing where there is none."""
    desk = Desk()
    desk.report("ministry", "captured Lipova", _YOUNG, change="captured", actor="Northland troops", when=_YOUNG)
    store = SqliteStore(tmp_path / "vedette.db", create=True)
    _fill(store, desk)
    assert clear(store.view(), Policy(coarsen_m=20_000), _NOW).held == frozenset()
    assert "Lipova" in _public(store, WATCH, tmp_path / "out")
    store.close()


def test_each_kind_waits_as_long_as_it_is_given() -> None:
    """The longest of its kinds counts; a kind without hours of its own waits as all do."""
    policy = Policy(delay_hours=24, delays=(("captured", 72), ("ASSAULT", 48), ("evacuation", 0)))
    assert policy.delay_of("ASSAULT", "armed-clash", "captured") == 72
    assert policy.delay_of("ASSAULT", "armed-clash", None) == 48
    assert policy.delay_of("AID", "evacuation", None) == 24
    assert policy.delay_of("CONSULT", None, None) == 24
    assert policy.longest_delay == 72
    assert Policy(delays=(("captured", 5),)).holds_back


@pytest.mark.parametrize(
    ("delays", "told"), [((), 1), ((("captured", 30),), 1), ((("captured", 500),), 0), ((("evacuation", 500),), 1)]
)
def test_a_delay_by_kind_holds_back_events_of_it(
    delays: tuple[tuple[str, int], ...], told: int, tmp_path: Path
) -> None:
    """And what its reports say; events of other kinds leave."""
    desk = Desk()
    desk.report("ministry", "captured Lipova", change="captured", actor="Northland troops", when=_OLD)
    store = SqliteStore(tmp_path / "vedette.db", create=True)
    _fill(store, desk)
    now = datetime.combine(_OLD, time(12), UTC) + timedelta(hours=48)
    clearance = clear(store.view(), Policy(delays=delays), now)
    (event,) = store.view().events(Query())
    assert bool(clearance.tell(event)) == bool(told)
    assert bool(clearance.held) != bool(told)
    store.close()


def test_a_name_that_was_taken_out_later_keeps_the_bytes_before_here(tmp_path: Path) -> None:
    """Bytes leave whole or not at all: what names a redacted person in an earlier version alone stays too."""
    store = SqliteStore(tmp_path / "vedette.db", create=True)
    before, after = a_capture("a"), a_capture("b")
    named = a_document("Ivan Petrenko saw it.", capture=before)
    plain = a_document("A witness saw it.", capture=after, modified=named.modified)
    store.append([before, after, named, plain])
    assert [one.id for one in store.view().documents()] == [plain.id]
    found = chosen(store.view(), Policy(redact=("Ivan Petrenko",)), datetime(2024, 6, 1, tzinfo=UTC))
    assert ([one.id for one in found.captures], found.held) == ([after.id], 1)
    store.close()
