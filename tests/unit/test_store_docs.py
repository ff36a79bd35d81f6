"""What docs/store.md tells of a server, done."""

import re
from contextlib import closing
from pathlib import Path

import pytest
from postgres_cluster import cluster, emptied

from vedette.reference.watchfile import parse_watch, store_url
from vedette.store.queries import script

psycopg = pytest.importorskip("psycopg")

PAGE = (Path(__file__).parents[2] / "docs" / "store.md").read_text("utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)


def test_the_watch_file_names_the_server() -> None:
    """The example is accepted, and its picture is that of a watch without a server."""
    (text,) = blocks("toml")
    assert store_url(text, "x").startswith("postgresql://")
    assert parse_watch(text) == parse_watch('name = "Kharkiv"')


@pytest.mark.xdist_group("postgres")
def test_the_sql_of_the_page_can_be_typed_off() -> None:
    """Roles are granted as it says."""
    emptied()
    with closing(psycopg.connect(cluster().url(), autocommit=True)) as raw:
        raw.execute(script("roles"))
        for sql in blocks("sql"):
            raw.execute(sql)
        asked = (("ann", "reader"), ("collector", "reader"), ("ann", "worker"))
        query = "SELECT pg_has_role(%s, %s, 'usage')"
        granted = [raw.execute(query, (who, f"vedette_{what}")).fetchone() for who, what in asked]
        assert granted == [(True,), (True,), (False,)]
        raw.execute("DROP ROLE ann; DROP ROLE collector")
