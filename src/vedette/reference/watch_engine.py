"""`[engine]` of a watch file: on which machines its work is done."""

from typing import Literal

from vedette.model.machines import Machines
from vedette.reference.toml_table import Table


def parse_engine(table: Table) -> Machines:
    table.only("kind", "address", "shared")
    given = Machines()
    return Machines(kind=_kind(table), address=table.text_or("address", given.address), shared=table.flag("shared"))


def _kind(table: Table) -> Literal["local", "ray"]:
    match table.values.get("kind", "local"):
        case "local":
            return "local"
        case "ray":
            return "ray"
    raise table.wrong("kind", '"local" or "ray"')
