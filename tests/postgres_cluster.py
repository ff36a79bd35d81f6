"""A PostgreSQL cluster of the tests' own: in a temporary folder, on a Unix socket, started once if asked for."""

import atexit
import os
import pwd
import shutil
import subprocess
import tempfile
from contextlib import closing, suppress
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    import psycopg

_SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "shared_buffers": "32MB",
    "max_connections": "80",
    "wal_level": "minimal",
    "max_wal_senders": "0",
}
_OWN_USERS = ("postgres", "nobody")
_DATABASE = "vedette"


class Cluster:
    def __init__(self, folder: Path, binaries: Path) -> None:
        self.folder = folder
        self._binaries = binaries
        self._user = _unprivileged()
        if self._user is not None:
            shutil.chown(folder, self._user)
        self._run("initdb", "-D", self.data, "-U", "vedette", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
        settings = "".join(f"{name} = '{value}'\n" for name, value in _SETTINGS.items())
        # Written by its owner: the folder is not ours where the tests run as root.
        self._run(
            "tee", "-a", f"{self.data}/postgresql.conf", content=settings + f"unix_socket_directories = '{folder}'\n"
        )
        self.start()

    @property
    def data(self) -> str:
        return str(self.folder / "data")

    def start(self) -> None:
        self._run("pg_ctl", "-D", self.data, "-w", "-l", str(self.folder / "log"), "start")

    def stop(self, mode: str = "immediate") -> None:
        self._run("pg_ctl", "-D", self.data, "-w", "-m", mode, "stop")

    def url(self, database: str = _DATABASE, user: str = "vedette") -> str:
        return f"postgresql://{user}@/{database}?host={self.folder}"

    def _run(self, program: str, *arguments: str, content: str = "") -> None:
        known = self._binaries / program
        command = [str(known) if known.is_file() else program, *arguments]
        group = pwd.getpwnam(self._user).pw_gid if self._user else None
        done = subprocess.run(
            command,
            input=content,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.STDOUT,
            text=True,
            cwd=self.folder,
            user=self._user,
            group=group,
            extra_groups=[] if self._user else None,
            check=False,
        )
        assert done.returncode == 0, f"{' '.join(command)} ended with {done.returncode}"


def _unprivileged() -> str | None:
    """The server refuses to run as root."""
    if os.geteuid() != 0:
        return None
    for name in _OWN_USERS:
        with suppress(KeyError):
            return pwd.getpwnam(name).pw_name
    raise AssertionError("no user to run a PostgreSQL server as")


def binaries() -> Path | None:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if found:
        return found[-1].parent
    known = shutil.which("initdb")
    return Path(known).parent if known else None


@cache
def cluster() -> Cluster:
    """Skips, loudly, where there is no server; never in continuous integration."""
    found = binaries()
    if found is None:
        missing = "PostgreSQL is not installed here (scripts/postgres.sh installs it): the store on it is NOT tested"
        if os.environ.get("CI"):
            raise AssertionError(missing)
        pytest.skip(missing)
    folder = Path(tempfile.mkdtemp(prefix="vedette-postgres-"))
    started = Cluster(folder, found)
    atexit.register(_remove, started)
    make_database(started, _DATABASE)
    return started


def _remove(started: Cluster) -> None:
    with suppress(AssertionError):
        started.stop()
    shutil.rmtree(started.folder, ignore_errors=True)


def make_database(where: Cluster, name: str) -> str:
    """Its address; there are no tables in it."""
    psycopg = pytest.importorskip("psycopg")
    with closing(psycopg.connect(where.url("postgres"), autocommit=True)) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    return where.url(name)


@cache
def _sweeper() -> "tuple[psycopg.Connection[tuple[str]], bytes]":
    """Made once: a connection and what removes every row."""
    import psycopg

    from vedette.store.postgres import PostgresStore

    url = cluster().url()
    PostgresStore(url, create=True).close()
    connection = psycopg.connect(url, autocommit=True)
    # As a replica: the triggers that keep facts would refuse.
    connection.execute("SET session_replication_role = replica")
    tables = connection.execute(
        "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
        " AND relname NOT IN ('schema_version', 'spatial_ref_sys')"
    )
    return connection, "".join(f'DELETE FROM "{name}";' for (name,) in tables).encode()


def forget_connections() -> None:
    """After the server was away."""
    _sweeper()[0].close()
    _sweeper.cache_clear()


def emptied() -> str:
    """The address of a store without a row. There is one: whoever had it before has it no more."""
    connection, sweep = _sweeper()
    connection.execute(sweep)
    return cluster().url()
