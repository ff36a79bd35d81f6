"""Alerts: what is new since the last look, by whose account, once."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from alert_world import DAY, NOW, world
from desk import WATCH

from vedette.alerting import FEEDS, LEDGER, digest, tell
from vedette.model.errors import UsageError, WorkspaceError
from vedette.model.ids import DocumentId, SourceId
from vedette.model.watch import Policy
from vedette.publish.delivery import Courier, Outcome, Ways
from vedette.publish.ledger import Ledger
from vedette.reference.watchfile import read_alerts

_ALL = '[[alert]]\nname = "all"\non = ["new", "status", "holder", "threat"]\nfeed = true\n'
_NEW = '[[alert]]\nname = "new"\non = ["new"]\n'


def test_the_first_look_tells_nothing_and_the_next_what_came_since(tmp_path: Path) -> None:
    """Attributed, with its status, its event and its sources; and only once."""
    with world(tmp_path, _NEW) as war:
        war.report("ministry", "captured Brod")
        first = war.look()
        assert first.first
        assert first.found == ()
        war.report("ministry", "captured Lipova on Sunday")
        (told,) = war.look().found
        assert told.line == (
            "The Northland Ministry of Defence claimed the capture of Lipova by Northland on 12 May 2024 · one-sided"
        )
        assert told.path == f"/events/{told.about}"
        (origin,) = told.origins
        assert origin.name == "Northland Ministry of Defence"
        assert origin.words == "“captured Lipova on Sunday”"
        assert war.look().found == ()


def test_another_status_is_told_and_more_of_the_same_is_not(tmp_path: Path) -> None:
    """A rule that asks for some statuses hears of those alone."""
    rules = '[[alert]]\nname = "turned"\non = ["status"]\nstatuses = ["contested", "denied"]\n'
    with world(tmp_path, rules) as war:
        war.report("ministry", "captured Lipova on Sunday")
        war.look()
        war.report("relay", "captured Lipova, we say it again in other words")
        assert war.look().found == ()
        war.report("staff", "captured Lipova? That is false.", kind="denial", factuality=-3.0)
        (line,) = war.lines()
        assert "the General Staff of Southmark denied it. Now " in line
        assert "and one-sided before" in line


def test_a_change_of_holder_and_a_threat_are_told(tmp_path: Path) -> None:
    """A threat in its holder's own words, one of a lower rung not at all."""
    rules = '[[alert]]\nname = "both"\non = ["holder", "threat"]\nseverity = 1\n' + (
        '[[alert]]\nname = "grave"\non = ["threat"]\nseverity = 6\n'
    )
    with world(tmp_path, rules) as war:
        war.look()
        war.report("ministry", "captured Lipova on Sunday")
        war.report("paper", "We strike back if hit", kind="threat", speaker="Northland president", plover="THREATEN",
                   change=None)  # fmt: skip
        found = war.look().found
        assert [(one.rule, one.occasion) for one in found] == [("both", "holder"), ("both", "threat")]
        assert "Lipova is claimed by Northland" in found[0].text
        assert "threatened: “We strike back if hit”" in found[1].text


@pytest.mark.parametrize(
    ("narrowed", "told"),
    [
        ("bbox = [36.0, 50.0, 37.0, 50.2]", True),
        ("bbox = [170.0, 50.0, -170.0, 50.2]", False),
        ('places = ["lipova"]', True),
        ('places = ["Brod"]', False),
        ('kinds = ["captured"]', True),
        ('kinds = ["air-drone-strike"]', False),
        ('statuses = ["one-sided"]', True),
        ('statuses = ["conceded"]', False),
        ('sides = ["north"]', True),
        ('sides = ["south"]', False),
        ('actors = ["northland TROOPS"]', True),
        ('actors = ["Nobody"]', False),
    ],
)
def test_each_condition_narrows(tmp_path: Path, narrowed: str, told: bool) -> None:
    """Of one event, each alone lets it through or holds it."""
    with world(tmp_path, f"{_NEW}{narrowed}\n") as war:
        war.look()
        war.report("ministry", "captured Lipova on Sunday")
        assert bool(war.look().found) is told


