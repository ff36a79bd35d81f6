"""The page of alerts and the feeds it serves."""

from functools import partial
from pathlib import Path

from alert_world import EVIL, World, world
from web_client import Client

from vedette.alerting import noticed
from vedette.web.app import create_app

_RULE = '[[alert]]\nname = "towns"\non = ["new"]\nfeed = true\n'


def _client(war: World) -> Client:
    space = war.workspace
    return Client(
        create_app(space.store.view, space.watch, reports_folder=space.reports, noticed=partial(noticed, space))
    )


def test_the_page_shows_rules_and_what_they_told(tmp_path: Path) -> None:
    """Before the first look, and after something came."""
    with world(tmp_path, _RULE) as war:
        assert "Nobody has looked yet" in _client(war).get("/alerts").text
        war.report("ministry", "captured Brod")
        war.look()
        war.report("ministry", f"captured Lipova on Sunday {EVIL}")
        war.look()
        page = _client(war).get("/alerts").text
        assert "an event is told for the first time" in page
        assert "claimed the capture of Lipova by Northland" in page
        assert "<script>alert" not in page


def test_a_feed_is_served_by_its_name_alone(tmp_path: Path) -> None:
    """And nothing else that lies in the workspace."""
    with world(tmp_path, _RULE) as war:
        war.look()
        client = _client(war)
        answer = client.get("/alerts/towns.atom")
        assert answer.headers["content-type"].startswith("application/atom+xml")
        assert answer.text.startswith("<?xml")
        for bad in ("towns.toml", "..%2Fwatch.toml", "other.atom", "towns.atom%00", "%2e%2e/watch.toml"):
            assert client.get(f"/alerts/{bad}").status_code in (404, 400)


def test_without_rules_the_page_says_what_to_write(tmp_path: Path) -> None:
    with world(tmp_path, "") as war:
        assert "[[alert]]" in _client(war).get("/alerts").text
