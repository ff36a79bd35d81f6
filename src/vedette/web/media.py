"""Pictures, film and sound: the list, and all that was found in one of them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

from fastapi import APIRouter, Request
from fastapi.responses import Response

from vedette.model.capture import CHANNEL, MESSAGE, PUBLISHED, Capture
from vedette.model.document import Document
from vedette.model.ids import CaptureId
from vedette.model.media import IMAGES, SOUNDS, VIDEOS
from vedette.model.observation import Observation, ObservationQuery
from vedette.observe.stills import Still, still, stills
from vedette.ports import View
from vedette.web.desk import Desk, MissingError
from vedette.web.pictures import GUARD, is_picture, marked, time_code

_MEDIA = IMAGES | VIDEOS | SOUNDS
_MOST_SEEN = 1_000
_DIGITS = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of the list. `findings` are its checks, of which each says something."""

    capture: Capture
    name: str
    kind: str
    published: str | None
    message: Document | None
    findings: Sequence[Observation]


def router(desk: Desk, footage: Path | None) -> APIRouter:
    routes = APIRouter()
    routes.get("/media")(_list(desk))
    routes.get("/media/{capture}")(_one(desk, footage))
    routes.get("/media/{capture}/frames/{number}.png")(_frame(desk, footage))
    return routes


def _list(desk: Desk) -> Callable[[Request], Response]:
    def media(request: Request) -> Response:
        view, asked = desk.view(), desk.question(request)
        found = desk.kept.get(view, ("media", view.watermark()), lambda: _ids(view))
        first = asked.query.offset
        rows = [_row(view, one) for one in view.captures(found[first : first + asked.query.limit])]
        return desk.page(request, "media.html", asked=asked, rows=rows, total=len(found), sources=desk.sources(view))

    return media


def _ids(view: View) -> list[CaptureId]:
    """The newest first."""
    found = [one for one in view.captures() if one.media_type in _MEDIA]
    return [one.id for one in sorted(found, key=lambda one: (one.fetched, one.id), reverse=True)]


def _row(view: View, capture: Capture) -> Row:
    seen = view.observations(ObservationQuery(capture=capture.id, limit=_MOST_SEEN))
    return Row(
        capture=capture,
        name=name_of(capture),
        kind=_kind(capture),
        published=capture.header(PUBLISHED),
        message=_newest(view, capture.header(MESSAGE)),
        findings=[one for one in seen if one.kind == "seen-before" or one.finding in ("consistent", "inconsistent")],
    )


def _one(desk: Desk, footage: Path | None) -> Callable[[Request, str], Response]:
    def one(request: Request, capture: str) -> Response:
        view = desk.view()
        found = _capture(view, capture)
        seen = view.observations(ObservationQuery(capture=found.id, limit=_MOST_SEEN))
        lettering, speech = (_newest(view, f"{found.id}/{kind}") for kind in ("lettering", "speech"))
        message = _newest(view, found.header(MESSAGE))
        return desk.page(
            request,
            "media_one.html",
            capture=found,
            name=name_of(found),
            kind=_kind(found),
            channel=found.header(CHANNEL),
            published=found.header(PUBLISHED),
            message=message,
            events=view.events_of(message.id) if message else (),
            before=[each for each in seen if each.kind == "seen-before"],
            checks=[each for each in seen if each.kind != "seen-before"],
            frames=_frames(footage, found),
            is_picture=is_picture(found),
            lettering=lettering,
            read=marked(lettering, None) if lettering else [],
            speech=speech,
            heard=marked(speech, None) if speech else [],
            failures=[each for each in view.failures() if each.item == found.id],
            code=time_code,
            sources=desk.sources(view),
        )

    return one


def _frames(footage: Path | None, capture: Capture) -> Sequence[Still]:
    return stills(footage, capture.id) if footage is not None and capture.media_type in VIDEOS else ()


def _frame(desk: Desk, footage: Path | None) -> Callable[[Request, str, str], Response]:
    def frame(request: Request, capture: str, number: str) -> Response:
        found = _capture(desk.view(), capture)
        asked = int(number) if number.isascii() and number.isdigit() and len(number) <= _DIGITS else -1
        shown = still(footage, found.id, asked) if footage is not None else None
        if shown is None:
            raise MissingError("No such frame is kept of this film.")
        return Response(shown, media_type="image/png", headers=GUARD)

    return frame


def _capture(view: View, asked: str) -> Capture:
    found = next(iter(view.captures([CaptureId(asked)])), None)
    if found is None or found.media_type not in _MEDIA:
        raise MissingError("There is no such picture, film or recording in this workspace. See the list of media.")
    return found


def _newest(view: View, origin: str | None) -> Document | None:
    versions = view.versions(origin) if origin else ()
    return versions[-1] if versions else None


def _kind(capture: Capture) -> str:
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