def test_a_dry_run_tells_and_changes_nothing(tmp_path: Path) -> None:
    """No feed, no ledger, no lock; what it told is told again."""
    with world(tmp_path, _ALL) as war:
        assert war.look(dry=True).first
        assert not any((tmp_path / name).exists() for name in (FEEDS, LEDGER, "alerts.lock"))
        war.look()
        war.report("ministry", "captured Lipova on Sunday")
        before = (tmp_path / LEDGER).read_bytes()
        rehearsed = war.look(dry=True).found
        assert (tmp_path / LEDGER).read_bytes() == before
        assert [one.line for one in rehearsed] == war.lines()


def test_a_step_that_was_cut_off_is_as_if_it_had_never_been(tmp_path: Path) -> None:
    """What it would have noted is worked out again; a line that is damaged inside is refused."""
    with world(tmp_path, _NEW) as war:
        war.look()
        war.report("ministry", "captured Lipova on Sunday")
        assert len(war.lines()) == 1
        path = tmp_path / LEDGER
        whole = path.read_bytes()
        path.write_bytes(whole[:-20])
        assert len(war.lines()) == 1
        assert war.lines() == []
        path.write_bytes(b"{oops\n" + path.read_bytes())
        with pytest.raises(WorkspaceError, match="line 1 is damaged"):
            war.look()


