"""What a site asks of programs in its robots.txt (RFC 9309)."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, unquote, urlsplit

from vedette.collect.address import Fetcher
from vedette.model.errors import AnswerError, CaptureError

AGENT = "vedette"
_LONGEST = 512_000
_MOST_RULES = 5_000
_FRESH_S, _MOST_SITES = 86_400.0, 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Robots:
    """`rules` are patterns of paths with whether they may be asked for; `delay_s` is to lie between two questions."""

    rules: tuple[tuple[str, bool], ...] = ()
    delay_s: float = 0.0

    def may(self, address: str) -> bool:
        """By the longest pattern that fits; where two are as long, by the one that allows."""
        parts = urlsplit(address)
        path = _plain(parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        fitting = [(len(pattern), allowed) for pattern, allowed in self.rules if fits(pattern, path)]
        return max(fitting, default=(0, True))[1]


@dataclass(slots=True, kw_only=True)
class Site:
    """The robots.txt of each host, read once a day. `told` is what JSON can hold of them, from round to round."""

    fetcher: Fetcher
    told: dict[str, Any] = field(default_factory=dict)
    clock: Callable[[], float] = time.time

    def of(self, address: str) -> Robots:
        """A site without one allows all; one whose robots.txt cannot be had now is left alone: raises CaptureError."""
        parts = urlsplit(address)
        home = f"{parts.scheme}://{parts.netloc}"
        found = _remembered(self.told.get(home), self.clock())
        if found is None:
            found = self._read(f"{home}/robots.txt")
            kept = [(key, value) for key, value in self.told.items() if key != home][1 - _MOST_SITES :]
            rules = [[pattern, allowed] for pattern, allowed in found.rules]
            self.told = {**dict(kept), home: {"at": self.clock(), "rules": rules, "delay_s": found.delay_s}}
        return found

    def _read(self, address: str) -> Robots:
        try:
            fetched = self.fetcher.fetch(address)
        except AnswerError as error:
            if 400 <= error.status < 500 and error.status != 429:
                return Robots()
            raise AnswerError(_unknown(address, error), status=error.status, wait_s=error.wait_s) from error
        except CaptureError as error:
            raise CaptureError(_unknown(address, error)) from error
        return parse(fetched.payload[:_LONGEST].decode("utf-8", "replace"))


def _remembered(told: Any, now: float) -> Robots | None:
    """None where it is a day old, or of a time that has not come: a clock may have been set."""
    try:
        if not 0 <= now - float(told["at"]) < _FRESH_S:
            return None
        rules = tuple((str(pattern), bool(allowed)) for pattern, allowed in told["rules"])
        return Robots(rules=rules, delay_s=float(told["delay_s"]))
    except (KeyError, TypeError, ValueError):
        return None


def parse(text: str, agent: str = AGENT) -> Robots:
    """The groups that name the agent together, else those for all."""
    named: list[tuple[str, str]] = []
    rest: list[tuple[str, str]] = []
    here: set[str] = set()
    starting, found = True, False
    for raw in text.lstrip("\ufeff").splitlines():
        key, colon, value = raw.partition("#")[0].partition(":")
        key, value = key.strip().lower(), value.strip()
        if not colon:
            continue
        if key == "user-agent":
            here = here | {value.lower()} if starting else {value.lower()}
            starting, found = True, found or value.lower() == agent
            continue
        starting = starting and key == "sitemap"
        if agent in here:
            named.append((key, value))
        if "*" in here:
            rest.append((key, value))
    return _robots(named if found else rest)


def _robots(lines: Sequence[tuple[str, str]]) -> Robots:
    rules = [(_plain(value), key == "allow") for key, value in lines if key in {"allow", "disallow"} and value]
    delays = [_number(value) for key, value in lines if key == "crawl-delay"]
    return Robots(rules=tuple(rules[:_MOST_RULES]), delay_s=max(delays, default=0.0))


def fits(pattern: str, path: str) -> bool:
    """`*` is anything, `$` at the end the end; else the beginning is enough. Never looks back."""
    whole = pattern.endswith("$")
    first, *parts = (pattern[:-1] if whole else pattern).split("*")
    if not path.startswith(first):
        return False
    if not parts:
        return not whole or path == first
    at, last = len(first), parts.pop()
    for part in parts:
        found = path.find(part, at)
        if found < 0:
            return False
        at = found + len(part)
    if whole:
        return len(path) - len(last) >= at and path.endswith(last)
    return path.find(last, at) >= 0


def _plain(path: str) -> str:
    return quote(unquote(path), safe="/*$?=&;:@!',()+~%")


def _number(text: str) -> float:
    try:
        found = float(text[:10])
    except ValueError:
        return 0.0
    return found if 0 < found < 1e6 else 0.0


def _unknown(address: str, error: CaptureError) -> str:
    return f"is left alone, for what the site asks of programs is not known: {address} {error}"
