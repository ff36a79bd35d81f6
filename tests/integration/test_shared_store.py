"""Several runs at once on one PostgreSQL store."""

import random
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from canon import canon
from cheap_run import REPORTS, cheap_run
from postgres_cluster import emptied

from vedette.store.postgres import PostgresStore
from vedette.store.sqlite import SqliteStore

pytestmark = pytest.mark.xdist_group("postgres")
SCRIPT = Path(__file__).parent / "cheap_run.py"


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """What one run makes of it in a file."""
    folder = tmp_path_factory.mktemp("alone")
    cheap_run(str(folder), 1)
    with closing(SqliteStore(folder / "vedette.db")) as store:
        return canon(store.view())


def started(url: str) -> "subprocess.Popen[str]":
    return subprocess.Popen([sys.executable, str(SCRIPT), url, "1"], stdout=subprocess.PIPE, text=True)


def done_by(process: "subprocess.Popen[str]") -> tuple[int, int]:
    told, _ = process.communicate(timeout=60)
    assert process.returncode == 0
    read, _, understood = told.splitlines()[-2].removeprefix("worked ").partition("/")
    return int(read), int(understood)


def hold(url: str, alone: dict[str, list[str]]) -> None:
    """All is the same, and every link is there. There may be more: who was ready first put together what there was,
    while the rest was still claimed, and links stay."""
    with closing(PostgresStore(url)) as store:
        found = canon(store.view())
    assert set(found["links"]) >= set(alone["links"])
    for fact in alone:
        if fact == "counts":
            assert without_links(found[fact]) == without_links(alone[fact])
        elif fact != "links":
            assert found[fact] == alone[fact], fact


def without_links(counts: list[str]) -> list[str]:
    return [one for one in counts if "links" not in one]


def test_two_runs_share_the_work_and_make_one_picture(alone: dict[str, list[str]]) -> None:
    """Nothing is done twice, and all is as one run in a file makes it."""
    url = emptied()
    with started(url) as one, started(url) as two:
        done = [done_by(one), done_by(two)]
    assert [sum(each) for each in zip(*done, strict=True)] == [REPORTS, REPORTS - REPORTS // 7]
    hold(url, alone)


def test_one_of_two_is_killed_and_the_other_ends_its_work(alone: dict[str, list[str]]) -> None:
    """At any moment; whoever comes after it finds all as it must be."""
    chance = random.Random(7)
    url = emptied()
    with started(url) as one, started(url) as two:
        assert one.stdout is not None
        for _ in range(chance.randrange(45, 70)):
            one.stdout.readline()
        one.kill()
        done_by(two)
    cheap_run(url, 1)
    hold(url, alone)
