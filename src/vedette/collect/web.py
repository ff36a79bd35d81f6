"""A page or feed, asked again and again, and the articles that it leads to."""

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlsplit

from vedette.collect.address import Fetched, Fetcher, too_many
from vedette.collect.collector import Given, Mark, Memory
from vedette.collect.kind import HEAD_BYTES, sniff
from vedette.collect.links import feed_links, page_links
from vedette.collect.patience import Pace
from vedette.collect.robots import Site, fits
from vedette.collect.web_item import web_item
from vedette.model.errors import AnswerError, CaptureError
from vedette.model.media import MediaType

_DOOR = re.compile(r"/(?:log-?in|sign-?in|signon|sso|auth|account|anmelden|connexion|vhod|subscribe)(?:[/.]|$)", re.I)
_PASSWORD = re.compile(rb"<input[^>]{0,300}type\s*=\s*[\"']?password", re.I)
_BUDGET_S = 120.0
_TRIES, _TRIES_UNREACHED = 3, 10
_MOST_SEEN, _MOST_WAITING = 5_000, 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class WebPage:
    """Taken where it is not what it was, asked with the conditions that its server gave. With `articles` a feed's items
    are fetched, too, or of a page the links to its own host whose path fits `match`: at most `most` a round, and none
    after two minutes; the rest wait for the next. What robots.txt forbids is told and left."""

    address: str
    fetcher: Fetcher
    pace: Pace = field(default_factory=Pace)
    articles: bool = False
    match: str = ""
    most: int = 10

    def collect(self, memory: Memory) -> Iterator[Given]:
        until = self.pace.clock() + _BUDGET_S
        known = dict(memory) if memory.get("address", self.address) == self.address else {}
        site = Site(fetcher=self.fetcher, told=_table(known.get("robots")))
        fetched = self._listing(site, known)
        known |= {"address": self.address, "robots": site.told}
        if fetched.moved and fetched.moved != known.get("moved"):
            known["moved"] = fetched.moved
            yield self.address, CaptureError(f"has moved for good to {fetched.moved}: write that into watch.toml")
        sha256 = hashlib.sha256(fetched.payload).hexdigest()
        if not fetched.unchanged and sha256 != known.get("sha256"):
            yield from self._new(fetched, known)
            known |= {"sha256": sha256}
        if not fetched.unchanged:
            known |= {"etag": _header(fetched, "etag"), "modified": _header(fetched, "last-modified")}
        if known != dict(memory):
            yield Mark(memory=dict(known))
        if self.articles:
            yield from self._articles(site, known, until)

    def _listing(self, site: Site, known: Mapping[str, Any]) -> Fetched:
        told = {"If-None-Match": known.get("etag"), "If-Modified-Since": known.get("modified")}
        asking = tuple((name, str(value)) for name, value in told.items() if value and _can_be_sent(str(value)))
        try:
            return self._ask(site, self.address, asking)
        except AnswerError as error:
            line = f"{self.address} {error}"
            raise AnswerError(line, status=error.status, wait_s=error.wait_s) from error
        except CaptureError as error:
            raise CaptureError(f"{self.address} {error}") from error

    def _ask(self, site: Site, address: str, asking: tuple[tuple[str, str], ...] = ()) -> Fetched:
        """Wherever it is led, whoever is there is asked first what programs may."""
        fetcher = replace(self.fetcher, headers=(*self.fetcher.headers, *asking), hand_back=True)
        at, for_good, moved = address, True, None
        for _ in range(self.fetcher.redirects + 1):
            robots = site.of(at)
            if not robots.may(at):
                whose = "the site's robots.txt" if at == address else f"the robots.txt of {at}, where it leads,"
                raise CaptureError(f"is not for programs, as {whose} says: save the page in a browser, add that")
            self.pace.wait(urlsplit(at).netloc, robots.delay_s)
            fetched = fetcher.fetch(at)
            if fetched.onward is None:
                return _entered(address, replace(fetched, moved=moved))
            at, for_good = fetched.onward, for_good and fetched.moved is not None
            moved = at if for_good else moved
        raise too_many(self.fetcher.redirects)

    def _new(self, fetched: Fetched, known: dict[str, Any]) -> Iterator[Given]:
        feed = _is_feed(fetched)
        if known.get("feed") and not feed:
            raise CaptureError(f"{self.address} was a feed and is none now: look where it went, and write that down")
        yield web_item(fetched)
        known["feed"] = feed
        try:
            links = self._links(fetched, feed)
        except CaptureError as error:
            yield self.address, error
            return
        if self.articles:
            _remember(known, links)

    def _links(self, fetched: Fetched, feed: bool) -> list[str]:
        if not feed and self.articles and not self.match:
            raise CaptureError("is no feed: say with `match` which of its links are articles")
        if not feed:
            return page_links(fetched.payload, fetched.address, self.match) if self.articles else []
        found = feed_links(fetched.payload, fetched.address)
        if not found:
            raise CaptureError("is a feed without items: check the address, or wait until it has news")
        return [one for one in found if one and (not self.match or _fits(one, self.match))]

    def _articles(self, site: Site, known: dict[str, Any], until: float) -> Iterator[Given]:
        for address, tries in list(_waiting(known).items())[: self.most]:
            if self.pace.clock() > until:
                return
            try:
                yield web_item(self._ask(site, address))
                _done(known, address)
            except CaptureError as error:
                yield address, error
                if isinstance(error, AnswerError) and error.wait_s:
                    raise
                _again(known, address, tries + 1, error)
            known["robots"] = site.told
            yield Mark(memory=dict(known))


