"""Opening the database file: settings, migrations, and errors a user can act on."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from vedette.model.errors import FullError, WorkspaceError
from vedette.store.advice import DAMAGED
from vedette.store.packing import pack_document, repack
from vedette.store.queries import migrations
from vedette.store.rows import Row, encode

_BUSY_MS = 60_000
_ROOM = 64 * 1024
_MUCH_FREE = 8
"""One page in so many, free, is worth writing the file anew."""
_SETTINGS = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    f"PRAGMA busy_timeout = {_BUSY_MS}",
    # So that REPLACE, which removes a row, meets the triggers as well.
    "PRAGMA recursive_triggers = ON",
    "PRAGMA trusted_schema = OFF",
    "PRAGMA cache_size = -32768",
)
_ADVICE = {
    sqlite3.SQLITE_FULL: "the disk is full; free some space and run the command again, nothing half-written is kept",
    sqlite3.SQLITE_BUSY: "another process is writing to it; wait until that ends and try again",
    sqlite3.SQLITE_LOCKED: "another process is writing to it; wait until that ends and try again",
    sqlite3.SQLITE_CORRUPT: DAMAGED,
    sqlite3.SQLITE_NOTADB: "this is not a Vedette database; put back a copy of it, or name another workspace",
    sqlite3.SQLITE_READONLY: "the file or its folder cannot be written; check the permissions",
    sqlite3.SQLITE_PERM: "the file or its folder cannot be written; check the permissions",
    sqlite3.SQLITE_CANTOPEN: "the file cannot be opened; check the path and the permissions",
    sqlite3.SQLITE_IOERR: "the disk could not be read or written; check the disk and try again",
}


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turns what the disk or another process did into a WorkspaceError; anything else is a bug and passes."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        # The low byte is the primary code, the rest says more about it than a user needs.
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        if code == sqlite3.SQLITE_FULL or (code == sqlite3.SQLITE_IOERR and _is_full(path)):
            raise FullError(f"{path}: {_ADVICE[sqlite3.SQLITE_FULL]}") from error
        advice = _ADVICE.get(code)
        if advice is None and not str(error).startswith("Could not decode to UTF-8"):
            raise
        raise WorkspaceError(f"{path}: {advice or DAMAGED}") from error
    except UnicodeDecodeError as error:
        # SQLite's own message held what stands where a name should.
        raise WorkspaceError(f"{path}: {DAMAGED}") from error


def _is_full(path: Path) -> bool:
    """What SQLite shares between processes needs some room, too, and tells its want as a fault of the disk."""
    try:
        return shutil.disk_usage(path.parent).free < _ROOM
    except OSError:
        return False


def open_database(path: Path, *, create: bool) -> sqlite3.Connection:
    """A connection in autocommit mode, migrated to the newest schema."""
    if not create and not path.is_file():
        raise WorkspaceError(f"{path}: there is no workspace here; make one with `vedette init`")
    with explained(path):
        connection = connect(path)
        try:
            if not create and not _version(connection):
                # A workspace is made with its tables in place, so these were lost, or the file is another program's.
                raise WorkspaceError(f"{path}: {_ADVICE[sqlite3.SQLITE_NOTADB]}")
            migrate(connection, path)
        except BaseException:
            connection.close()
            raise
    return connection


def connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    try:
        for setting in _SETTINGS:
            connection.execute(setting)
    except BaseException:
        connection.close()
        raise
    connection.row_factory = sqlite3.Row
    # What migrations make bodies of older stores into.
    connection.create_function("packed", 1, repack, deterministic=True)
    connection.create_function("packed_document", 2, pack_document, deterministic=True)
    return connection


def bound(parameters: Row | None) -> Row:
    """Lists go as JSON: SQLite has none."""
    if not parameters or not any(isinstance(value, list) for value in parameters.values()):
        return parameters or {}
    return {name: encode(value) if isinstance(value, list) else value for name, value in parameters.items()}


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[sqlite3.Cursor]:
    """All or nothing; the write lock is taken at once so that what was read inside stays true."""
    with closing(connection.cursor()) as cursor:
        cursor.execute("BEGIN IMMEDIATE")
        try:
            yield cursor
            cursor.execute("COMMIT")
        except BaseException:
            # A full disk makes SQLite roll back on its own.
            if connection.in_transaction:
                cursor.execute("ROLLBACK")
            raise


def migrate(connection: sqlite3.Connection, path: Path) -> None:
    newest = migrations()[-1][0]
    if _version(connection) == newest:
        return
    # Tables are made anew, and those that refer to them find them again.
    connection.execute("PRAGMA foreign_keys = OFF")
    with transaction(connection) as cursor:
        cursor.execute("CREATE TABLE IF NOT EXISTS schema_version (version INTEGER PRIMARY KEY) STRICT")
        # Read again: another process may have migrated while this one waited for the lock.
        present = _version(connection)
        if present > newest:
            raise WorkspaceError(f"{path}: made by a newer Vedette (schema {present}, known {newest}); upgrade Vedette")
        for number, script in migrations():
            if number > present:
                _apply(cursor, number, script)
    connection.execute("PRAGMA foreign_keys = ON")
    _give_back(connection)


def _give_back(connection: sqlite3.Connection) -> None:
    """To the disk, what a migration freed. Where that cannot be, it is used for what comes."""
    pages, free = (connection.execute(f"PRAGMA {what}").fetchone()[0] for what in ("page_count", "freelist_count"))
    if free * _MUCH_FREE < pages:
        return
    try:
        connection.execute("VACUUM")
    except sqlite3.OperationalError:
        return


def _version(connection: sqlite3.Connection) -> int:
    known = connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'schema_version'").fetchone()
    if known is None:
        return 0
    (version,) = connection.execute("SELECT coalesce(max(version), 0) FROM schema_version").fetchone()
    return int(version)


def _apply(cursor: sqlite3.Cursor, number: int, script: str) -> None:
    for statement in split(script):
        cursor.execute(statement)
    cursor.execute("INSERT INTO schema_version (version) VALUES (?)", (number,))


def split(script: str) -> Iterator[str]:
    """Whole statements of a script: `executescript` would end the transaction that the script must run in."""
    pending = ""
    for line in script.splitlines(keepends=True):
        pending += line
        if sqlite3.complete_statement(pending):
            yield pending
            pending = ""
    if pending.strip():
        yield pending
