"""`[evidence]` of `watch.toml`: who is asked for time-stamps."""

from pathlib import PurePath

from vedette.model.stamping import Stamping
from vedette.reference.toml_table import Table
from vedette.reference.watch_alerts import is_web_address

_MOST_CALENDARS = 10


def parse_stamping(table: Table) -> Stamping:
    """Raises UsageError naming the key."""
    table.only("authority", "ca", "crl", "calendars", "private")
    authority, ca = table.text_or("authority", ""), table.text_or("ca", "")
    if authority and not is_web_address(authority):
        raise table.wrong("authority", "an http or https address of a time-stamp authority (RFC 3161)")
    if authority and not ca:
        raise table.wrong("ca", "the file with the authority's certificates (PEM), for nothing is proven without them")
    crl = table.text_or("crl", "")
    for key, found in (("ca", ca), ("crl", crl)):
        if PurePath(found).is_absolute() or ".." in PurePath(found).parts or not found.isprintable():
            raise table.wrong(key, "a file in the workspace, such as authority.pem")
    calendars = table.texts("calendars")
    if len(calendars) > _MOST_CALENDARS or not all(map(is_web_address, calendars)):
        raise table.wrong("calendars", f"a list of at most {_MOST_CALENDARS} http or https addresses")
    return Stamping(authority=authority, ca=ca, crl=crl, calendars=calendars, private=table.flag("private"))
