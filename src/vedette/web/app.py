"""The web application over one workspace."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import cast

from fastapi import FastAPI, Request
from fastapi.responses import Response
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException
from starlette.types import ExceptionHandler

from vedette.model.errors import VedetteError
from vedette.model.watch import Watch
from vedette.ports import Archive, View
from vedette.web import (
    api,
    changes,
    documents,
    events,
    figures,
    language,
    observations,
    pages,
    pictures,
    places,
    reports,
    review,
    speakers,
)
from vedette.web.answer import Answer
from vedette.web.desk import Desk, MissingError
from vedette.web.language import Speak
from vedette.web.parameters import BadParameterError
from vedette.web.review import Bench
from vedette.web.security import LOOPBACK, POLICY, Guard

STATIC = Path(__file__).parent / "static"


def create_app(
    view: Callable[[], View],
    watch: Watch,
    *,
    reports_folder: Path,
    hosts: Iterable[str] = (),
    bench: Bench | None = None,
    archive: Archive | None = None,
) -> FastAPI:
    """`view` opens a reading of the store and is called once a request, in the thread that answers it.

    `hosts` are the names besides the loopback ones under which it may be called; `*` means any. Without a `bench`
    nothing can be judged here, and without an `archive` no picture shown.
    """
    desk = Desk(view=view, watch=watch, reports=reports_folder)
    app = FastAPI(title="Vedette", docs_url=None, redoc_url=None, openapi_url=None)
    for room in (pages, changes, events, observations, figures, places, speakers, documents, reports, api):
        app.include_router(room.router(desk))
    app.include_router(language.router())
    app.include_router(review.router(desk, bench))
    app.include_router(pictures.router(desk, archive))
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    app.add_middleware(Speak)
    app.add_middleware(Guard, hosts=(*LOOPBACK, *hosts), policy=POLICY, forms=("/review",) if bench else ())
    _answer_errors(app, desk)
    return app


def _answer_errors(app: FastAPI, desk: Desk) -> None:
    def answer(request: Request, status: int, title: str, message: str) -> Response:
        if request.url.path.startswith(("/api/", "/basemap/")):
            return Answer({"error": message}, status_code=status)
        return desk.page(request, "error.html", status=status, title=title, message=message)

    def bad_parameter(request: Request, error: BadParameterError) -> Response:
        return answer(request, 400, "That question cannot be read", str(error))

    def missing(request: Request, error: MissingError) -> Response:
        return answer(request, 404, "Not here", str(error))

    def refused(request: Request, error: HTTPException) -> Response:
        message = "There is no such page." if error.status_code == 404 else str(error.detail)
        return answer(request, error.status_code, "Not here", message)

    def broken(request: Request, error: VedetteError) -> Response:
        return answer(request, 503, "The workspace cannot be read", str(error))

    for kind, handler in (
        (BadParameterError, bad_parameter),
        (MissingError, missing),
        (HTTPException, refused),
        (VedetteError, broken),
    ):
        app.add_exception_handler(kind, cast(ExceptionHandler, handler))