def test_a_ledger_that_grew_long_is_shortened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It says the same in one line."""
    monkeypatch.setattr("vedette.publish.ledger._MOST_LINES", 2)
    with world(tmp_path, _ALL) as war:
        war.look()
        war.report("ministry", "captured Lipova on Sunday")
        found = war.look().found
        path = tmp_path / LEDGER
        assert path.read_bytes().count(b"\n") == 1
        ledger = Ledger.read(path)
        assert list(ledger.tidings.values()) == list(found)
        assert war.look().found == ()


def test_a_watch_without_rules_says_what_to_do(tmp_path: Path) -> None:
    """Nothing is made."""
    with world(tmp_path, "") as war, pytest.raises(UsageError, match=r"holds no \[\[alert\]\]"):
        war.look()
    assert not (tmp_path / LEDGER).exists()


def test_what_the_policy_holds_back_is_told_when_it_may_leave(tmp_path: Path) -> None:
    """Once, and not a word of it before: nothing is lost by waiting."""
    watch = replace(WATCH, policy=Policy(delay_hours=48, coarsen_m=20_000))
    with world(tmp_path, _ALL, watch) as war:
        war.now = datetime(2024, 5, 12, 20, tzinfo=UTC)
        war.look()
        war.report("ministry", "captured Lipova on Sunday")
        assert war.look().found == ()
        assert "Lipova" not in "".join(path.read_text("utf-8") for path in (tmp_path / FEEDS).iterdir())
        war.now = datetime(2024, 5, 16, tzinfo=UTC)
        assert [one.occasion for one in war.look().found] == ["new", "holder"]
        assert war.look().found == ()


def test_what_is_hidden_later_is_not_told_twice(tmp_path: Path) -> None:
    """A stricter policy takes the words out of the feeds; what it lets out again is old."""
    with world(tmp_path, _ALL) as war:
        war.look()
        war.report("ministry", "captured Lipova on Sunday")
        assert len(war.look().found) == 2
        war.watch(policy=Policy(delay_hours=876_000))
        assert war.look().found == ()
        assert "Lipova" not in (tmp_path / FEEDS / "all.atom").read_text("utf-8")
        war.watch(policy=Policy())
        assert war.look().found == ()


def test_what_came_to_be_held_back_waits(tmp_path: Path) -> None:
    """Found before it was held: out of the feed and of the posts, and there again afterwards."""
    with world(tmp_path, f'{_ALL}webhooks = ["env:NOBODY"]\n') as war:
        war.look()
        war.report("ministry", "captured Lipova on Sunday")
        found = war.look().found
        held = frozenset(origin.document for one in found for origin in one.origins)
        ledger, alerts = Ledger.read(tmp_path / LEDGER), read_alerts(tmp_path / "watch.toml")
        atom = tmp_path / FEEDS / "all.atom"
        for shut, entries, failures in ((held, 0, 0), (frozenset[DocumentId](), 2, 1)):
            outcome = Outcome()
            courier = Courier(watch=WATCH, alerts=alerts, ways=Ways(environ={}), held=shut)
            courier.deliver(ledger, outcome, tmp_path / FEEDS, NOW)
            assert atom.read_text("utf-8").count("<entry>") == entries
            assert len(outcome.failures) == failures


def test_withheld_sources_and_redacted_names_do_not_leave(tmp_path: Path) -> None:
    """Neither as who tells it, nor in the words."""
    watch = replace(WATCH, policy=Policy(withhold=(SourceId("staff"),), redact=("Ivan Doe",)))
    with world(tmp_path, _ALL, watch) as war:
        war.look()
        war.report("ministry", "captured Lipova, says Ivan Doe")
        war.report("staff", "captured Brod", day=date(2024, 5, 13))
        war.look()
        written = "".join(path.read_text("utf-8") for path in (tmp_path / FEEDS).iterdir())
        assert "Lipova" in written
        assert "a person (name withheld)" in written
        assert not {"Doe", "Brod", "General Staff"} & set(written.replace("“", " ").split())
        assert "General Staff" not in written


def test_a_digest_is_of_one_day_that_is_over(tmp_path: Path) -> None:
    """By what was published on it, whatever was told before."""
    with world(tmp_path, _NEW) as war:
        war.report("ministry", "captured Brod", day=date(2024, 5, 11))
        war.report("ministry", "captured Lipova on Sunday")
        day = datetime(DAY.year, DAY.month, DAY.day)  # noqa: DTZ001 - as click gives it
        outcome = digest(war.workspace, day, now=NOW, ways=Ways(environ={}))
        assert ["Lipova" in one.text for one in outcome.found] == [True]
        with pytest.raises(UsageError, match="is not over"):
            digest(war.workspace, day, now=datetime(2024, 5, 12, 23, tzinfo=UTC), ways=Ways(environ={}))


def test_two_at_once_do_not_send_twice(tmp_path: Path) -> None:
    """The second is told to wait."""
    from vedette.store.lock import held

    with world(tmp_path, _NEW) as war, held(tmp_path / "alerts.lock"), pytest.raises(WorkspaceError, match="at work"):
        tell(war.workspace, now=NOW, ways=Ways(environ={}))


def test_a_source_that_gives_nothing_is_told_once_and_when_it_gives_again(tmp_path: Path) -> None:
    """At the first look, too; two failures are none yet, and why it fails stays here."""
    with world(tmp_path, "") as war:
        war.rules(
            '[[alert]]\nname = "feeds"\non = ["source"]\nfeed = true\n[[collect]]\nid = "page"\nkind = "web"\naddress = "https://example.org/?key=s3cret"\n'
        )
        folder = war.folder / "collect"
        folder.mkdir()

        def did(failed: int) -> list[str]:
            told = {
                "memory": {},
                "tried": war.now.isoformat(),
                "done": "2024-05-31T06:00:00+00:00",
                "failed": failed,
                "taken": 3,
                "reason": "s3cret",
            }
            (folder / "page.json").write_text(json.dumps(told), "utf-8")
            return [f"{one.status}: {one.text}" for one in war.look().found]

        assert did(2) == []
        assert did(3) == [
            "failing: The source page could not be fetched since 31 May 2024, 06:00 UTC; the page of sources says why."
        ]
        assert did(4) == []
        assert did(0) == ["well: The source page gives again."]
        assert did(0) == []
        assert "could not be fetched" in (war.folder / "alerts" / "feeds.atom").read_text("utf-8")
        assert "s3cret" not in (war.folder / "alerts" / "feeds.atom").read_text("utf-8")
