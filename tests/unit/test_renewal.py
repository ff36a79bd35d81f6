"""A picture kept up to date in the store is the picture that is built at once."""

import random
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from desk import WATCH, Desk
from hypothesis import given, settings
from hypothesis import strategies as st
from test_fuse_growing import TOLD, Report, judgement, reports

from vedette.fuse.corrected import corrected
from vedette.fuse.picture import build_picture
from vedette.model.analysis import Analysis
from vedette.model.capture import Capture
from vedette.model.correction import Correction, Matter, Spot, Verdict, Voice, correction_id
from vedette.model.document import Document, document_id
from vedette.model.ids import CaptureId
from vedette.model.interval import Interval
from vedette.model.link import Judgement
from vedette.model.observation import Observation, ObservationKind, ObservationQuery, observation_id
from vedette.model.retraction import Retraction, retraction_id, standing
from vedette.model.watch import Watch
from vedette.model.words import person
from vedette.ports import Store
from vedette.renewal import Renewal, recipe_of
from vedette.store.sqlite import SqliteStore

NOON = datetime(2024, 6, 1, 12, tzinfo=UTC)
CAPTURE = Capture(
    id=CaptureId("cap"), sha256="a", size=1, address="file:///a", fetched=NOON, media_type="text/plain", source=None
)
_SQUARE = "POLYGON ((36.4 50.0, 36.6 50.0, 36.6 50.2, 36.4 50.2, 36.4 50.0))"
_TABLES = (
    "events",
    "event_accounts",
    "control",
    "threats",
    "statement_sides",
    "listing",
    "event_boxes",
    "picture",
    "misgivings",
)


def silent(stage: str, done: int, total: int) -> None:
    """Nobody watches."""


