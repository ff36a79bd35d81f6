"""The tables of a PostgreSQL store: made and brought up to date by numbered scripts."""

import psycopg

from vedette.model.errors import WorkspaceError
from vedette.store.queries import migrations, named
from vedette.store.server import Connection

_OLDEST_SERVER = 150_000


def migrate(connection: Connection, place: str, *, create: bool = False) -> None:
    """Only `create` makes the first tables."""
    newest = migrations("postgres")[-1][0]
    present = _version(connection)
    if present == newest:
        return
    if not present and not create:
        raise WorkspaceError(f"{place}: there are no tables of Vedette here; make them with `vedette init`")
    if present < newest:
        _check_server(connection, place)
    with connection.transaction():
        connection.execute(named("ledger", "postgres")["write_lock"].encode())
        # Read again: another process may have migrated while this one waited for the lock.
        present = _version(connection)
        if present > newest:
            raise WorkspaceError(
                f"{place}: made by a newer Vedette (schema {present}, known {newest}); upgrade Vedette"
            )
        connection.execute("CREATE TABLE IF NOT EXISTS schema_version (version integer PRIMARY KEY)")
        for number, script in migrations("postgres"):
            if number > present:
                connection.execute(script.encode())
                connection.execute("INSERT INTO schema_version (version) VALUES (%s)", (number,))


def _version(connection: Connection) -> int:
    known = connection.execute("SELECT to_regclass('schema_version') IS NOT NULL AS known").fetchone()
    if known is None or not known["known"]:
        return 0
    found = connection.execute("SELECT coalesce(max(version), 0) AS version FROM schema_version").fetchone()
    return int(found["version"]) if found else 0


def _check_server(connection: Connection, place: str) -> None:
    if connection.info.server_version < _OLDEST_SERVER:
        raise WorkspaceError(f"{place}: the server is older than PostgreSQL 15; upgrade it")
    encoding = connection.execute("SHOW server_encoding").fetchone()
    if encoding is None or encoding["server_encoding"] != "UTF8":
        raise WorkspaceError(f"{place}: the database is not in UTF-8; make one by `createdb --encoding=UTF8`")
    try:
        connection.execute("CREATE EXTENSION IF NOT EXISTS postgis")
    except psycopg.errors.InsufficientPrivilege as error:
        raise WorkspaceError(
            f"{place}: PostGIS is not in this database; its administrator runs `CREATE EXTENSION postgis` there once"
        ) from error
    except (psycopg.errors.UndefinedFile, psycopg.errors.FeatureNotSupported) as error:
        raise WorkspaceError(f"{place}: the server has no PostGIS; install it (Debian: postgis)") from error
