"""Connections to a PostgreSQL server: settings, text, and errors a user can act on."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, TypeAlias

import psycopg
from psycopg.abc import Buffer
from psycopg.conninfo import conninfo_to_dict
from psycopg.rows import DictRow, dict_row
from psycopg.types.string import StrDumper, TextLoader

from vedette.model.errors import UsageError, WorkspaceError

Connection: TypeAlias = "psycopg.Connection[DictRow]"

PAUSES = (0.1, 0.4, 1.0, 2.0, 4.0, 8.0, 15.0)
"""Seconds to wait for a server that went away, before each further try: long enough for a restart."""
_CONNECT_S = 10
# PostgreSQL holds no U+0000, which a hostile text may: it is written as a private-use character and a digit.
_NUL, _MARK = "\x00", "\uf8ff"
_BUSY = (psycopg.errors.SerializationFailure, psycopg.errors.DeadlockDetected)
_ADVICE: tuple[tuple[type[psycopg.Error], str], ...] = (
    (psycopg.errors.InsufficientPrivilege, "this role may not do that; see docs/store.md on roles"),
    (psycopg.errors.DiskFull, "the server's disk is full; free some space and run the command again"),
    (psycopg.errors.ReadOnlySqlTransaction, "the server only lets read; name the primary in [store] url"),
    (psycopg.errors.UndefinedTable, "there are no tables of Vedette here; make them with `vedette init`"),
    (psycopg.errors.DataCorrupted, "the database is damaged; put back a copy of it"),
    (psycopg.errors.IndexCorrupted, "the database is damaged; put back a copy of it"),
)


class _Dumper(StrDumper):
    def dump(self, obj: str) -> Buffer | None:
        if _NUL in obj or _MARK in obj:
            obj = obj.replace(_MARK, _MARK + "1").replace(_NUL, _MARK + "0")
        return super().dump(obj)


class _Loader(TextLoader):
    def load(self, data: Buffer) -> bytes | str:
        text = super().load(data)
        if isinstance(text, str) and _MARK in text:
            return text.replace(_MARK + "0", _NUL).replace(_MARK + "1", _MARK)
        return text


def place_of(url: str) -> str:
    """Where the store lies, without what nobody else should see. Raises UsageError for what is no such address."""
    try:
        parts = conninfo_to_dict(url)
    except psycopg.ProgrammingError as error:
        raise UsageError(f"[store] url: not an address of PostgreSQL ({error}); like postgresql://host/name") from error
    if parts.get("password"):
        raise UsageError(
            "[store] url: holds a password, which files and lists of processes would show; "
            "put it into PGPASSWORD or ~/.pgpass, or name a service"
        )
    return f"postgresql://{parts.get('host', '')}/{parts.get('dbname') or parts.get('service') or ''}"


def connect(url: str, *, reading: bool = False) -> Connection:
    """In autocommit mode. A reader's cannot write."""
    connection = psycopg.connect(
        url, autocommit=True, row_factory=dict_row, connect_timeout=_CONNECT_S, application_name="vedette"
    )
    connection.adapters.register_dumper(str, _Dumper)
    connection.adapters.register_loader("text", _Loader)
    # Each question is planned by what it asks: one plan for rare and for common words is a bad one.
    connection.execute("SET plan_cache_mode = force_custom_plan; SET jit = off; SET client_min_messages = warning")
    # What is asked for lies in memory or on a disk without arms, and a page of fifty is no work to be shared: with rows
    # held to be dearer than they are, those of a word were looked for all along the list.
    connection.execute("SET random_page_cost = 1.1; SET max_parallel_workers_per_gather = 0")
    if reading:
        connection.execute("SET default_transaction_read_only = on")
    return connection


def is_lost(error: psycopg.Error) -> bool:
    """Whether another connection may do: the server went away, or is full."""
    if isinstance(error, psycopg.InterfaceError):
        return True
    state = error.sqlstate
    lost = state is None or state[:2] == "08" or state in ("57P01", "57P02", "57P03", "53300")
    return isinstance(error, psycopg.OperationalError) and lost


def may_pass(error: psycopg.Error) -> bool:
    """Whether the same transaction may do at another time."""
    return isinstance(error, _BUSY) or is_lost(error)


def tries() -> Iterator[bool]:
    """One a try, after a pause from the second on; whether it is the last."""
    yield not PAUSES
    for number, pause in enumerate(PAUSES, start=1):
        time.sleep(pause)
        yield number == len(PAUSES)


@contextmanager
def explained(place: str) -> Iterator[None]:
    """Turns what the server or the network did into a WorkspaceError; anything else is a bug and passes."""
    try:
        yield
    except psycopg.Error as error:
        advice = next((advice for kind, advice in _ADVICE if isinstance(error, kind)), None)
        if advice is None and isinstance(error, _BUSY):
            advice = "other processes were in the way again and again; try later"
        if advice is None and is_lost(error):
            said = " ".join(str(error).split()) or "the connection was lost"
            advice = f"the server does not answer ({said[:300]}); see that it runs and that the address is right"
        if advice is None:
            raise
        raise WorkspaceError(f"{place}: {advice}") from error


def close(connection: "psycopg.Connection[Any] | None") -> None:
    if connection is not None:
        connection.close()
