"""Pictures, film and sound: the list, and all that was found in one of them."""

from collections.abc import Callable, Sequence
from pathlib import Path

from fastapi import APIRouter, Request
from fastapi.responses import Response

from vedette.model.capture import CHANNEL, MESSAGE, PUBLISHED, Capture
from vedette.model.ids import CaptureId
from vedette.model.media import VIDEOS
from vedette.model.observation import ObservationQuery
from vedette.observe.stills import Still, still, stills
from vedette.ports import View
from vedette.web.custody import Keeper
from vedette.web.desk import Desk, MissingError
from vedette.web.media_list import MEDIA, kind_of, listing, name_of, newest
from vedette.web.pictures import UNKEPT, is_picture, marked, time_code
from vedette.web.terms import N_

_MOST_SEEN = 1_000
_DIGITS = 6


def router(desk: Desk, footage: Path | None, keeper: Keeper) -> APIRouter:
    routes = APIRouter()
    routes.get("/media")(listing(desk))
    routes.get("/media/{capture}")(_one(desk, footage))
    routes.get("/media/{capture}/frames/{number}.png")(_frame(desk, footage, keeper))
    return routes


def _one(desk: Desk, footage: Path | None) -> Callable[[Request, str], Response]:
    def one(request: Request, capture: str) -> Response:
        view = desk.view()
        found = _capture(view, capture)
        seen = view.observations(ObservationQuery(capture=found.id, limit=_MOST_SEEN))
        lettering, speech = (newest(view, f"{found.id}/{kind}") for kind in ("lettering", "speech"))
        message = newest(view, found.header(MESSAGE))
        return desk.page(
            request,
            "media_one.html",
            capture=found,
            name=name_of(found),
            kind=kind_of(found),
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


def _frame(desk: Desk, footage: Path | None, keeper: Keeper) -> Callable[[Request, str, str], Response]:
    def frame(request: Request, capture: str, number: str) -> Response:
        found = _capture(desk.view(), capture)
        asked = int(number) if number.isascii() and number.isdigit() and len(number) <= _DIGITS else -1
        shown = still(footage, found.id, asked) if footage is not None else None
        if shown is None:
            raise MissingError(N_("No such frame is kept of this film."))
        keeper.note(request, found)
        return Response(shown, media_type="image/png", headers=UNKEPT)

    return frame


def _capture(view: View, asked: str) -> Capture:
    found = next(iter(view.captures([CaptureId(asked)])), None)
    if found is None or found.media_type not in MEDIA:
        raise MissingError(N_("There is no such picture, film or recording in this workspace. See the list of media."))
    return found
