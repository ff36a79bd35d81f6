"""A client that openapi-python-client makes from the served description of /api/v1, asked of the running server."""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Any

import httpx
import pytest
import uvicorn
from web_world import WATCH, build_store

from vedette.cli.serve import listen
from vedette.web.app import create_app

pytest.importorskip("openapi_python_client", reason="needs the openapi-python-client package")
NAME = "made_client"
# One client for all of them.
pytestmark = pytest.mark.xdist_group("made_client")


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    store = build_store(tmp_path_factory.mktemp("world") / "vedette.db")
    app = create_app(store.view, WATCH, reports_folder=Path("/nonexistent"))
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning", lifespan="off"))
    with listen("127.0.0.1", 0) as listener:
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        while not server.started and thread.is_alive():
            time.sleep(0.02)
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        server.should_exit = True
        thread.join()
    store.close()


@pytest.fixture(scope="module")
def client(address: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """Made without a warning; what it writes is not sent through a formatter."""
    folder = tmp_path_factory.mktemp("client")
    (folder / "config.json").write_text('{"post_hooks": []}')
    made = [
        sys.executable, "-m", "openapi_python_client", "generate", "--url", f"{address}/api/v1/openapi.json",
        "--meta", "none", "--config", folder / "config.json", "--output-path", folder / NAME, "--fail-on-warning",
    ]  # fmt: skip
    done = subprocess.run(
        made, env={**os.environ, "NO_PROXY": "127.0.0.1"}, capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stdout + done.stderr
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(folder)
        maker = import_module(f"{NAME}.client").Client
        with maker(base_url=address, raise_on_unexpected_status=True, httpx_args={"trust_env": False}) as asking:
            yield asking


def called(name: str, client: Any, *which: str, **asked: Any) -> Any:
    return import_module(f"{NAME}.api.default.{name}").sync(*which, client=client, **asked)


def served(address: str, path: str, **asked: str) -> Any:
    return httpx.get(f"{address}/api/v1/{path}", params=asked, trust_env=False).raise_for_status().json()


@pytest.mark.parametrize("name", ["events", "statements", "control", "threats", "observations", "sources"])
def test_each_list_comes_back_as_it_is_served(client: Any, address: str, name: str) -> None:
    """Typed and turned back into JSON: no field is lost, none is read as another."""
    told = served(address, name)
    assert told[name]
    assert called(name, client).to_dict() == told


def test_values_have_their_types(client: Any, address: str) -> None:
    """Days, codes, places, figures and spans."""
    models = import_module(f"{NAME}.models")
    rows = {row["id"]: row for row in served(address, "events")["events"]}
    for one in called("events", client).events:
        row = rows.pop(one.id)
        assert isinstance(one, models.Event)
        assert one.from_ == (date.fromisoformat(row["from"]) if row["from"] else None)
        assert one.status is models.EventStatus(row["status"])
        assert (one.place.lat if one.place else None) == (row["place"]["lat"] if row["place"] else None)
        assert [figure.low for figure in one.figures] == [figure["low"] for figure in row["figures"]]
    assert not rows
    said = called("statements", client).statements
    assert {type(one) for one in said} == {models.Statement}
    assert all(one.end - one.start == len(one.text) for one in said)


def test_it_filters_and_turns_pages(client: Any, address: str) -> None:
    """With what the description says may be asked."""
    models = import_module(f"{NAME}.models")
    wanted = {row["id"] for row in served(address, "statements", side="north")["statements"]}
    found: list[str] = []
    page = called("statements", client, side=models.StatementsSide.NORTH, limit=1)
    found += [one.id for one in page.statements]
    while page.next_:
        page = called("statements", client, side=models.StatementsSide.NORTH, limit=1, cursor=page.next_)
        found += [one.id for one in page.statements]
    assert len(found) == len(wanted) > 1
    assert set(found) == wanted


def test_one_by_its_id_and_none(client: Any) -> None:
    """A statement stands where it is said to in its document; an id that nothing has is the error that is described."""
    first = called("events", client).events[0]
    assert called("one_events", client, first.id) == first
    said = called("one_statements", client, first.statements[0])
    document = called("one_documents", client, said.document)
    assert document.text[said.start : said.end] == said.text
    assert type(called("one_events", client, "evt_none")).__name__ == "Error"
