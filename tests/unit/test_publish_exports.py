"""Exports: JSON Lines, CSV, GeoJSON, and the policy they pass through."""

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from store_facts import NOON, VOVCHANSK, a_capture, a_document, a_statement, an_analysis, an_event

from vedette.knowledge import counted
from vedette.model.annotation import Annotation, Note
from vedette.model.correction import Correction, Matter, Verdict, Voice, correction_id
from vedette.model.event import Control, Figure, Picture, Sight, Threat
from vedette.model.ids import SideId, SourceId, ThreatId
from vedette.model.interval import Interval
from vedette.model.link import Judgement, Link, link_id
from vedette.model.observation import Observation, observation_id
from vedette.model.query import Query
from vedette.model.span import Span
from vedette.model.watch import Policy, Watch
from vedette.ports import Store, View
from vedette.publish.exports import TABLES, Table, export_rows
from vedette.publish.forms import geojson, write_csv, write_jsonl
from vedette.publish.policy import clear, coarsened
from vedette.publish.sights import areas, geometry
from vedette.store.sqlite import SqliteStore

_DAY = Interval.of_days(date(2024, 5, 12), date(2024, 5, 12))
_ONE = a_document("The ministry said its troops took Vovchansk; 30 died. If asked, we will strike.", label="a1")
_TWO = a_document("Vovchansk is ours, they say.", origin="paper/2", label="a2")
_SAID = a_statement(_ONE, "its troops took Vovchansk; 30 died", speaker="Ministry")
_ALSO = a_statement(_TWO, "Vovchansk is ours")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = SqliteStore(tmp_path / "vedette.db", create=True)
    opened.append([a_capture(), _ONE, _TWO, an_analysis(_ONE, _SAID), an_analysis(_TWO, _ALSO)])
    opened.replace_picture(_picture(), (), "test")
    yield opened
    opened.close()


def _picture() -> Picture:
    event = an_event("evt_1", _ONE, _SAID, side="north")
    other = an_event("evt_2", _TWO, _ALSO).accounts[0]
    figure = Figure(
        what="killed",
        victim="north",
        low=30.0,
        high=None,
        speaker="Ministry",
        side=SideId("north"),
        statement=_SAID.id,
        span=Span(document=_ONE.id, start=45, end=47),
    )
    event = replace(event, accounts=(*event.accounts, other), figures=(figure,))
    row = Control(
        place=VOVCHANSK,
        day=date(2024, 5, 12),
        when=_DAY,
        holder=SideId("north"),
        previous=None,
        status="claimed",
        statements=(_SAID.id,),
    )
    start = _ONE.text.index("we will strike")
    threat = Threat(
        id=ThreatId("thr_1"),
        speaker="Ministry",
        side=SideId("north"),
        target=None,
        action=Span(document=_ONE.id, start=start, end=start + 14),
        condition=None,
        said=_DAY,
        status="open",
        statements=(_SAID.id,),
    )
    return Picture(events=(event,), control=(row,), threats=(threat,), sides=((_SAID.id, SideId("north")),))


def _rows(view: View, table: Table, policy: Policy = Policy()) -> list[dict[str, object]]:  # noqa: B008
    lines = write_jsonl(export_rows(table, view, policy, NOON + timedelta(hours=12)))
    return [json.loads(line) for line in lines]


def test_an_event_has_the_fields_of_the_contract(store: Store) -> None:
    """Labels in place of document ids, inclusive days, figures with victim and side."""
    (event,) = _rows(store.view(), "events")
    assert event["documents"] == ["a1", "a2"]
    assert (event["from"], event["to"], event["precision"]) == ("2024-05-12", "2024-05-12", "day")
    assert event["place"] == {"id": VOVCHANSK.id, "name": "Vovchansk", "lat": 50.29, "lon": 36.94, "radius_m": 5000}
    assert event["figures"] == [
        {
            "what": "killed",
            "victim": "north",
            "low": 30.0,
            "high": None,
            "speaker": "Ministry",
            "side": "north",
            "statement": _SAID.id,
        }
    ]
    assert set(event) >= {"id", "plover", "subtype", "actors", "change", "status", "statements", "independent_sources"}


