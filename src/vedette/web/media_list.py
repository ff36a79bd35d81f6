"""The list of pictures, film and sound, narrowed by what they are and what was found in them."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from fastapi import Request
from fastapi.responses import Response

from vedette.model.capture import CHANNEL, MESSAGE, PUBLISHED, Capture
from vedette.model.document import Document
from vedette.model.ids import CaptureId
from vedette.model.media import IMAGES, SOUNDS, VIDEOS
from vedette.model.observation import Observation, ObservationQuery
from vedette.ports import View
from vedette.web.desk import Desk
from vedette.web.parameters import BadParameterError, Days, Question, days_of, paged
from vedette.web.terms import N_, Terms

MEDIA = IMAGES | VIDEOS | SOUNDS
_KINDS = ("picture", "film", "sound")
FOUND = Terms(
    {
        "before": N_("published before"),
        "against": N_("a check speaks against it"),
        "for": N_("a check fits it"),
        "nothing": N_("nothing that could be checked"),
    }
)
_FIELDS = frozenset({"kind", "found", "channel", "from", "to", "page"})
_A_PAGE = 50
_MOST_SEEN = 1_000
_ALL_SEEN = 100_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of the list. `findings` are its checks, of which each says something."""

    capture: Capture
    name: str
    kind: str
    published: str | None
    message: Document | None
    findings: Sequence[Observation]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What the list is narrowed by."""

    capture: CaptureId
    kind: str
    channel: str
    published: date | None
    found: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    kind: str
    found: str
    channel: str
    days: Days

    def takes(self, one: Entry) -> bool:
        first, last = self.days
        return (
            self.kind in ("", one.kind)
            and self.channel in ("", one.channel)
            and (not self.found or self.found in one.found)
            and (first is None or (one.published is not None and one.published >= first))
            and (last is None or (one.published is not None and one.published <= last))
        )


def listing(desk: Desk) -> Callable[[Request], Response]:
    def media(request: Request) -> Response:
        view, given = desk.view(), dict(request.query_params)
        entries = desk.kept.get(view, ("media", view.watermark()), lambda: _entries(view))
        asked, question = _asked(given)
        found = [one.capture for one in entries if asked.takes(one)]
        first = question.query.offset
        captures = {one.id: one for one in view.captures(found[first : first + _A_PAGE])}
        return desk.page(
            request,
            "media.html",
            asked=question,
            rows=[_row(view, captures[one]) for one in found[first : first + _A_PAGE] if one in captures],
            total=len(found),
            sources=desk.sources(view),
            media_kinds=_KINDS,
            found=FOUND,
            channels=sorted({one.channel for one in entries if one.channel}),
        )

    return media


def _asked(given: Mapping[str, str]) -> tuple[Asked, Question]:
    if unknown := sorted(set(given) - _FIELDS):
        raise BadParameterError(f"The list of media takes {', '.join(sorted(_FIELDS))}, not “{unknown[0][:60]}”.")
    kept = {name: given[name].strip() for name in _FIELDS - {"page"} if given.get(name, "").strip()}
    for name, allowed in (("kind", _KINDS), ("found", tuple(FOUND))):
        if kept.get(name) not in (None, *allowed):
            raise BadParameterError(f"“{name}” is one of {', '.join(allowed)}.")
    asked = Asked(
        kind=kept.get("kind", ""), found=kept.get("found", ""), channel=kept.get("channel", ""), days=days_of(kept)
    )
    return asked, paged(given, _A_PAGE, **kept)


def _entries(view: View) -> list[Entry]:
    """The newest first."""
    findings: dict[CaptureId, set[str]] = {}
    for one in view.observations(ObservationQuery(limit=_ALL_SEEN)):
        if one.capture is not None and (word := _found(one)):
            findings.setdefault(one.capture, set()).add(word)
    captures = [one for one in view.captures() if one.media_type in MEDIA]
    captures.sort(key=lambda one: (one.fetched, one.id), reverse=True)
    return [_entry(one, findings.get(one.id, {"nothing"})) for one in captures]


def _found(one: Observation) -> str | None:
    if one.kind == "seen-before":
        return "before"
    return {"inconsistent": "against", "consistent": "for"}.get(one.finding or "")


def _entry(capture: Capture, found: Collection[str]) -> Entry:
    return Entry(
        capture=capture.id,
        kind=kind_of(capture),
        channel=capture.header(CHANNEL) or "",
        published=_day(capture.header(PUBLISHED)),
        found=frozenset(found),
    )


def _day(published: str | None) -> date | None:
    try:
        return date.fromisoformat((published or "")[:10])
    except ValueError:
        return None


def _row(view: View, capture: Capture) -> Row:
    seen = view.observations(ObservationQuery(capture=capture.id, limit=_MOST_SEEN))
    return Row(
        capture=capture,
        name=name_of(capture),
        kind=kind_of(capture),
        published=capture.header(PUBLISHED),
        message=newest(view, capture.header(MESSAGE)),
        findings=[one for one in seen if _found(one)],
    )


def newest(view: View, origin: str | None) -> Document | None:
    versions = view.versions(origin) if origin else ()
    return versions[-1] if versions else None


def kind_of(capture: Capture) -> str:
    if capture.media_type in IMAGES:
        return "picture"
    return "film" if capture.media_type in VIDEOS else "sound"


def name_of(capture: Capture) -> str:
    """The file's own name, or the address where it came from a page."""
    try:
        parts = urlsplit(capture.address)
    except ValueError:
        return capture.id
    name = PurePosixPath(unquote(parts.path)).name
    return f"{parts.netloc}{parts.path}" if parts.scheme in ("http", "https") else name or capture.id
