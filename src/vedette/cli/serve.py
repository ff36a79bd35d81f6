"""`vedette serve`: the web pages over one workspace, on this machine alone unless told otherwise."""

import socket
import sys
import webbrowser
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from vedette.cli.door import Wire, door_for
from vedette.cli.output import workspace_argument
from vedette.model.errors import UsageError
from vedette.progress import doing
from vedette.workspace import Workspace, open_workspace

if TYPE_CHECKING:
    import uvicorn
    from fastapi import FastAPI

    from vedette.web.review import Bench

_FILE = click.Path(path_type=Path, exists=True, dir_okay=False)
_PORTS_TRIED = 20
_LAST_PORT = 65_535
# Whoever listens for progress holds a connection open; the end does not wait for them longer than this.
_PATIENCE_S = 2
# While one thread works something out of the whole picture, others need not wait five milliseconds at each question.
_SWITCH_S = 0.0005


@click.command(name="serve")
@workspace_argument
@click.option(
    "--port", default=8000, show_default=True, type=click.IntRange(0, _LAST_PORT), help="0 takes any free one."
)
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--name", "names", multiple=True, help="A host name besides the loopback ones to answer to; repeatable.")
@click.option("--log-in", is_flag=True, help="Have everybody sign in, on this machine's own address, too.")
@click.option("--behind-proxy", is_flag=True, help="A proxy with https is in front: believe its X-Forwarded-For.")
@click.option("--certificate", type=_FILE, help="Serve https with this certificate (PEM, the whole chain).")
@click.option("--private-key", type=_FILE, help="The key of the certificate (PEM).")
@click.option("--open", "open_page", is_flag=True, help="Open the page in a browser.")
def command(
    workspace: Path,
    port: int,
    host: str,
    names: tuple[str, ...],
    log_in: bool,
    behind_proxy: bool,
    certificate: Path | None,
    private_key: Path | None,
    open_page: bool,
) -> None:
    """Show the map, the timeline and the statements of WORKSPACE as web pages.

    Nobody signs in where only this machine reaches the pages; on any other address everybody does."""
    wire = Wire(
        host=host, port=port, names=names, behind_proxy=behind_proxy, certificate=certificate, private_key=private_key
    )
    with open_workspace(workspace, workers=1) as opened:
        serve(opened, wire, log_in=log_in, open_page=open_page)


def serve(workspace: Workspace, wire: Wire, *, log_in: bool = False, open_page: bool = False) -> None:
    """Serve until Ctrl-C. Takes the next free port where that of `wire` is taken, and says so."""
    import uvicorn

    from vedette.alerting import noticed
    from vedette.custodian import custody_of
    from vedette.looking import FOOTAGE
    from vedette.tending import tended
    from vedette.translation.book import open_book
    from vedette.web.app import create_app

    with ExitStack() as stack:
        door, accounts = stack.enter_context(door_for(workspace.path, wire, log_in=log_in or workspace.watch.log_in))
        listener = stack.enter_context(listen(wire.host, wire.port))
        address = _address(wire, listener)
        taken = listener.getsockname()[1]
        if wire.port not in (0, taken):
            click.echo(f"Port {wire.port} is taken; using {taken}.")
        if wire.reaches_others:
            click.echo("Whoever signs in can read everything here; no publication policy applies.", err=True)
        app = create_app(
            workspace.store.view,
            workspace.watch,
            reports_folder=workspace.reports,
            archive=workspace.archive,
            hosts=(*wire.names, _bracketed(wire.host)),
            bench=_bench(workspace),
            door=door,
            accounts=accounts,
            noticed=partial(noticed, workspace),
            footage=workspace.path / FOOTAGE,
            doing=partial(doing, workspace.path),
            translated=stack.enter_context(open_book(workspace.path)).get,
            custody=custody_of(workspace),
            followed=partial(tended, workspace),
        )
        sys.setswitchinterval(_SWITCH_S)
        server = uvicorn.Server(_settings(app, wire))
        click.echo(f"{workspace.watch.name}: {address}   (Ctrl-C ends)")
        if open_page:
            webbrowser.open(address)
        try:
            server.run(sockets=[listener])
        except KeyboardInterrupt:
            # uvicorn has shut down cleanly by now and passes the signal on.
            click.echo("Stopped.")


def _settings(app: "FastAPI", wire: Wire) -> "uvicorn.Config":
    """What stands in front of the pages is known to Vedette alone: uvicorn believes no header."""
    import uvicorn

    return uvicorn.Config(
        app,
        log_level="warning",
        access_log=False,
        lifespan="off",
        proxy_headers=False,
        server_header=False,
        timeout_graceful_shutdown=_PATIENCE_S,
        ssl_certfile=wire.certificate,
        ssl_keyfile=wire.private_key,
    )


def _bench(workspace: Workspace) -> "Bench":
    """Judgements are noted in the workspace; who may judge is the door's to say."""
    from vedette.web.review import Bench

    return Bench(append=workspace.store.append)


def listen(host: str, port: int) -> socket.socket:
    """A listening socket on `port` or the first free one of those after it."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    for candidate in range(port, min(port + _PORTS_TRIED, _LAST_PORT + 1)):
        # Named, so that asyncio knows it for TCP and sends at once: else a page waits 40 ms for the reader's system to
        # own that it has the head.
        listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((host, candidate))
            listener.listen()
        except socket.gaierror as error:
            listener.close()
            raise UsageError(f"{host}: is no address of this machine; use 127.0.0.1") from error
        except PermissionError as error:
            listener.close()
            raise UsageError(f"port {candidate} may not be used; name one from 1024 upwards with --port") from error
        except OSError:
            listener.close()
        else:
            return listener
    raise UsageError(f"{host}: no free port from {port} on; check --host, or name another --port")


def _address(wire: Wire, listener: socket.socket) -> str:
    shown = "127.0.0.1" if wire.host == "0.0.0.0" else _bracketed(wire.host)  # noqa: S104 - compared, not bound
    return f"{'https' if wire.certificate else 'http'}://{shown}:{listener.getsockname()[1]}/"


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host
