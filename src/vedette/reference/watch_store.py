"""`[store]` of `watch.toml`: the server that holds the ledger, where it is not a file in the workspace."""

from urllib.parse import parse_qs, urlsplit

from vedette.reference.toml_table import Table

_SCHEMES = ("postgresql", "postgres")


def parse_store(table: Table) -> str:
    """The address, or empty. It says everything but the password."""
    url = table.only("url").text_or("url", "")
    return url and checked_url(table, url)


def checked_url(table: Table, url: str) -> str:
    try:
        parts = urlsplit(url)
        secret = parts.password or parse_qs(parts.query).get("password")
    except ValueError as error:
        raise table.wrong("url", "an address such as postgresql://host/name") from error
    if parts.scheme not in _SCHEMES:
        raise table.wrong("url", "an address such as postgresql://host/name")
    if secret:
        raise table.wrong("url", "without a password: put it into PGPASSWORD or ~/.pgpass, or name a service")
    return url
