"""What is new since the alerts were last worked out, and its delivery: no tiding twice, none lost."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from vedette.fuse.changes import compare
from vedette.knowledge import changes, view_without
from vedette.model.alert import Alert, Alerts, Tiding
from vedette.model.changes import Changes
from vedette.model.errors import UsageError
from vedette.model.event import Control, Event, Picture, Threat
from vedette.model.ids import content_id
from vedette.model.task import Tended
from vedette.model.watch import Policy, Watch
from vedette.ports import View
from vedette.publish.delivery import Courier, Outcome, Ways
from vedette.publish.differences import cleared
from vedette.publish.ledger import Glimpse, Ledger, Step
from vedette.publish.material import all_events, gather
from vedette.publish.policy import Clearance, clear
from vedette.publish.public import public_view, refuse_unknown
from vedette.publish.source_tidings import source_tidings, states
from vedette.publish.tidings import control_key, tidings
from vedette.reference.watchfile import read_alerts
from vedette.store.lock import held
from vedette.tending import tended
from vedette.workspace import WATCH, Workspace

FEEDS, LEDGER, LOCK = "alerts", "alerts.log", "alerts.lock"


@dataclass(slots=True)
class _Seen:
    """The picture as it may leave, held against what was known of it. Of what is the same already nothing is kept."""

    known: Ledger
    events: list[Event] = field(default_factory=list)
    same: set[str] = field(default_factory=set)
    hidden: set[str] = field(default_factory=set)

    def look(self, events: Iterable[Event], clearance: Clearance) -> None:
        """What the policy hides for now was not taken back: it stays known, and is not told anew when it comes out."""
        for event in events:
            told = clearance.tell(event)
            if told is None:
                self.hidden.update(account.mention for account in event.accounts)
            elif self.known.events.get(told.id) == Glimpse.of(told):
                self.same.add(told.id)
            else:
                self.events.append(told)

    def left(self) -> list[Glimpse]:
        """Those known that are not the same now, nor hidden."""
        now = {event.id for event in self.events}
        return [
            one
            for key, one in self.known.events.items()
            if key not in self.same and (key in now or self.hidden.isdisjoint(one.mentions))
        ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Noticed:
    """The rules, what each told last (the newest first), how many items wait for delivery, and where the feeds lie."""

    rules: tuple[Alert, ...]
    told: Mapping[str, tuple[Tiding, ...]]
    waiting: int
    looked: bool
    folder: Path


def noticed(workspace: Workspace, most: int = 50) -> Noticed:
    """Reads and changes nothing."""
    ledger = Ledger.read(workspace.path / LEDGER)
    told: dict[str, list[Tiding]] = {}
    for one in sorted(ledger.tidings.values(), key=lambda one: (one.found, one.id), reverse=True):
        told.setdefault(one.rule, []).append(one)
    return Noticed(
        rules=read_alerts(workspace.path / WATCH).rules,
        told={rule: tuple(found[:most]) for rule, found in told.items()},
        waiting=len({one for ids in ledger.due.values() for one in ids}),
        looked=ledger.policy is not None,
        folder=workspace.path / FEEDS,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Public:
    """What may leave at `now`, and under which names."""

    view: View
    clearance: Clearance
    watch: Watch
    alerts: Alerts

    def tidings(self, found: Changes, moment: datetime) -> tuple[Tiding, ...]:
        veil = self.clearance.veil
        sides: dict[str, str] = {side.id: veil.text(side.name) for side in self.watch.sides}
        threats = (*found.threats_new, *found.threats_turned)
        after = [event for one in found.events for event in one.after]
        material = gather(self.view, sides, after, found.control_new, threats)
        made = tidings(self.alerts.rules, found, material, moment)
        return tuple(replace(one, text=veil.text(one.text), origins=veil.words(one.origins)) for one in made)


def _public(workspace: Workspace, now: datetime) -> _Public:
    path, watch = workspace.path / WATCH, workspace.watch
    alerts = read_alerts(path)
    if not alerts.rules:
        raise UsageError(f"{path}: holds no [[alert]]; write down of what you want to be told, then run this again")
    refuse_unknown(workspace.store.view(), watch)
    view = view_without(workspace.store.view(), watch, now)
    clearance = clear(view, watch.policy, now)
    veil = clearance.veil
    return _Public(
        view=public_view(view, watch.policy, veil),
        clearance=clearance,
        watch=replace(watch, name=veil.text(watch.name), notice=veil.text(watch.notice)),
        alerts=alerts,
    )


def _courier(public: _Public, ways: Ways) -> Courier:
    return Courier(watch=public.watch, alerts=public.alerts, ways=ways, held=public.clearance.held)


def tell(workspace: Workspace, *, now: datetime, ways: Ways, dry: bool = False) -> Outcome:
    """Works out what is new for every rule, notes it, and then delivers whatever waits. `dry` changes nothing.

    The first look ever tells nothing of events: what is known by then is old. A source that gives nothing is told of.
    """
    public = _public(workspace, now)
    courier = _courier(public, ways)
    with nullcontext() if dry else held(workspace.path / LOCK):
        ledger = Ledger.read(workspace.path / LEDGER)
        outcome = Outcome(first=ledger.policy is None)
        step = _step(ledger, public, courier, tended(workspace, now), now)
        outcome.found = step.tidings
        if dry:
            ledger.take(step)
            return courier.rehearse(ledger, outcome)
        if step != Step():
            ledger.add(step)
        courier.deliver(ledger, outcome, workspace.path / FEEDS, now)
        ledger.shorten(frozenset(rule.name for rule in public.alerts.rules), courier.channels())
    return outcome


def digest(workspace: Workspace, day: datetime, *, now: datetime, ways: Ways, dry: bool = False) -> Outcome:
    """What changed in the picture by what was published on a day, to each address once. Feeds stay as they are."""
    first = day.replace(tzinfo=UTC)
    last = first + timedelta(days=1, microseconds=-1)
    if last >= now:
        raise UsageError(f"{first:%Y-%m-%d} is not over (UTC); a digest is sent once, so name a day that is")
    public = _public(workspace, now)
    # What is dated by the day counts from its first moment: it is not of the evening before.
    eve = first - timedelta(microseconds=1)
    changed = changes(workspace.store.view(), workspace.watch, eve, last, workspace.watch.policy.withhold)
    found = public.tidings(cleared(changed, public.clearance), last)
    outcome = Outcome(found=found, day=f"{first:%Y-%m-%d}")
    with nullcontext() if dry else held(workspace.path / LOCK):
        ledger = Ledger.read(workspace.path / LEDGER)
        _courier(public, ways).deliver_digest(ledger, outcome, now, dry=dry)
    return outcome


def _step(ledger: Ledger, public: _Public, courier: Courier, followed: Sequence[Tended], now: datetime) -> Step:
    """What is different, as words that may leave under the policy of now."""
    policy = _mark(public.clearance.policy)
    first = ledger.policy is None
    former = Step() if first or ledger.policy == policy else _under_another(ledger)
    known = _without(ledger, former)
    seen = _Seen(known)
    seen.look(all_events(public.view), public.clearance)
    before = Picture(
        events=tuple(one.event() for one in seen.left()),
        control=tuple(known.control.values()),
        threats=tuple(known.threats.values()),
    )
    after = Picture(
        events=tuple(seen.events),
        control=_kept_control(public, known),
        threats=_kept_threats(public, known),
    )
    told = () if first else public.tidings(_news(before, after), now)
    withheld = public.watch.policy.withhold
    found = (*told, *source_tidings(public.alerts.rules, ledger.sources, followed, withheld, now))
    how = states(ledger.sources, followed)
    return replace(
        _changed(known, before, after, former),
        policy=policy if ledger.policy != policy else None,
        tidings=found,
        due=courier.due(found),
        dropped=former.dropped,
        sources={key: state for key, state in how.items() if ledger.sources.get(key) != state},
    )


def _mark(policy: Policy) -> str:
    return content_id("pol", policy)


def _under_another(ledger: Ledger) -> Step:
    """Words that left under another policy are not shown any longer; what still waits is worked out anew."""
    waiting = {one for ids in ledger.due.values() for one in ids}
    subjects = {key for one in waiting if one in ledger.tidings for key in ledger.tidings[one].subjects}
    return Step(
        dropped=tuple(ledger.tidings),
        events_gone=tuple(key for key in ledger.events if key in subjects),
        control_gone=tuple(key for key in ledger.control if key in subjects),
        threats_gone=tuple(key for key in ledger.threats if key in subjects),
    )


def _without(ledger: Ledger, former: Step) -> Ledger:
    gone = {*former.events_gone, *former.control_gone, *former.threats_gone}
    return replace(
        ledger,
        events={key: one for key, one in ledger.events.items() if key not in gone},
        control={key: one for key, one in ledger.control.items() if key not in gone},
        threats={key: one for key, one in ledger.threats.items() if key not in gone},
    )


def _kept_control(public: _Public, ledger: Ledger) -> tuple[Control, ...]:
    """What is known and hidden for now stays."""
    rows = [(row, public.clearance.tell_control(row)) for row in public.view.control()]
    hidden = (ledger.control.get(control_key(row)) for row, told in rows if told is None)
    return (*(told for _, told in rows if told is not None), *(one for one in hidden if one is not None))


def _kept_threats(public: _Public, ledger: Ledger) -> tuple[Threat, ...]:
    rows = [(threat, public.clearance.threat(threat)) for threat in public.view.threats()]
    hidden = (ledger.threats.get(threat.id) for threat, told in rows if told is None or not told.statements)
    return (*(told for _, told in rows if told and told.statements), *(one for one in hidden if one is not None))


def _news(before: Picture, after: Picture) -> Changes:
    """A threat turned when its holder said more, not when its reasons are worded anew."""
    found = compare(before, after)
    known = {statement: threat for threat in before.threats for statement in threat.statements}
    said = {key: {one.statement for one in threat.sequels} for key, threat in known.items()}
    turned = tuple(
        threat
        for threat in found.threats_turned
        if {one.statement for one in threat.sequels} - set().union(*(said.get(key, ()) for key in threat.statements))
    )
    return replace(found, threats_turned=turned)


def _changed(ledger: Ledger, before: Picture, after: Picture, former: Step) -> Step:
    """What the ledger must take to know of the picture what is known of it now."""
    events = [Glimpse.of(event) for event in after.events]
    now = {one.id for one in events}
    control = {control_key(row): replace(row, statements=()) for row in after.control}
    threats = {threat.id: replace(threat, touches=()) for threat in after.threats}
    return Step(
        events=tuple(events),
        events_gone=(*former.events_gone, *(event.id for event in before.events if event.id not in now)),
        control=tuple(row for key, row in control.items() if ledger.control.get(key) != row),
        control_gone=(*former.control_gone, *(key for key in ledger.control if key not in control)),
        threats=tuple(threat for key, threat in threats.items() if ledger.threats.get(key) != threat),
        threats_gone=(*former.threats_gone, *(key for key in ledger.threats if key not in threats)),
    )