def rows(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    """The picture, table by table, whatever the order in which its rows were written."""
    with closing(sqlite3.connect(path)) as connection:
        events = dict(connection.execute("SELECT seq, id FROM events"))
        return {table: sorted(map(repr, _plain(connection, table, events))) for table in _TABLES}


def _plain(connection: sqlite3.Connection, table: str, events: dict[int, str]) -> Iterator[dict[str, Any]]:
    connection.row_factory = sqlite3.Row
    for row in connection.execute(f"SELECT * FROM {table}"):
        kept = {key: row[key] for key in row.keys() if key not in ("seq", "watermark")}  # noqa: SIM118
        yield kept | ({"event": events[kept["event"]]} if kept.get("event") in events else {})


@dataclass
class Office:
    """Facts arrive in rounds; a process may end after any of them."""

    desk: Desk
    chance: random.Random
    path: Path
    store: Store
    watch: Watch = WATCH
    clock: int = 0
    renewal: Renewal = field(init=False)

    def __post_init__(self) -> None:
        self.renewal = Renewal(self.watch)

    def work(self) -> None:
        self.store.append([CAPTURE, *WATCH.sources])
        papers = list(zip(self.desk.documents, self.desk.analyses, strict=True))
        self.chance.shuffle(papers)
        while papers:
            number = self.chance.randint(1, 4)
            new, papers = papers[:number], papers[number:]
            for document, analysis in new:
                self.store.append([document, analysis])
            self._disturb(new)
            if self.chance.random() < 0.2:
                self.renewal = Renewal(self.watch)
            self.renewal.renew(self.store, silent)
            assert self.renewal.renew(self.store, silent) is None

    def _disturb(self, new: list[tuple[Document, Analysis]]) -> None:
        turn = self.chance.random()
        document, analysis = self.chance.choice(new)
        self.clock += 1
        if turn < 0.15:
            self._edit(document)
        elif turn < 0.3:
            self._retract(self.chance.choice(self.store.view().documents()))
        elif turn < 0.5:
            other = self.chance.choice(self.desk.analyses)
            ends = analysis.mentions[0].id, other.mentions[0].id
            word = self.chance.choice(list(Judgement))
            self.store.append([judgement(ends, word, self.clock, self.chance.choice(("person:a", "person:b")))])
        elif turn < 0.6:
            self.store.append([replace(analysis, version="2", mentions=())])
        elif turn < 0.8:
            self._observe(document, analysis)
        self._correct(self.chance.choice(self.desk.analyses))

    def _correct(self, analysis: Analysis) -> None:
        """Right, wrong, or taken back again; sometimes said by two."""
        self.clock += 1
        matter, verdict = self.chance.choice(list(Matter)), self.chance.choice(list(Verdict))
        for name in self.chance.choice(((), ("a",), ("b",), ("a", "b"))):
            self.store.append([correction(analysis, matter, verdict, name, self.clock)])

    def _observe(self, document: Document, analysis: Analysis) -> None:
        """From above, in a picture of the report, or, sometimes, judged by a person at once."""
        kind: ObservationKind = self.chance.choice(("heat", "radar-damage", "seen-before"))
        day = (NOON - timedelta(days=20)).date() + timedelta(days=self.chance.randint(0, 5))
        seen = Observation(
            id=observation_id(kind, self.clock),
            kind=kind,
            footprint=_SQUARE if kind != "seen-before" else None,
            when=Interval.of_days(day, day + timedelta(days=self.chance.choice((0, 30)))),
            measure=float(self.clock),
            about=(document.origin,) if kind == "seen-before" else (),
        )
        ends = str(seen.id), analysis.mentions[0].id
        word = judgement(ends, self.chance.choice(list(Judgement)), self.clock, "person:b")
        self.store.append([seen, word] if self.chance.random() < 0.4 else [seen])

    def _edit(self, document: Document) -> None:
        """To a text that is not understood yet, or, later, back."""
        text = f"{document.text} (edited)"
        edited = replace(
            document,
            id=document_id(document.origin, text),
            text=text,
            modified=NOON + timedelta(minutes=self.clock),
        )
        self.store.append([edited])

    def _retract(self, document: Document) -> None:
        made = NOON + timedelta(minutes=self.clock)
        how = self.chance.choice(("retracted", "restored"))
        noted = Retraction(
            id=retraction_id(document.origin, how, made), origin=document.origin, how=how, why="", by="a", made=made
        )
        self.store.append([noted])


def correction(analysis: Analysis, matter: Matter, verdict: Verdict, name: str, minute: int) -> Correction:
    made, wrong = NOON + timedelta(minutes=minute), verdict is Verdict.WRONG
    target = str(analysis.statements[0].id if matter is Matter.SPEAKER else analysis.mentions[0].id)
    return Correction(
        id=correction_id(matter, target, verdict, person(name), made),
        matter=matter,
        target=target,
        document=analysis.document,
        verdict=verdict,
        maker=person(name),
        made=made,
        voice=Voice(name="Southmark officer", country="SM") if wrong and matter is Matter.SPEAKER else None,
        spot=Spot(name="a mill", lat=50.4, lon=37.2, radius_m=800) if wrong and matter is Matter.PLACE else None,
    )


def build(path: Path, copy: Path, watch: Watch = WATCH) -> dict[str, list[tuple[Any, ...]]]:
    """The same facts, fused at once."""
    copy.write_bytes(path.read_bytes())
    with closing(SqliteStore(copy)) as store:
        view = store.view()
        picture, links = build_picture(
            documents=standing(view.documents(), view.retractions()),
            sources=view.sources(),
            analyses=corrected(view.analyses(), view.corrections(), watch.persons_needed),
            links=view.links(),
            watch=watch,
            observations=view.observations(ObservationQuery(limit=10**6)),
        )
        store.replace_picture(picture, links, recipe_of(watch))
    return rows(copy)


@settings(max_examples=40, deadline=None)
@given(told=TOLD, chance=st.randoms(use_true_random=False), needed=st.sampled_from([1, 2]))
def test_the_picture_kept_up_is_the_picture_built_at_once(
    told: list[Report], chance: random.Random, needed: int
) -> None:
    """Through reports, edits, reports taken back and put up again, judgements, corrections, whether one person's word
    counts or two must agree, and processes that end."""
    watch = replace(WATCH, persons_needed=needed)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "vedette.db"
        with closing(SqliteStore(path, create=True)) as store:
            Office(desk=reports(told), chance=chance, path=path, store=store, watch=watch).work()
        assert rows(path) == build(path, Path(folder) / "copy.db", watch)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with closing(SqliteStore(tmp_path / "vedette.db", create=True)) as opened:
        opened.append([CAPTURE, *WATCH.sources])
        yield opened


def told(store: Store, desk: Desk, number: int) -> None:
    store.append([desk.documents[number], desk.analyses[number]])


DESK = reports([("paper", ("Shells hit a school in Lipova", {}), 0, False), ("staff", ("captured Brod", {}), 1, False)])


def test_a_second_report_is_added_to_the_picture(store: Store) -> None:
    """The same process fuses it alone, and so does another that finds only new reports."""
    renewal = Renewal(WATCH)
    told(store, DESK, 0)
    first = renewal.renew(store, silent)
    told(store, DESK, 1)
    second = renewal.renew(store, silent)
    assert first is not None
    assert second is not None
    assert (first.whole, second.whole, second.events) == (True, False, 1)


def test_another_process_adds_to_the_picture(store: Store) -> None:
    """What is new can be told from what the picture was made of."""
    told(store, DESK, 0)
    Renewal(WATCH).renew(store, silent)
    told(store, DESK, 1)
    renewed = Renewal(WATCH).renew(store, silent)
    assert renewed is not None
    assert not renewed.whole


def test_a_picture_that_another_process_wrote_is_not_built_upon(store: Store) -> None:
    """What is kept no longer is what the picture was made of."""
    renewal, other = Renewal(WATCH), Renewal(WATCH)
    told(store, DESK, 0)
    renewal.renew(store, silent)
    edited = replace(DESK.documents[0], id=document_id(DESK.documents[0].origin, "x"), text="x", modified=NOON)
    store.append([edited])
    other.renew(store, silent)
    told(store, DESK, 1)
    renewal.renew(store, silent)
    (event,) = store.view().events_of(DESK.documents[1].id)
    assert store.view().events_of(DESK.documents[0].id) == []
    assert event.documents == (DESK.documents[1].id,)


def test_another_recipe_begins_anew(store: Store) -> None:
    """An edited watch gives another picture."""
    told(store, DESK, 0)
    Renewal(WATCH).renew(store, silent)
    renewed = Renewal(replace(WATCH, name="other")).renew(store, silent)
    assert renewed is not None
    assert renewed.whole