def _waiting(known: Mapping[str, Any]) -> dict[str, int]:
    return {str(key): int(value) for key, value in _table(known.get("waiting")).items() if isinstance(value, int)}


def _remember(known: dict[str, Any], links: list[str]) -> None:
    """New ones wait behind those that wait already."""
    seen, waiting = set(_list(known.get("seen"))), _waiting(known)
    for link in links:
        if _short(link) not in seen and len(waiting) < _MOST_WAITING:
            waiting.setdefault(link, 0)
    known["waiting"] = waiting


def _done(known: dict[str, Any], address: str) -> None:
    known["waiting"] = {key: tries for key, tries in _waiting(known).items() if key != address}
    known["seen"] = [*_list(known.get("seen")), _short(address)][-_MOST_SEEN:]


def _again(known: dict[str, Any], address: str, tries: int, error: CaptureError) -> None:
    """At the end of the line: what cannot be had must not keep the rest waiting. After some tries it is given up."""
    most = _TRIES if isinstance(error, AnswerError) else _TRIES_UNREACHED
    _done(known, address)
    if tries < most:
        known["seen"] = known["seen"][:-1]
        known["waiting"] = {**_waiting(known), address: tries}


def _is_feed(fetched: Fetched) -> bool:
    try:
        return sniff(web_item(fetched).name, fetched.payload[:HEAD_BYTES], fetched.declared) is MediaType.RSS
    except CaptureError:
        return False


def _is_door(asked: str, fetched: Fetched) -> bool:
    """Led elsewhere, to a page for logging in."""
    if fetched.address == asked or _DOOR.search(urlsplit(asked).path):
        return False
    return bool(_DOOR.search(urlsplit(fetched.address).path)) or bool(_PASSWORD.search(fetched.payload))


def _entered(asked: str, fetched: Fetched) -> Fetched:
    if _is_door(asked, fetched):
        raise CaptureError(f"leads to a page that asks to log in ({fetched.address}): save the page in a browser")
    return fetched


def _fits(address: str, match: str) -> bool:
    return fits(match, urlsplit(address).path)


def _header(fetched: Fetched, name: str) -> str | None:
    return next((value for key, value in fetched.headers if key == name), None)


def _can_be_sent(value: str) -> bool:
    """A server may give what no question can hold: then it is asked without."""
    return value.isascii() and value.isprintable()


def _short(address: str) -> str:
    return hashlib.sha256(address.encode("utf-8", "replace")).hexdigest()[:16]


def _table(found: object) -> dict[str, Any]:
    return dict(found) if isinstance(found, dict) else {}


def _list(found: object) -> list[str]:
    return [str(one) for one in found] if isinstance(found, list) else []
