"""`vedette serve`: the web pages over one workspace, on this machine alone unless told otherwise."""

import getpass
import socket
import webbrowser
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from vedette.cli.output import workspace_argument
from vedette.model.errors import UsageError
from vedette.model.link import Judgement
from vedette.workspace import Workspace, open_workspace

if TYPE_CHECKING:
    from vedette.web.review import Bench

_LOOPBACK = ("127.0.0.1", "localhost", "::1")
_PORTS_TRIED = 20
_LAST_PORT = 65_535


@click.command(name="serve")
@workspace_argument
@click.option(
    "--port", default=8000, show_default=True, type=click.IntRange(0, _LAST_PORT), help="0 takes any free one."
)
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--name", "names", multiple=True, help="A host name besides the loopback ones to answer to; repeatable.")
@click.option("--open", "open_page", is_flag=True, help="Open the page in a browser.")
def command(workspace: Path, port: int, host: str, names: tuple[str, ...], open_page: bool) -> None:
    """Show the map, the timeline and the statements of WORKSPACE as web pages."""
    with open_workspace(workspace, workers=1) as opened:
        serve(opened, host=host, port=port, names=names, open_page=open_page)


def serve(
    workspace: Workspace,
    *,
    host: str = "127.0.0.1",
    port: int = 8000,
    names: Sequence[str] = (),
    open_page: bool = False,
) -> None:
    """Serve until Ctrl-C. Takes the next free port where `port` is taken, and says so."""
    import uvicorn

    from vedette.alerting import noticed
    from vedette.web.app import create_app
    from vedette.web.identity import OpenDoor

    with listen(host, port) as listener:
        address = _address(host, listener)
        taken = listener.getsockname()[1]
        if port not in (0, taken):
            click.echo(f"Port {port} is taken; using {taken}.")
        if host not in _LOOPBACK:
            click.echo(f"Anyone who can reach {host} can read this workspace; no publication policy applies.", err=True)
        app = create_app(
            workspace.store.view,
            workspace.watch,
            reports_folder=workspace.reports,
            archive=workspace.archive,
            hosts=(*names, _bracketed(host)),
            bench=_bench(workspace) if host in _LOOPBACK and not names else None,
            door=OpenDoor(name=getpass.getuser()),
            noticed=partial(noticed, workspace),
        )
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning", access_log=False, lifespan="off"))
        click.echo(f"{workspace.watch.name}: {address}   (Ctrl-C ends)")
        if open_page:
            webbrowser.open(address)
        try:
            server.run(sockets=[listener])
        except KeyboardInterrupt:
            # uvicorn has shut down cleanly by now and passes the signal on.
            click.echo("Stopped.")


def _bench(workspace: Workspace) -> "Bench":
    """Whoever runs this judges; nobody else can reach it."""
    from vedette.app import judge
    from vedette.web.review import Bench

    def noted(left: str, right: str, judgement: Judgement, why: str, by: str) -> object:
        return judge(workspace, left, right, judgement, why=why, by=by)

    return Bench(judge=noted)


def listen(host: str, port: int) -> socket.socket:
    """A listening socket on `port` or the first free one of those after it."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    for candidate in range(port, min(port + _PORTS_TRIED, _LAST_PORT + 1)):
        listener = socket.socket(family, socket.SOCK_STREAM)
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


def _address(host: str, listener: socket.socket) -> str:
    shown = "127.0.0.1" if host == "0.0.0.0" else _bracketed(host)  # noqa: S104 - compared, not bound
    return f"http://{shown}:{listener.getsockname()[1]}/"


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host
