"""The web application over one workspace."""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import cast

from fastapi import FastAPI, Request
from fastapi.responses import Response
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException
from starlette.types import ExceptionHandler

from vedette.accounts.book import Accounts
from vedette.alerting import Noticed
from vedette.evidence.custody import Custody
from vedette.model.access import Permission
from vedette.model.errors import VedetteError
from vedette.model.progress import Doing
from vedette.model.task import Tended
from vedette.model.translation import Translation
from vedette.model.watch import Watch
from vedette.ports import Archive, View
from vedette.web import accounts as accounts_page
from vedette.web import (
    alerts,
    api,
    changes,
    documents,
    events,
    figures,
    language,
    log_in,
    media,
    observations,
    pages,
    pictures,
    places,
    progress,
    replay,
    reports,
    review,
    speakers,
)
from vedette.web.answer import Answer
from vedette.web.custody import Keeper, peer
from vedette.web.desk import Desk, MissingError, nothing_followed, untranslated
from vedette.web.forms import ForgedError
from vedette.web.gate import Gate
from vedette.web.identity import Door, Doorway, OpenDoor, RefusedError, visit
from vedette.web.language import Speak
from vedette.web.parameters import BadParameterError
from vedette.web.remembered import Remembered
from vedette.web.rest import routes as rest
from vedette.web.review import Bench
from vedette.web.security import LOOPBACK, POLICY, Guard
from vedette.web.terms import N_
from vedette.web.texts import gettext
from vedette.web.throttle import Throttle
from vedette.web.ways import Ways

STATIC = Path(__file__).parent / "static"


def create_app(
    view: Callable[[], View],
    watch: Watch,
    *,
    reports_folder: Path,
    hosts: Iterable[str] = (),
    bench: Bench | None = None,
    archive: Archive | None = None,
    door: Door | None = None,
    noticed: Callable[[], Noticed] | None = None,
    footage: Path | None = None,
    accounts: Accounts | None = None,
    doing: Callable[[], Doing | None] | None = None,
    translated: Callable[[str, str], Translation | None] = untranslated,
    custody: Custody | None = None,
    followed: Callable[[], Sequence[Tended]] = nothing_followed,
) -> FastAPI:
    """`view` opens a reading of the store and is called once a request, in the thread that answers it.

    `hosts` are the names besides the loopback ones under which it may be called; `*` means any. Without a `bench`
    nothing can be judged here, and without an `archive` no picture shown. Without a `door`
    whoever asks may do everything; a `Gate` lets in who signs in. `accounts` can be managed on a page. `noticed` tells
    of the alerts, `footage` is the folder of the frames that are kept of films, `doing` tells of a run at work,
    `translated` gives words in another language, `followed` tells how sources do. In `custody` is noted
    who was shown which media.
    """
    desk = Desk(view=view, watch=watch, reports=reports_folder, translated=translated, followed=followed)
    address = door.address if isinstance(door, Gate) else peer
    keeper = Keeper(custody=custody, withheld=watch.policy.withhold, address=address)
    app = FastAPI(title="Vedette", docs_url=None, redoc_url=None, openapi_url=None)
    ways = Ways(app)
    for room in (pages, changes, events, observations, figures, places, speakers, documents, reports, api, replay):
        ways.let_in(room.router(desk), Permission.READ)
    ways.let_in(progress.router(desk, doing), Permission.READ)
    ways.let_in(rest.router(desk), Permission.READ)
    ways.open_to_all(language.router())
    ways.let_in(review.router(desk, bench), Permission.READ)
    ways.let_in(pictures.router(desk, archive, keeper), Permission.READ)
    ways.let_in(media.router(desk, footage, keeper), Permission.READ)
    ways.let_in(alerts.router(desk, noticed), Permission.READ)
    _admit(ways, desk, door, accounts)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    app.state.ways = ways.hold()
    app.add_middleware(Remembered, view=view)
    if isinstance(door, Gate):
        app.add_middleware(Throttle, address=door.address)
    app.add_middleware(Doorway, door=door or OpenDoor(name="local"))
    app.add_middleware(Speak)
    app.add_middleware(
        Guard, hosts=(*LOOPBACK, *hosts), policy=POLICY, forms=ways.forms(), strict=isinstance(door, Gate)
    )
    _answer_errors(app, desk)
    return app


def _admit(ways: Ways, desk: Desk, door: Door | None, accounts: Accounts | None) -> None:
    """The pages of those who sign in, and of who manages them."""
    desk.templates.globals.update(with_log_in=isinstance(door, Gate), with_accounts=accounts is not None)
    if isinstance(door, Gate):
        ways.open_to_all(log_in.router(desk, door))
        ways.let_in(log_in.own_router(desk, door), Permission.READ)
    if accounts is not None:
        address = door.address if isinstance(door, Gate) else lambda request: "this machine"
        ways.let_in(accounts_page.router(desk, accounts, address), Permission.ADMINISTER)


def _answer_errors(app: FastAPI, desk: Desk) -> None:
    def answer(request: Request, status: int, title: str, message: str) -> Response:
        if request.url.path.startswith(("/api/", "/basemap/")):
            return Answer({"error": message}, status_code=status)
        return desk.page(request, "error.html", status=status, title=gettext(title), message=gettext(message or title))

    def bad_parameter(request: Request, error: BadParameterError) -> Response:
        return answer(request, 400, N_("That question cannot be read"), str(error))

    def missing(request: Request, error: MissingError) -> Response:
        return answer(request, 404, N_("Not here"), str(error))

    def refused(request: Request, error: HTTPException) -> Response:
        message = N_("There is no such page.") if error.status_code == 404 else str(error.detail)
        return answer(request, error.status_code, N_("Not here"), message)

    def not_allowed(request: Request, error: RefusedError | ForgedError) -> Response:
        visit(request).note("refused", f"{request.method} {request.url.path}")
        return answer(
            request, 403, N_("Not for you to do") if isinstance(error, RefusedError) else N_("Not taken"), str(error)
        )

    def broken(request: Request, error: VedetteError) -> Response:
        return answer(request, 503, N_("The workspace cannot be read"), str(error))

    for kind, handler in (
        (BadParameterError, bad_parameter),
        (MissingError, missing),
        (RefusedError, not_allowed),
        (ForgedError, not_allowed),
        (HTTPException, refused),
        (VedetteError, broken),
    ):
        app.add_exception_handler(kind, cast(ExceptionHandler, handler))
