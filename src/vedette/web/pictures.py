"""Pictures of the archive, for the pages of what was seen in them. They are others' bytes, shown only if asked for."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from fastapi import APIRouter, Request
from fastapi.responses import FileResponse, Response

from vedette.model.capture import Capture
from vedette.model.document import Document, Mark
from vedette.model.errors import IntegrityError
from vedette.model.ids import CaptureId, ObservationId
from vedette.model.media import IMAGES
from vedette.ports import Archive, View
from vedette.web.custody import Keeper
from vedette.web.desk import Desk, MissingError
from vedette.web.terms import N_

_LARGEST = 64 * 1024 * 1024
_MOST_MARKS = 500
# Even a picture that a browser would take for a page may do nothing.
GUARD = {"Content-Security-Policy": "sandbox; default-src 'none'", "Cache-Control": "private, max-age=3600"}
# Each showing is noted: a browser may not keep them.
UNKEPT = {**GUARD, "Cache-Control": "no-store"}


def router(desk: Desk, archive: Archive | None, keeper: Keeper) -> APIRouter:
    routes = APIRouter()
    routes.get("/captures/{capture}/picture")(_picture(desk, archive, keeper))
    routes.get("/observations/{observation}/{role}.png")(_pixels(desk, archive))
    routes.get("/observations/{observation}/change.tif")(_map(desk, archive))
    return routes


def _picture(desk: Desk, archive: Archive | None, keeper: Keeper) -> Callable[[Request, str], Response]:
    def picture(request: Request, capture: str) -> Response:
        found = next(iter(desk.view().captures([CaptureId(capture)])), None)
        if archive is None or found is None or not is_picture(found):
            raise MissingError(N_("There is no such picture in this workspace."))
        try:
            shown = archive.read(found.sha256)
        except IntegrityError as error:
            raise MissingError(f"The picture cannot be shown: {error}") from error
        keeper.note(request, found)
        return Response(shown, media_type=found.media_type, headers=UNKEPT)

    return picture


def _pixels(desk: Desk, archive: Archive | None) -> Callable[[Request, str, str], Response]:
    def pixels(request: Request, observation: str, role: str) -> Response:
        """What a place looked like from above, before or after, and what changed."""
        found = desk.view().observation(ObservationId(observation))
        pictures = found.pixels.pictures if found and found.pixels else ()
        shown = next((one for one in pictures if one.role == role), None)
        if archive is None or shown is None:
            raise MissingError(N_("There is no such picture in this workspace."))
        try:
            return Response(archive.read(shown.kept.sha256), media_type="image/png", headers=GUARD)
        except IntegrityError as error:
            raise MissingError(f"The picture cannot be shown: {error}") from error

    return pixels


def _map(desk: Desk, archive: Archive | None) -> Callable[[Request, str], Response]:
    def change_map(request: Request, observation: str) -> Response:
        """As a file: the map may be larger than memory should hold."""
        found = desk.view().observation(ObservationId(observation))
        whole = found.pixels.whole if found and found.pixels else None
        if archive is None or whole is None:
            raise MissingError(N_("There is no such map in this workspace."))
        try:
            place = archive.place(whole.sha256)
        except IntegrityError as error:
            raise MissingError(f"The map cannot be given: {error}") from error
        return FileResponse(place, media_type="image/tiff", filename=f"change-{observation}.tif", headers=GUARD)

    return change_map


def is_picture(capture: Capture) -> bool:
    return capture.media_type in IMAGES and capture.size <= _LARGEST


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """Words of a picture or recording: their mark, and whether the method that found them was unsure."""

    words: str
    mark: Mark
    unsure: bool
    cited: bool

    @property
    def code(self) -> str | None:
        return None if self.mark.seconds is None else time_code(self.mark.seconds)


def marked(document: Document, cited: tuple[int, int] | None) -> list[Shown]:
    """Of many marks those from the cited words on."""
    marks: Sequence[Mark] = document.marks
    first = 0
    if cited and len(marks) > _MOST_MARKS:
        first = next((at for at, mark in enumerate(marks) if mark.end > cited[0]), 0)
    return [
        Shown(
            words=document.text[mark.start : mark.end],
            mark=mark,
            unsure=mark.unsure,
            cited=cited is not None and mark.start < cited[1] and mark.end > cited[0],
        )
        for mark in marks[first : first + _MOST_MARKS]
    ]


def time_code(seconds: float) -> str:
    """`1:02:03`, as players show it."""
    hours, rest = divmod(int(seconds), 3600)
    return f"{hours}:{rest // 60:02}:{rest % 60:02}" if hours else f"{rest // 60}:{rest % 60:02}"


def capture_of(view: View, document: Document) -> Capture | None:
    return next(iter(view.captures([document.capture])), None) if document.marks else None
