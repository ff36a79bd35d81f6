"""Closing the day and having its root stamped: at once where somebody answers, later where nobody does."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import msgspec

from vedette.evidence import authority, calendar
from vedette.evidence.custody import CUSTODY, Custody
from vedette.evidence.roots import EVIDENCE, Kept, Link, close_day, read_root, read_roots, root_files
from vedette.evidence.shelf import alone, write_once
from vedette.model.errors import CaptureError, IntegrityError
from vedette.model.stamping import Stamping

if TYPE_CHECKING:
    from opentimestamps.core.timestamp import Timestamp

REQUEST, ANSWER, PROOF = ".tsq", ".tsr", ".json.ots"
_LOCK, _ASKED = ".lock", "asked.json"
_FIRST_WAIT_S, _LONGEST_WAIT_S = 60, 6 * 3600
_OCTETS = "application/octet-stream"


class Messenger(Protocol):
    """Carries requests to public addresses, within bounds of time and size. Both raise CaptureError."""

    def post(self, address: str, body: bytes, kind: str, limit: int) -> bytes: ...

    def get(self, address: str, limit: int) -> bytes: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """How often an address in a row did not answer, when it was asked last, and why it failed."""

    failures: int
    last: datetime
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamped:
    """`closed` is the root that was made now. `stamped` and `promised` are names of roots: by the authority, and by
    a calendar that will put it into a block; `settled` those for which a block came. `waiting` still wait, and
    `failures` say why, a line each."""

    closed: str | None = None
    stamped: tuple[str, ...] = ()
    promised: tuple[str, ...] = ()
    settled: tuple[str, ...] = ()
    waiting: tuple[str, ...] = ()
    failures: tuple[str, ...] = ()

    @property
    def nothing(self) -> bool:
        return not (self.closed or self.stamped or self.promised or self.settled or self.failures)


@dataclass(slots=True, kw_only=True)
class Stamper:
    """`patient`: an address that did not answer is asked again only after a while, which grows."""

    workspace: Path
    settings: Stamping
    messenger: Messenger
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    patient: bool = False
    _told: dict[str, Asked] = field(default_factory=dict)
    _failures: list[str] = field(default_factory=list)
    _silent: set[str] = field(default_factory=set)

    @property
    def folder(self) -> Path:
        return self.workspace / EVIDENCE

    def stamp(self, chain: Iterable[Link]) -> Stamped:
        """Closes what is not closed and asks for what is not stamped. Raises BusyError while another does so."""
        with alone(self.folder / _LOCK, "stamping in this workspace"):
            closed = close_day(chain, self.folder, self.clock(), Custody(self.workspace / CUSTODY).end())
            return replace(self._ask_all(), closed=closed.root.name if closed else None)

    def _ask_all(self) -> Stamped:
        self._told, self._failures, self._silent = read_asked(self.folder), [], set()
        roots = read_roots(self.folder)
        stamped = self._by_authority([one for one in roots if not one.beside(ANSWER).exists()])
        promised = self._by_calendars([one for one in roots if not one.beside(PROOF).exists()])
        settled = self._upgraded([one for one in roots if one.beside(PROOF).exists() and one.root.name not in promised])
        self._remember()
        return Stamped(
            stamped=tuple(stamped),
            promised=tuple(promised),
            settled=tuple(settled),
            waiting=waiting(self.folder, self.settings),
            failures=tuple(self._failures),
        )

    def _by_authority(self, roots: list[Kept]) -> list[str]:
        address = self.settings.authority
        if not address or not roots or not self._may_ask(address):
            return []
        authorities = authority.read_authorities(self.workspace / self.settings.ca)
        done: list[str] = []
        for one in roots:
            request = authority.new_request(one.payload)
            try:
                answer = self.messenger.post(address, request, authority.QUERY, authority.LARGEST)
                authority.check_answer(answer, request, one.payload, authorities)
            except (CaptureError, IntegrityError) as error:
                self._failed(address, error)
                return done
            # The answer last: where it is, what it takes to check it is there.
            write_once(one.beside(REQUEST), request, again=True)
            write_once(one.beside(ANSWER), answer, again=True)
            self._answered(address)
            done.append(one.root.name)
        return done

    def _by_calendars(self, roots: list[Kept]) -> list[str]:
        asked = [one for one in self.settings.calendars if self._may_ask(one)] if roots else []
        done = []
        for one in roots:
            if not asked:
                break
            proof, end = calendar.commit(one.payload)
            promises = [self._promises(address, end) for address in asked]
            if any(promises):
                write_once(one.beside(PROOF), calendar.encode(proof), again=True)
                done.append(one.root.name)
            asked = [address for address in asked if self._may_ask(address)]
        return done

    def _promises(self, address: str, end: "Timestamp") -> bool:
        try:
            body = self.messenger.post(_under(address, "digest"), bytes(end.msg), _OCTETS, calendar.LARGEST)
            calendar.take(end, body)
        except (CaptureError, IntegrityError) as error:
            self._failed(address, error)
            return False
        self._answered(address)
        return True

    def _upgraded(self, roots: list[Kept]) -> list[str]:
        """Of calendars that the watch file names: a proof may not send anybody elsewhere."""
        done = []
        for one in roots if self.settings.calendars else ():
            try:
                proof = calendar.decode(one.beside(PROOF).read_bytes(), one.payload)
                if calendar.witness(proof).blocks or not calendar.upgrade(proof, self._block):
                    continue
            except (IntegrityError, OSError) as error:
                self._failures.append(f"{one.beside(PROOF).name}: {error}")
                continue
            write_once(one.beside(PROOF), calendar.encode(proof), again=True)
            if calendar.witness(proof).blocks:
                done.append(one.root.name)
        return done

    def _block(self, address: str, message: bytes) -> bytes | None:
        """A calendar answers 404 until there is a block, which is no failure."""
        known = {one.rstrip("/") for one in self.settings.calendars}
        if address.rstrip("/") not in known or not self._may_ask(address):
            return None
        try:
            return self.messenger.get(_under(address, f"timestamp/{message.hex()}"), calendar.LARGEST)
        except CaptureError:
            return None

    def _may_ask(self, address: str) -> bool:
        """Not again in the same round; where one is patient, after a while that doubles with each failure."""
        told = self._told.get(address)
        if address in self._silent:
            return False
        return told is None or not self.patient or waited(told, self.clock())

    def _failed(self, address: str, error: Exception) -> None:
        self._silent.add(address)
        before = self._told.get(address)
        failures = before.failures + 1 if before else 1
        self._told[address] = Asked(failures=failures, last=self.clock(), reason=str(error))
        self._failures.append(f"{address}: {error}")

    def _answered(self, address: str) -> None:
        self._told.pop(address, None)

    def _remember(self) -> None:
        path = self.folder / _ASKED
        if self._told or path.exists():
            write_once(path, msgspec.json.encode(self._told), again=True)


def waited(told: Asked, now: datetime) -> bool:
    """A clock that was put back must not make it wait for ever."""
    wait = timedelta(seconds=min(_FIRST_WAIT_S * 2 ** min(told.failures - 1, 20), _LONGEST_WAIT_S))
    return now >= told.last + wait or now < told.last - wait


def waiting(folder: Path, settings: Stamping) -> tuple[str, ...]:
    """Names of roots that somebody is still to be asked for."""
    wanted = ([ANSWER] if settings.authority else []) + ([PROOF] if settings.calendars else [])
    paths = root_files(folder)
    return tuple(path.name for path in paths if any(not path.with_suffix(ending).exists() for ending in wanted))


def read_asked(folder: Path) -> dict[str, Asked]:
    """Only a note for oneself: one that cannot be read says nothing."""
    try:
        return msgspec.json.decode((folder / _ASKED).read_bytes(), type=dict[str, Asked])
    except (OSError, msgspec.DecodeError, UnicodeDecodeError):
        return {}


def is_due(workspace: Path, settings: Stamping, captures: int, first: datetime | None, now: datetime) -> bool:
    """Whether a day is over with captures that no root covers, or somebody may be asked again for a root that waits.
    `captures` is how many there are, `first` when the first was fetched."""
    folder = workspace / EVIDENCE
    files = root_files(folder)
    last = read_root(files[-1]).root if files else None
    done, day = (last.last, last.made.date()) if last else (0, first.date() if first else now.date())
    if captures > done and day != now.date():
        return True
    told = read_asked(folder)
    asked = [one for one in (settings.authority, *settings.calendars) if one]
    may = [one for one in asked if one not in told or waited(told[one], now)]
    return bool(may and waiting(folder, settings))


def _under(address: str, path: str) -> str:
    return f"{address.rstrip('/')}/{path}"
