"""A network that is cut and a database server that is restarted while sources are asked: nothing is lost, nothing is
taken twice. The whole of it, with real commands, is `bench/faults.py`."""

import sys
import threading
from pathlib import Path

import pytest

from vedette.collect.patience import Pace
from vedette.collecting import Turn, collect
from vedette.verify import find_problems
from vedette.workspace import Workspace, create_workspace, open_workspace

sys.path.append(str(Path(__file__).resolve().parents[2] / "bench"))

from faulty_site import Fault, Site, serving, watch

ARTICLES = 5


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits for a server on this machine."""
    monkeypatch.setattr(Pace, "wait", lambda *_: None)


@pytest.fixture
def war(tmp_path: Path) -> Path:
    return tmp_path / "war"


def made(war: Path, port: int, more: str = "") -> None:
    config = war.parent / "watch.toml"
    config.write_text(watch(port) + more, "utf-8")
    create_workspace(war, config)


def asked(opened: Workspace) -> Turn:
    (turn,) = collect(opened, at_once=True)
    return turn


def hold(opened: Workspace, site: Site) -> None:
    """Every article once, with all of its bytes."""
    found = [(one.address, opened.archive.read(one.sha256)) for one in opened.store.view().captures()]
    home = f"http://127.0.0.1:{site.port}"
    paths = ("/feed", *(f"/{n}" for n in range(ARTICLES)))
    assert sorted(found) == sorted((f"{home}{path}", site.body(path) or b"") for path in paths)
    assert not list(find_problems(opened.store.view(), opened.archive, opened.reports, lambda *_: None))


@pytest.mark.parametrize("way", ["reset", "close"])
def test_what_was_cut_off_is_asked_for_again(war: Path, way: str) -> None:
    """In the middle of an article, and with the server gone after it; half an answer is none."""
    with serving(Fault(way=way, good=2), items=ARTICLES) as site:
        made(war, port := site.port)
        with open_workspace(war) as opened:
            turn = asked(opened)
            assert (turn.new, len(turn.failures), turn.trouble) == (2, ARTICLES - 1, "")
    with serving(Fault(), port, ARTICLES) as site, open_workspace(war) as opened:
        assert (asked(opened).new, asked(opened).new) == (ARTICLES - 1, 0)
        hold(opened, site)


@pytest.mark.xdist_group("postgres")
def test_the_database_is_restarted_between_two_articles(war: Path) -> None:
    """The round waits for it, and goes on."""
    from postgres_cluster import cluster, emptied, forget_connections

    url = emptied()
    with serving(Fault(way="notice", good=3), items=ARTICLES) as site:
        made(war, site.port, f'\n[store]\nurl = "{url}"\n')
        with open_workspace(war) as opened:
            threading.Thread(target=_restart, args=(site.fault,), daemon=True).start()
            try:
                turn = asked(opened)
            finally:
                forget_connections()
            assert (turn.trouble, turn.failures, turn.new) == ("", [], ARTICLES + 1)
            assert site.fault.waited
            hold(opened, site)
    assert cluster()


def _restart(fault: Fault) -> None:
    from postgres_cluster import cluster

    fault.reached.wait(20)
    cluster().stop()
    fault.going_on.set()
    cluster().start()