def test_a_statement_line_carries_document_source_and_side(store: Store) -> None:
    """The object of `analyze`, and where it stands."""
    lines = {line["document"]: line for line in _rows(store.view(), "statements")}
    assert lines["a1"]["side"] == "north"
    assert lines["a1"]["source"] == "paper"
    assert lines["a1"]["text"] == "its troops took Vovchansk; 30 died"
    assert lines["a2"]["side"] is None


def test_judgements_tell_by_whom_and_why(store: Store) -> None:
    """A rule's with the numbers it rests on, a person's with the reason; none on what is held back."""
    ends = sorted(mention.id for one in store.view().analyses() for mention in one.mentions)
    left, right = ends if len(ends) == 2 else ("men_a", "men_b")
    rule = Link(
        id=link_id(left, right, Judgement.SAME, "rule:1"),
        left=left,
        right=right,
        judgement=Judgement.SAME,
        maker="rule:1",
        reasons=("both name Vovchansk",),
        score=0.9,
        features=(("place", 1.0),),
    )
    apart = link_id(left, right, Judgement.DIFFERENT, "person:ann", "1")
    person = replace(
        rule, id=apart, judgement=Judgement.DIFFERENT, maker="person:ann", score=None, features=(), made=NOON
    )
    store.append([rule, person])
    first, second = _rows(store.view(), "judgements")
    assert (first["by"], first["score"], first["features"]) == ("rule:1", 0.9, {"place": 1.0})
    assert (second["by"], second["judgement"], second["made"]) == ("person:ann", "different", NOON.isoformat())
    assert _rows(store.view(), "judgements", Policy(delay_hours=10**6)) == []


def test_corrections_tell_what_was_read_and_what_was_said(store: Store) -> None:
    """With who and why; none on what is held back, and no name that is withheld."""
    statement = next(one for analysis in store.view().analyses() for one in analysis.statements)
    noted = Correction(
        id=correction_id(Matter.SPEAKER, statement.id, Verdict.WRONG, "person:ann", NOON),
        matter=Matter.SPEAKER,
        target=statement.id,
        document=statement.content.document,
        verdict=Verdict.WRONG,
        maker="person:ann",
        made=NOON,
        reason="Ivan Petrenko is named above",
        read="Ministry",
        voice=Voice(name="Ivan Petrenko"),
    )
    store.append([noted])
    (row,) = _rows(store.view(), "corrections")
    assert (row["matter"], row["read"], row["judgement"], row["by"]) == ("speaker", "Ministry", "wrong", "person:ann")
    assert row["speaker"]["name"] == "Ivan Petrenko"
    assert _rows(store.view(), "corrections", Policy(delay_hours=10**6)) == []
    (veiled,) = _rows(store.view(), "corrections", Policy(redact=("Ivan Petrenko",)))
    assert "Petrenko" not in str(veiled)
    assert _rows(store.view(), "corrections", Policy(withhold=(SourceId("paper"),))) == []


def test_links_are_pairs_of_documents_on_one_event(store: Store) -> None:
    """By label."""
    assert _rows(store.view(), "links") == [{"left": "a1", "right": "a2", "event": "evt_1"}]


def test_control_and_threats_have_the_fields_of_the_contract(store: Store) -> None:
    """Days are ISO days; what is threatened is in the holder's words."""
    (row,) = _rows(store.view(), "control")
    assert (row["date"], row["holder"], row["previous"], row["status"]) == ("2024-05-12", "north", None, "claimed")
    (threat,) = _rows(store.view(), "threats")
    assert (threat["action"], threat["condition"]) == ("we will strike", None)
    assert threat["said"] == {"from": "2024-05-12", "to": "2024-05-12"}


