"""vedette publish"""

from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import click

from vedette.cli.output import count, json_option, quiet_option, say_json, shown_progress, workspace_argument
from vedette.model.errors import UsageError


@click.command("publish")
@workspace_argument
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path, file_okay=False))
@click.option("--address", help="Where the site will stand, https://…: for the links of its feed.")
@quiet_option
@json_option
def command(workspace: Path, folder: Path, address: str | None, quiet: bool, as_json: bool) -> None:
    """Write a public site of WORKSPACE into DIR, and print the path of its page. It needs no server and no script.

    The watch's publication policy says what is on it. An earlier site in DIR is replaced.
    """
    from vedette.knowledge import view_without
    from vedette.publish.pages import write_site
    from vedette.publish.public import refuse_unknown
    from vedette.publish.site import build_site
    from vedette.reference.gazetteer import Gazetteer, gazetteer_path
    from vedette.workspace import open_workspace

    if address is not None and (urlsplit(address).scheme not in ("http", "https") or not urlsplit(address).netloc):
        raise UsageError(f"--address {address}: give a whole address of the web, such as https://example.org/war")
    with open_workspace(workspace) as opened:
        now = datetime.now(UTC)
        refuse_unknown(opened.store.view(), opened.watch)
        view = view_without(opened.store.view(), opened.watch, now)
        with shown_progress(quiet=quiet or as_json) as progress:
            gazetteer = Gazetteer.open(gazetteer_path(lambda: progress("gazetteer", 0, 1)))
        try:
            site = build_site(view, opened.watch, now, gazetteer)
        finally:
            gazetteer.close()
        try:
            page = write_site(site, folder.resolve(), address)
        except OSError as error:
            raise UsageError(f"{folder}: cannot be written ({error.strerror}); name another folder") from error
    told = {"events": len(site.events), "documents": len(site.cited), "waiting": site.waiting}
    if as_json:
        say_json({"page": str(page), **told})
        return
    if not quiet:
        click.echo(f"{count(told['events'], 'event')}, {count(told['documents'], 'document')} cited", err=True)
        if site.waiting:
            held = "is" if site.waiting == 1 else "are"
            click.echo(f"{count(site.waiting, 'event')} {held} held back until the delay is over", err=True)
    click.echo(str(folder / page.name))
