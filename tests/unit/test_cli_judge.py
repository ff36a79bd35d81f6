"""`vedette judge` of single statements, mentions and observations."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from desk import Desk
from store_facts import a_capture

from vedette.cli import main
from vedette.model.ids import ObservationId
from vedette.model.observation import Observation
from vedette.renewal import Renewal
from vedette.workspace import create_workspace, open_workspace

SEEN = Observation(id=ObservationId("obs_" + "0" * 24), kind="heat")


@pytest.fixture
def desk() -> Desk:
    desk = Desk()
    desk.report("paper", "shelled Lipova", subtype="shelling-artillery-missile", speaker="an officer")
    return desk


@pytest.fixture
def folder(desk: Desk, tmp_path: Path) -> Path:
    """A workspace whose facts came from elsewhere."""
    path = tmp_path / "war"
    create_workspace(path)
    capture = a_capture()
    with open_workspace(path) as made:
        papers = [replace(one, capture=capture.id) for one in desk.documents]
        made.store.append([capture, *papers, *desk.analyses, SEEN])
        Renewal(made.watch).renew(made.store, lambda *_: None)
    return path


def _judge(folder: Path, *words: str) -> Result:
    return CliRunner().invoke(main, ["judge", str(folder), *words, "--by", "ann"])


def test_another_speaker_is_noted_and_taken_back(folder: Path, desk: Desk) -> None:
    """Both words stay."""
    statement = desk.analyses[0].statements[0].id
    noted = _judge(folder, statement, "speaker", "wrong", "--speaker", "the mayor", "--why", "she is named above")
    assert noted.exit_code == 0, noted.output
    assert "read as “an officer”, is wrong: the mayor" in noted.output
    assert _judge(folder, statement, "speaker", "--withdraw").exit_code == 0
    with open_workspace(folder) as opened:
        assert [one.verdict for one in opened.store.view().corrections()] == ["wrong", "withdrawn"]


def test_a_point_is_a_place(folder: Path, desk: Desk) -> None:
    """In degrees, with how far it may be off."""
    mention = desk.analyses[0].mentions[0].id
    words = ("place", "wrong", "--place", "48.5, 38.25", "--radius-m", "300", "--why", "seen on the picture", "--json")
    noted = json.loads(_judge(folder, mention, *words).output)
    spot = noted["correction"]["spot"]
    assert (spot["lat"], spot["lon"], spot["radius_m"], spot["place"]) == (48.5, 38.25, 300, None)


def test_a_mention_is_no_event(folder: Path, desk: Desk) -> None:
    """A statement that tells of one event stands for it."""
    noted = _judge(folder, desk.analyses[0].statements[0].id, "event", "wrong", "--why", "a figure of speech")
    assert noted.exit_code == 0
    assert desk.analyses[0].mentions[0].id in noted.output


@pytest.mark.parametrize(
    "words",
    [
        ("speaker", "same", "--why", "x"),
        ("speaker", "wrong"),
        ("speaker", "wrong", "--why", "x"),
        ("speaker", "wrong", "--why", "x", "--outlet", "--nobody"),
        ("speaker", "right", "--why", "x", "--outlet"),
        ("sta_other", "same", "--why", "x", "--place", "1,1"),
    ],
)
def test_what_is_unclear_is_refused(folder: Path, desk: Desk, words: tuple[str, ...]) -> None:
    """With the status of a wrong use, and nothing noted."""
    assert _judge(folder, desk.analyses[0].statements[0].id, *words).exit_code == 2
    with open_workspace(folder) as opened:
        assert not opened.store.view().corrections()


def test_an_observation_is_judged_with_an_event(folder: Path, desk: Desk) -> None:
    """By the accounts of the event; an unknown one is named."""
    statement = desk.analyses[0].statements[0].id
    noted = _judge(folder, SEEN.id, statement, "different", "--why", "a field was burnt")
    assert noted.exit_code == 0, noted.output
    with open_workspace(folder) as opened:
        (link,) = opened.store.view().judgements()
        assert set(link.pair) == {SEEN.id, desk.analyses[0].mentions[0].id}
    assert _judge(folder, statement, SEEN.id, "--withdraw").exit_code == 0
    assert _judge(folder, "obs_none", statement, "same", "--why", "x").exit_code == 2