def test_the_policy_applies_to_every_placed_table(store: Store) -> None:
    """Young positions are held back, or coarsened and without a name."""
    assert _rows(store.view(), "events", Policy(delay_hours=48)) == []
    assert _rows(store.view(), "links", Policy(delay_hours=48)) == []
    (row,) = _rows(store.view(), "control", Policy(delay_hours=48, coarsen_m=20_000))
    assert "Vovchansk" not in json.dumps(row["place"])
    assert len(_rows(store.view(), "events", Policy(delay_hours=1, coarsen_m=20_000))) == 1


@given(st.floats(-89, 89), st.floats(-180, 180), st.integers(5_001, 100_000))
def test_coarsening_hides_where_in_the_cell(lat: float, lon: float, metres: int) -> None:
    """Every place of a cell gets one and the same area, which holds the place."""
    once = coarsened(replace(VOVCHANSK, lat=lat, lon=lon), metres)
    assert once.radius_m == metres
    assert abs(once.lat - lat) * 111_320 <= metres
    assert coarsened(once, metres) == once


def test_old_positions_leave_as_they_are(store: Store) -> None:
    """The delay is counted from the event's end and from the publication of whoever tells it."""
    late = datetime(2024, 5, 20, tzinfo=UTC)
    clearance = clear(store.view(), Policy(delay_hours=48, coarsen_m=10_000), late)
    (event,) = store.view().events(Query())
    assert clearance.held == frozenset()
    assert clearance.tell(event) == clearance.show(event) == event


def test_a_young_position_leaves_without_words_and_names(store: Store) -> None:
    """An area, sides and numbers: neither who tells it nor where it can be read; nothing of the statements at all."""
    policy = Policy(delay_hours=48, coarsen_m=20_000)
    (event,) = _rows(store.view(), "events", policy)
    assert (event["documents"], event["statements"]) == ([], [])
    assert event["figures"][0]["speaker"] is None  # type: ignore[index]
    assert _rows(store.view(), "statements", policy) == []
    assert _rows(store.view(), "threats", policy) == []
    assert _rows(store.view(), "links", policy) == []


def test_csv_is_flat_and_runs_no_formula(store: Store) -> None:
    """Places become columns; a cell that a spreadsheet would calculate is quoted."""
    rows = [{**row, "id": "=1+1"} for row in export_rows("events", store.view(), Policy(), NOON)]
    (line,) = csv.DictReader(io.StringIO("".join(write_csv(rows))))
    assert line["id"] == "'=1+1"
    assert line["place_name"] == "Vovchansk"
    assert json.loads(line["documents"]) == ["a1", "a2"]


def test_geojson_has_a_point_for_every_place(store: Store) -> None:
    """Longitude first (RFC 7946)."""
    collection = geojson(export_rows("events", store.view(), Policy(), NOON))
    assert collection["features"][0]["geometry"] == {"type": "Point", "coordinates": [36.94, 50.29]}


def test_a_row_of_figures_leads_to_its_number(store: Store) -> None:
    """One row a number, with the voice that gave it; nothing of what the policy holds back."""
    view = store.view()
    told = counted(view, Watch(name="test"))
    (row,) = list(export_rows("figures", view, Policy(), NOON + timedelta(hours=12), told))
    document = view.document(row["document"])
    assert document is not None
    assert document.text[row["start"] : row["end"]].strip()
    assert (row["reach"], row["doubts"], row["against"]) == ("event", [], [])
    assert list(export_rows("figures", view, Policy(delay_hours=48), NOON + timedelta(hours=12), told)) == []


def test_every_table_can_be_empty(tmp_path: Path) -> None:
    """An empty workspace gives empty files."""
    empty = SqliteStore(tmp_path / "empty.db", create=True)
    assert [_rows(empty.view(), table) for table in TABLES] == [[] for _ in TABLES]
    empty.close()


