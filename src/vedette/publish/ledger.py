"""What was known when the alerts were last worked out, what waits for delivery, and what was delivered.

One append-only file of JSON lines: a line is one step, there whole or not at all, so that a kill between two steps
neither loses a tiding nor sends it twice.
"""

import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple, TypeVar

import msgspec

from vedette.model.alert import Tiding
from vedette.model.errors import WorkspaceError
from vedette.model.event import Account, Assessment, Control, Event, Location, Picture, Status, Threat
from vedette.model.ids import DocumentId, EventId, MentionId, SourceId, StatementId, ThreatId
from vedette.publish.feed import MOST
from vedette.publish.tidings import control_key

_MOST_LINES = 400
K = TypeVar("K")
T = TypeVar("T")


class Glimpse(NamedTuple):
    """As much of an event as tells whether another is the same, and whether its status is."""

    id: EventId
    place: Location | None
    mentions: tuple[MentionId, ...]
    status: Status
    grade: int

    @classmethod
    def of(cls, event: Event) -> "Glimpse":
        mentions = tuple(dict.fromkeys(account.mention for account in event.accounts))
        judged = event.assessment
        return cls(event.id, event.place, mentions, judged.status, judged.information_grade)

    def event(self) -> Event:
        """For comparing only: nothing of it can be told."""
        return Event(
            id=self.id,
            plover="ASSAULT",
            subtype=None,
            change=None,
            parties=(),
            place=self.place,
            when=None,
            figures=(),
            accounts=tuple(map(_account, self.mentions)),
            assessment=Assessment(
                status=self.status, source_grade="F", information_grade=self.grade, independent_sources=0
            ),
        )


def _account(mention: MentionId) -> Account:
    return Account(
        statement=StatementId(""),
        mention=mention,
        document=DocumentId(""),
        source=SourceId(""),
        speaker=None,
        side=None,
        stance="supports",
        family=0,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What one line says. `whole` puts it in the place of everything before; `due` and `sent` are ids of tidings by
    channel; `digests` names digests that were taken; `sources` is how those do that are followed. `dropped` are
    tidings that may not be delivered any more."""

    whole: bool = False
    policy: str | None = None
    events: tuple[Glimpse, ...] = ()
    events_gone: tuple[EventId, ...] = ()
    control: tuple[Control, ...] = ()
    control_gone: tuple[str, ...] = ()
    threats: tuple[Threat, ...] = ()
    threats_gone: tuple[ThreatId, ...] = ()
    tidings: tuple[Tiding, ...] = ()
    due: dict[str, tuple[str, ...]] = field(default_factory=dict)
    sent: dict[str, tuple[str, ...]] = field(default_factory=dict)
    dropped: tuple[str, ...] = ()
    digests: tuple[str, ...] = ()
    sources: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True, kw_only=True)
class Ledger:
    """All steps so far, taken together. `policy` None: nobody has looked yet."""

    path: Path
    policy: str | None = None
    events: dict[EventId, Glimpse] = field(default_factory=dict)
    control: dict[str, Control] = field(default_factory=dict)
    threats: dict[ThreatId, Threat] = field(default_factory=dict)
    tidings: dict[str, Tiding] = field(default_factory=dict)
    due: dict[str, dict[str, None]] = field(default_factory=dict)
    digests: dict[str, None] = field(default_factory=dict)
    sources: dict[str, str] = field(default_factory=dict)
    lines: int = 0
    ends: int = 0

    @classmethod
    def read(cls, path: Path) -> "Ledger":
        """A line that a kill cut off is as if it had never been."""
        ledger = cls(path=path)
        for number, line in enumerate(_whole_lines(path), start=1):
            try:
                step = msgspec.json.decode(line, type=Step)
            except (msgspec.DecodeError, ValueError) as error:
                raise WorkspaceError(
                    f"{path}: line {number} is damaged; move the file away, and the next `vedette alerts` starts anew"
                ) from error
            ledger.take(step)
            ledger.ends += len(line) + 1
        return ledger

    def take(self, step: Step) -> None:
        if step.whole:
            for part in (self.events, self.control, self.threats, self.tidings, self.due, self.digests, self.sources):
                part.clear()
        self.lines += 1
        self.policy = step.policy if step.policy is not None else self.policy
        _change(self.events, {one.id: one for one in step.events}, step.events_gone)
        _change(self.control, {control_key(one): one for one in step.control}, step.control_gone)
        _change(self.threats, {one.id: one for one in step.threats}, step.threats_gone)
        _change(self.tidings, {one.id: one for one in step.tidings}, step.dropped)
        for channel, ids in step.due.items():
            self.due.setdefault(channel, {}).update(dict.fromkeys(ids))
        for channel, ids in step.sent.items():
            _change(self.due.setdefault(channel, {}), {}, ids)
        for waiting in self.due.values():
            _change(waiting, {}, step.dropped)
        self.digests.update(dict.fromkeys(step.digests))
        self.sources.update(step.sources)

    def add(self, step: Step) -> None:
        """On the disk before it counts."""
        with self.path.open("ab") as handle:
            handle.truncate(self.ends)
            line = msgspec.json.encode(step) + b"\n"
            handle.write(line)
            handle.flush()
            os.fsync(handle.fileno())
        self.ends += len(line)
        self.take(step)

    def waiting(self, channel: str) -> list[Tiding]:
        return [self.tidings[one] for one in self.due.get(channel, {}) if one in self.tidings]

    def of(self, rule: str) -> list[Tiding]:
        return [one for one in self.tidings.values() if one.rule == rule]

    def picture(self) -> Picture:
        return Picture(
            events=tuple(one.event() for one in self.events.values()),
            control=tuple(self.control.values()),
            threats=tuple(self.threats.values()),
        )

    def shorten(self, rules: frozenset[str], channels: frozenset[str]) -> None:
        """Rewritten as one line once there are many: what no feed shows and nobody waits for is left out."""
        if self.lines < _MOST_LINES:
            return
        due = {channel: tuple(ids) for channel, ids in self.due.items() if channel in channels and ids}
        kept = {one for ids in due.values() for one in ids}
        for rule in rules:
            newest = sorted(self.of(rule), key=lambda one: (one.found, one.id), reverse=True)[:MOST]
            kept |= {one.id for one in newest}
        step = Step(
            whole=True,
            policy=self.policy,
            events=tuple(self.events.values()),
            control=tuple(self.control.values()),
            threats=tuple(self.threats.values()),
            tidings=tuple(one for key, one in self.tidings.items() if key in kept),
            due=due,
            digests=tuple(self.digests),
            sources=self.sources,
        )
        part = self.path.with_name(f"{self.path.name}.part")
        part.write_bytes(msgspec.json.encode(step) + b"\n")
        part.replace(self.path)


def _change(part: dict[K, T], new: Mapping[K, T], gone: Iterable[K]) -> None:
    for key in gone:
        part.pop(key, None)
    part.update(new)


def _whole_lines(path: Path) -> Iterator[bytes]:
    try:
        with path.open("rb") as handle:
            for line in handle:
                if line.endswith(b"\n"):
                    yield line[:-1]
    except FileNotFoundError:
        return
    except OSError as error:
        raise WorkspaceError(f"{path}: cannot be read ({error.strerror}); check the permissions") from error
