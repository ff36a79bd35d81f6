"""vedette demo"""

from importlib.resources import as_file, files
from pathlib import Path
from typing import TYPE_CHECKING

import click

from vedette.cli.output import count, list_failures, quiet_option, say, shown_progress, workers_option

if TYPE_CHECKING:
    from vedette.demo.judgements import Told
    from vedette.ports import View
    from vedette.workspace import Workspace

_PORT = 8000
_PERIOD = ("--from", "2024-05-09", "--to", "2024-05-17", "--since", "2024-05-15")


@click.command("demo")
@click.option("--once", is_flag=True, help="End after building, without serving.")
@click.option("--port", type=click.IntRange(0, 65535), default=_PORT, show_default=True)
@click.option("--folder", type=click.Path(path_type=Path), default=Path(".vedette-demo"), show_default=True)
@workers_option
@quiet_option
@click.pass_context
def command(ctx: click.Context, once: bool, port: int, folder: Path, workers: int | None, quiet: bool) -> None:
    """Build a demo war from paraphrased reports and open it. The second time takes seconds."""
    _build(folder, workers, quiet=quiet)
    _call(ctx, "report", str(folder), *_PERIOD, *(["--quiet"] if quiet else []))
    if not once:
        _call(ctx, "serve", str(folder), "--port", str(port))


def _build(folder: Path, workers: int | None, *, quiet: bool) -> None:
    from vedette.app import add, run
    from vedette.workspace import create_workspace, open_workspace

    with as_file(files("vedette") / "demo") as packaged:
        if not (folder / "watch.toml").exists():
            create_workspace(folder, packaged / "watch.toml")
        with open_workspace(folder, workers) as opened, shown_progress(quiet=quiet) as progress:
            added = add(opened, [str(packaged / "reports")], progress=progress)
        _look(folder)
        with open_workspace(folder, workers) as opened, shown_progress(quiet=quiet) as progress:
            summary = run(opened, progress)
            if _judge(opened):
                summary = run(opened, progress)
    list_failures((*added.failures, *summary.failures), folder)
    held = (count(summary.counts[fact], fact.removesuffix("s")) for fact in ("documents", "statements", "events"))
    say(
        f"The demo war in {folder}: {', '.join(held)}. Every report in it is a paraphrase made for the demo or "
        "an invention, every fire and every radar image an invention.",
        quiet=quiet,
    )


def _look(folder: Path) -> None:
    """Radar images of a town, invented on the spot, and what changed in them; once, and where the extra is there."""
    from importlib.util import find_spec

    images = folder / "radar"
    if find_spec("rasterio") is None or (images / "change.tif").exists():
        return
    from vedette.cli.stacks import Asked, compare
    from vedette.demo.radar import Scene, write_scene
    from vedette.observe.radar.echo import TELLING, Radar

    write_scene(images, Scene())
    asked = Asked(
        before=images / "before",
        after=images / "after",
        output=images / "change.tif",
        footprints=images / "footprints.geojson",
        table=images / "damage.csv",
        catalogue=None,
        into=folder,
        quiet=True,
    )
    compare(asked, Radar(), TELLING)


def _judge(opened: "Workspace") -> bool:
    """Notes once what the demo's editor says of events and reports; whether there was anything to note."""
    from vedette.app import judge, retract
    from vedette.demo.judgements import EDITOR, RETRACTIONS, WORDS
    from vedette.model.link import Judgement

    view = opened.store.view()
    if view.judgements():
        return False
    for word in WORDS:
        left, right = _event(view, word.left), _event(view, word.right)
        named = left if word.judgement is Judgement.SAME else word.left.report
        if left and right and named:
            judge(opened, named, right, word.judgement, why=word.why, by=EDITOR)
            if word.taken_back:
                judge(opened, named, right, Judgement.WITHDRAWN, why=word.taken_back, by=EDITOR)
    for report, how, why in RETRACTIONS:
        retract(opened, report, how, why, EDITOR)
    return True


def _event(view: "View", told: "Told") -> str | None:
    document = view.document(told.report)
    events = view.events_of(document.id) if document else []
    return next(
        (one.id for one in events if one.place and one.place.name == told.place and one.change == told.change), None
    )


def _call(ctx: click.Context, name: str, *arguments: str) -> None:
    """Another command as its user would call it, so that the demo shows what the commands do."""
    group = ctx.find_root().command
    assert isinstance(group, click.Group)
    command = group.get_command(ctx, name)
    assert command is not None
    with command.make_context(name, list(arguments), parent=ctx.find_root()) as called:
        command.invoke(called)
