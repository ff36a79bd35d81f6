"""What sensors and lenses saw in a situation report: cited, weighed, escaped, and held to the store."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from desk import WATCH, Desk
from store_facts import a_capture

from vedette.collect.archive import FileArchive
from vedette.model.interval import Interval
from vedette.model.observation import Observation, observation_id
from vedette.publish.html import write_html
from vedette.publish.markdown import write_markdown
from vedette.publish.report import build_report
from vedette.store.sqlite import SqliteStore
from vedette.verify import find_problems

DAY = date(2024, 5, 12)
LATER = datetime(2024, 6, 1, tzinfo=UTC)
HERE = "POLYGON ((36.49 50.09, 36.51 50.09, 36.51 50.11, 36.49 50.11, 36.49 50.09))"
EVIL = "<script>alert(1)</script> [x](javascript:alert(1))"
RADAR = Observation(
    id=observation_id("radar-damage", 1),
    kind="radar-damage",
    footprint=HERE,
    when=Interval.of_days(date(2024, 5, 1), date(2024, 5, 20)),
    could_observe=True,
    note=f"The echo of 3 roofs changed {EVIL}.",
    method="pwtt",
)
HEAT = replace(
    RADAR,
    id=observation_id("heat", 1),
    kind="heat",
    when=Interval.of_days(DAY, DAY),
    note="Satellites saw 7 fires here.",
    method="thermal",
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteStore]:
    with opened(tmp_path, RADAR, HEAT) as made:
        yield made


@contextmanager
def opened(tmp_path: Path, *seen: Observation) -> Iterator[SqliteStore]:
    """A store with one shelling and what was seen there."""
    made = SqliteStore(tmp_path / "vedette.db", create=True)
    desk = Desk()
    desk.report(
        "ministry",
        "Northland shelled Lipova on Sunday.",
        plover="ASSAULT",
        subtype="shelling-artillery-missile",
        actor="Northland",
        when=DAY,
    )
    sha256 = FileArchive(tmp_path / "archive").write(b"a")
    capture = replace(a_capture(), sha256=sha256)
    made.append([*WATCH.sources, capture])
    made.append([replace(one, capture=capture.id) for one in desk.documents])
    made.append([*desk.analyses, *seen])
    picture, links = desk.picture((), seen)
    made.replace_picture(picture, links, "test")
    yield made
    made.close()


def test_an_observation_is_told_after_its_event_with_words_and_weight(store: SqliteStore) -> None:
    """It leads to the words it bears on and to itself; heat, which says little of one event, is in the table alone."""
    report = build_report(store.view(), WATCH, DAY, DAY, LATER)
    told = [one for section in report.sections for one in section.sentences if one.seen]
    assert [one.seen for one in told] == [(RADAR.id,)]
    assert told[0].citations
    assert "agrees with what is told (likelihood ratio 5, assumed)" in told[0].text
    assert [one.kind for one in report.observations] == ["radar-damage", "heat"]


def test_what_was_seen_in_the_same_words_is_told_once(tmp_path: Path) -> None:
    """And leads to every observation that says so."""
    twin = replace(RADAR, id=observation_id("radar-damage", 2))
    with opened(tmp_path, RADAR, twin) as store:
        report = build_report(store.view(), WATCH, DAY, DAY, LATER)
    told = [one for section in report.sections for one in section.sentences if one.seen]
    assert {one.text for one in told} == {told[0].text}
    assert all(set(one.seen) == {RADAR.id, twin.id} for one in told)


def test_what_differs_by_its_measure_alone_is_told_once(tmp_path: Path) -> None:
    """With how many there are; the others are a click away."""
    other = replace(RADAR, id=observation_id("radar-damage", 3), note="The echo of 5 roofs changed.")
    with opened(tmp_path, RADAR, other) as store:
        report = build_report(store.view(), WATCH, DAY, DAY, LATER)
    (told,) = [one for section in report.sections for one in section.sentences if one.seen]
    assert told.text.startswith("Change of the ground seen by radar, 2 observations, of which the first: The echo of ")
    assert set(told.seen) == {RADAR.id, other.id}


def test_what_could_not_be_observed_stands_once_at_the_end(tmp_path: Path) -> None:
    """Behind all events of its heading, and weighs nothing."""
    unseen = replace(
        RADAR, id=observation_id("radar-damage", 4), could_observe=False, note="No later image shows this place."
    )
    with opened(tmp_path, unseen) as store:
        report = build_report(store.view(), WATCH, DAY, DAY, LATER)
    (group,) = [
        one for section in report.sections for one in section.groups if any(each.seen for each in one.sentences)
    ]
    assert [one.seen for one in group.sentences if one.seen] == [(unseen.id,)]
    assert "could not be observed" in group.sentences[-1].text
    assert "weighs nothing" in group.sentences[-1].text


def test_pages_lead_to_the_observation_and_notes_are_only_text(store: SqliteStore, tmp_path: Path) -> None:
    """HTML links the sentence with the row; neither HTML nor Markdown takes mark-up from a note."""
    folder = tmp_path / "reports" / "2024-05-12"
    folder.mkdir(parents=True)
    report = build_report(store.view(), WATCH, DAY, DAY, LATER)
    page = write_html(report, folder).read_text("utf-8")
    assert f'href="#{RADAR.id}"' in page
    assert f'id="{RADAR.id}"' in page
    assert "no account of them and no vote" in page
    assert "<script>" not in page
    markdown = write_markdown(report)
    assert "## What sensors and lenses saw" in markdown
    assert "change of the ground seen by radar, 1 to 20 May 2024: " in markdown
    assert "<script>" not in markdown
    assert "[x](" not in markdown


def test_a_report_that_tells_an_observation_otherwise_is_found(store: SqliteStore, tmp_path: Path) -> None:
    """Verify holds its notes to the store."""
    folder = tmp_path / "reports" / "2024-05-12"
    folder.mkdir(parents=True)
    write_html(build_report(store.view(), WATCH, DAY, DAY, LATER), folder)

    def problems() -> list[str]:
        archive = FileArchive(tmp_path / "archive")
        return list(find_problems(store.view(), archive, tmp_path / "reports", lambda *_: None))

    assert not [one for one in problems() if "observ" in one]
    rows = json.loads((folder / "observations.json").read_text("utf-8"))
    rows[0]["note"] = "Nothing was seen."
    (folder / "observations.json").write_text(json.dumps(rows), "utf-8")
    assert any(RADAR.id in one for one in problems())
