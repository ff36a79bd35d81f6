"""vedette gazetteer: what places it knows and by whose leave; places of one's own."""

from pathlib import Path

import click

from vedette.cli.output import json_option, quiet_option, say, say_json, shown_progress
from vedette.model.errors import UsageError


@click.group("gazetteer", invoke_without_command=True)
@click.option("--list", "listed", is_flag=True, help="Only the names of what you imported, a line each.")
@click.option("--remove", metavar="NAME", help="Forget what you imported under this name.")
@json_option
@click.pass_context
def command(ctx: click.Context, listed: bool, remove: str | None, as_json: bool) -> None:
    """Show what places are known, and the attribution that their licences ask for; import your own."""
    if ctx.invoked_subcommand is not None:
        if listed or remove or as_json:
            raise click.UsageError(
                "the options of `vedette gazetteer` stand alone; leave them out, or the command after them"
            )
        return
    if remove is not None:
        _remove(remove)
    elif listed:
        from vedette.reference.gazetteer import imported

        for path in imported():
            say(path.stem)
    else:
        _show(as_json)


@command.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--country", metavar="CODE", help="The country of all places of a GeoJSON file, as two letters.")
@quiet_option
def import_command(file: Path, country: str | None, quiet: bool) -> None:
    """Import places from FILE: a GeoNames table (UA.txt, UA.zip, allCountries.zip) or OpenStreetMap's as GeoJSON."""
    from vedette.reference.gazetteer import Gazetteer, gazetteer_path, imports_folder
    from vedette.reference.gazetteer_import import import_file

    if country is not None and not (len(country) == 2 and country.isascii() and country.isalpha()):
        raise UsageError(f"{country!r} is no country: give two letters, such as UA")
    with shown_progress(quiet=quiet) as progress:
        known = Gazetteer.open(gazetteer_path(lambda: progress("gazetteer", 0, 1)))
        code = country.upper() if country else None
        made = import_file(file, imports_folder(), known, code, lambda done: progress("import", done, done))
        known.close()
    say(f"{made.places:,} places as {made.name}. {made.attribution}", quiet=quiet)
    say("What was analysed before keeps the places it found; new texts find these too.", quiet=quiet)


def _show(as_json: bool) -> None:
    from vedette.reference.gazetteer import Gazetteer

    gazetteer = Gazetteer.open()
    layers = [(layer.about["name"], layer.places(), layer.about["attribution"]) for layer in gazetteer.layers]
    gazetteer.close()
    if as_json:
        named = ("name", "places", "attribution")
        say_json({"layers": [dict(zip(named, layer, strict=True)) for layer in layers]})
        return
    for name, places, attribution in layers:
        say(f"{name}: {places:,} places. {attribution}")


def _remove(name: str) -> None:
    from vedette.reference.gazetteer import imported

    path = next((each for each in imported() if each.stem == name), None)
    if path is None:
        raise UsageError(f"nothing is imported as {name!r}; `vedette gazetteer --list` tells what is")
    path.unlink()
    say(f"{name} is removed.")