CELL = "POLYGON ((36.9 50.2, 37.0 50.2, 37.0 50.3, 36.9 50.3, 36.9 50.2))"
_HEAT = Observation(
    id=observation_id("heat", 1),
    kind="heat",
    footprint=CELL,
    when=_DAY,
    measure=7.0,
    unit="detections",
    could_observe=True,
    note="Satellites saw 7 fires in this cell.",
    method="thermal",
)
_OLD_FOOTAGE = Observation(
    id=observation_id("seen-before", 1), kind="seen-before", about=(_ONE.origin,), note="Seen 14 months before."
)


def _see(store: Store) -> None:
    store.append([_HEAT, _OLD_FOOTAGE])
    sight = Sight(
        observation=_HEAT.id, kind="heat", bearing="context", ratio=1.5, note=_HEAT.note, reason="There is war there."
    )
    (event,) = _picture().events
    store.replace_picture(replace(_picture(), events=(replace(event, sights=(sight,)),)), (), "test")


def test_observations_leave_with_the_events_they_stand_beside(store: Store) -> None:
    """As lines, as a table, and their areas as GeoJSON; what has no area is no feature."""
    _see(store)
    heat, footage = export_rows("observations", store.view(), Policy(), NOON)
    assert (heat["kind"], heat["from"], heat["measure"], heat["footprint"]) == ("heat", "2024-05-12", 7.0, CELL)
    assert heat["events"] == [{"event": "evt_1", "bearing": "context", "ratio": 1.5, "known": "measured"}]
    assert (footage["about"], footage["from"]) == (["a1"], None)
    (feature,) = areas([heat, footage])["features"]
    assert feature["geometry"]["type"] == "Polygon"
    assert feature["geometry"]["coordinates"][0][0] == [36.9, 50.2]
    (event,) = export_rows("events", store.view(), Policy(), NOON)
    assert event["observations"] == [
        {"id": _HEAT.id, "kind": "heat", "bearing": "context", "ratio": 1.5, "known": "measured"}
    ]
    assert "a1" in "".join(write_csv([heat, footage]))


def test_the_policy_holds_young_and_fine_observations(store: Store) -> None:
    """Neither a young cell nor footage of a report that is held leaves; both do once they are old."""
    _see(store)
    policy = Policy(delay_hours=72, coarsen_m=20_000)
    assert list(export_rows("observations", store.view(), policy, NOON)) == []
    later = NOON + timedelta(days=30)
    assert [row["kind"] for row in export_rows("observations", store.view(), policy, later)] == ["heat", "seen-before"]


def test_a_place_and_two_areas_can_be_drawn() -> None:
    """A point stays a point; several areas are one feature."""
    assert geometry("POINT (36 50)") == {"type": "Point", "coordinates": [36.0, 50.0]}
    two = "MULTIPOLYGON (((36 50, 36.1 50, 36.1 50.1, 36 50)), ((37 51, 37.1 51, 37.1 51.1, 37 51)))"
    assert [len(rings) for rings in geometry(two)["coordinates"]] == [1, 1]


def test_a_note_stands_at_its_words_where_names_are_withheld(store: Store) -> None:
    """Its place moves with the text, and what it says is veiled as well."""
    capture = a_capture("x")
    document = replace(a_document("Ivan Petrenko saw 155 mm guns.", origin="paper/9"), capture=capture.id)
    start = document.text.index("155 mm")
    note = Note(span=Span(document=document.id, start=start, end=start + 6), kind="calibre", value="Ivan Petrenko: 155")
    made = Annotation(document=document.id, maker="one: calibre", version="1", notes=(note,))
    store.append([capture, document, made])
    rows = _rows(store.view(), "annotations", Policy(redact=("Ivan Petrenko",)))
    (row,) = (one for one in rows if one["kind"] == "calibre")
    assert (row["words"], "Petrenko" in row["value"]) == ("155 mm", False)
