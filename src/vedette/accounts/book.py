"""A workspace's accounts, opened."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from vedette.accounts.database import FILE, Clock, Database, now
from vedette.accounts.log import Log
from vedette.accounts.people import People
from vedette.accounts.sessions import Sessions
from vedette.accounts.tokens import Tokens
from vedette.accounts.tries import Tries


@dataclass(frozen=True, slots=True, kw_only=True)
class Accounts:
    people: People
    sessions: Sessions
    tokens: Tokens
    tries: Tries
    log: Log


@contextmanager
def open_accounts(workspace: Path, clock: Clock = now) -> Iterator[Accounts]:
    """Makes the file where there is none."""
    database = Database(workspace / FILE, clock)
    try:
        yield accounts_in(database)
    finally:
        database.close()


def accounts_in(database: Database) -> Accounts:
    return Accounts(
        people=People(database),
        sessions=Sessions(database),
        tokens=Tokens(database),
        tries=Tries(database),
        log=Log(database),
    )


def has_accounts(workspace: Path) -> bool:
    return (workspace / FILE).is_file()
