"""Brings tidings to feeds, letter boxes and programs; what one of them does not take waits, and the rest goes on."""

import ssl
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from vedette.model.alert import Alert, Alerts, Mail, Tiding
from vedette.model.errors import DeliveryError
from vedette.model.ids import DocumentId, content_id
from vedette.model.watch import Watch
from vedette.publish.feed import write_feeds
from vedette.publish.ledger import Ledger, Step
from vedette.publish.letter import letter
from vedette.publish.mailing import Mailer
from vedette.publish.webhook import Poster, envelope, shown

_AT_ONCE = 50
"""How many tidings a letter or a post holds."""
_LOST = "it waits for the next time"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """`to` is an address of mail, the host of a webhook, or a file."""

    rule: str
    to: str
    count: int


@dataclass(slots=True, kw_only=True)
class Outcome:
    """`found` is what is new; `first`: nothing is, for nobody had looked before. `day` of a digest."""

    first: bool = False
    found: tuple[Tiding, ...] = ()
    sent: list[Sent] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    day: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ways:
    """How letters and posts leave. `context` None verifies certificates against those of the system."""

    environ: Mapping[str, str]
    timeout_s: float = 20.0
    longest_s: float = 60.0
    context: ssl.SSLContext | None = None

    def mailer(self, mail: Mail) -> Mailer:
        return Mailer(
            mail=mail,
            environ=self.environ,
            timeout_s=self.timeout_s,
            longest_s=self.longest_s,
            context=self.context,
        )

    def poster(self) -> Poster:
        return Poster(environ=self.environ, timeout_s=self.timeout_s, longest_s=self.longest_s, context=self.context)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Channel:
    """One address of one rule. `key` names it in the ledger without giving the address away; `server` is what may be
    dead for others, too."""

    rule: Alert
    to: str
    key: str
    server: str
    send: Callable[[Sequence[Tiding], datetime, str], None]


@dataclass(slots=True, kw_only=True)
class Courier:
    """Knows every way out, and for one run which servers are dead. What cites a document in `held` waits."""

    watch: Watch
    alerts: Alerts
    ways: Ways
    held: frozenset[DocumentId] = frozenset()
    _dead: set[str] = field(default_factory=set)

    def channels(self) -> frozenset[str]:
        return frozenset(one.key for one in self._channels())

    def due(self, found: Sequence[Tiding]) -> dict[str, tuple[str, ...]]:
        """A channel waits for what is found from now on, not for what was before it was written down."""
        by_rule: dict[str, list[str]] = {}
        for one in found:
            by_rule.setdefault(one.rule, []).append(one.id)
        channels = (one for one in self._channels() if one.rule.name in by_rule)
        return {one.key: tuple(by_rule[one.rule.name]) for one in channels}

    def rehearse(self, ledger: Ledger, outcome: Outcome) -> Outcome:
        """What would go where."""
        for channel in self._channels():
            if waiting := self._open(ledger.waiting(channel.key)):
                outcome.sent.append(Sent(rule=channel.rule.name, to=channel.to, count=len(waiting)))
        return outcome

    def deliver(self, ledger: Ledger, outcome: Outcome, folder: Path, now: datetime) -> None:
        for rule in self.alerts.rules:
            if rule.feed:
                self._feed(rule, ledger, outcome, folder, now)
        for channel in self._channels():
            waiting = self._open(ledger.waiting(channel.key))
            for start in range(0, len(waiting), _AT_ONCE):
                part = waiting[start : start + _AT_ONCE]
                if not self._sent(channel, part, outcome, now):
                    break
                ledger.add(Step(sent={channel.key: tuple(one.id for one in part)}))

    def deliver_digest(self, ledger: Ledger, outcome: Outcome, now: datetime, *, dry: bool = False) -> None:
        """To each address once: a digest of a day that was taken is not sent again."""
        for channel in self._channels():
            told = [one for one in outcome.found if one.rule == channel.rule.name]
            mark = f"{outcome.day}/{channel.key}"
            if not told or mark in ledger.digests:
                continue
            if dry:
                outcome.sent.append(Sent(rule=channel.rule.name, to=channel.to, count=len(told)))
            elif self._sent(channel, told, outcome, now):
                ledger.add(Step(digests=(mark,)))

    def _feed(self, rule: Alert, ledger: Ledger, outcome: Outcome, folder: Path, now: datetime) -> None:
        try:
            write_feeds(rule, self._open(ledger.of(rule.name)), self.watch, folder, now)
        except OSError as error:
            outcome.failures.append(f"{rule.name}: the feed cannot be written ({error.strerror}); {_LOST}")

    def _open(self, told: Sequence[Tiding]) -> list[Tiding]:
        """A report may come to be held back after it was told of: as young as one that came later."""
        return [one for one in told if self.held.isdisjoint(origin.document for origin in one.origins)]

    def _sent(self, channel: _Channel, told: Sequence[Tiding], outcome: Outcome, now: datetime) -> bool:
        """A server that is dead is told of once."""
        if channel.server in self._dead:
            return False
        try:
            channel.send(told, now, outcome.day)
        except DeliveryError as error:
            outcome.failures.append(f"{channel.rule.name}: {error}; {_LOST}")
            if error.dead:
                self._dead.add(channel.server)
            return False
        outcome.sent.append(Sent(rule=channel.rule.name, to=channel.to, count=len(told)))
        return True

    def _channels(self) -> Iterator[_Channel]:
        for rule in self.alerts.rules:
            if rule.mail and self.alerts.mail is not None:
                for to in rule.to or self.alerts.mail.to:
                    yield self._by_mail(rule, to)
            for hook in rule.webhooks:
                yield self._by_post(rule, hook)

    def _by_mail(self, rule: Alert, to: str) -> _Channel:
        mail = self.alerts.mail
        assert mail is not None
        mailer = self.ways.mailer(mail)

        def send(told: Sequence[Tiding], now: datetime, day: str) -> None:
            mailer.send(letter(rule, told, self.watch, mail.sender, to, now, day))

        key = content_id("chn", rule.name, "mail", to)
        return _Channel(rule=rule, to=to, key=key, server=f"{mail.host}:{mail.port}", send=send)

    def _by_post(self, rule: Alert, hook: str) -> _Channel:
        poster = self.ways.poster()

        def send(told: Sequence[Tiding], now: datetime, day: str) -> None:
            poster.post(hook, *envelope(rule, told, self.watch, day), private=rule.private)

        to = hook if hook.startswith("env:") else shown(hook)
        return _Channel(rule=rule, to=to, key=content_id("chn", rule.name, "hook", hook), server=hook, send=send)
