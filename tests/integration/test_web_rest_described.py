"""The description of /api/v1 held against its answers by Schemathesis, with questions that it allows and others."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

schemathesis = pytest.importorskip("schemathesis", reason="needs the schemathesis package")

from hypothesis import HealthCheck, given, settings  # noqa: E402
from schemathesis.specs.openapi.checks import positive_data_acceptance  # noqa: E402
from web_world import WATCH, build_store  # noqa: E402

from vedette.web.app import create_app  # noqa: E402


@pytest.fixture(scope="module")
def described(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    store = build_store(tmp_path_factory.mktemp("world") / "vedette.db")
    app = create_app(store.view, WATCH, reports_folder=Path("/nonexistent"), hosts=["testserver"])
    yield schemathesis.openapi.from_asgi("/api/v1/openapi.json", app)
    store.close()


def test_every_address_is_described(described: Any) -> None:
    """Each way under /api/v1 but the description itself."""
    paths = {operation.ok().path for operation in described.get_all_operations()}
    assert paths == {way.path for way in described.app.state.ways if way.path.startswith("/api/v1/")} - {
        "/api/v1/openapi.json"
    }


def test_answers_conform(described: Any) -> None:
    """No server error, no undescribed status, no row that is not of its schema. That days and the corners of a box have
    an order no schema can say, so that one check is left out."""
    for operation in described.get_all_operations():

        @given(case=operation.ok().as_strategy())
        @settings(max_examples=15, deadline=None, database=None, suppress_health_check=list(HealthCheck))
        def conforms(case: Any) -> None:
            case.call_and_validate(excluded_checks=[positive_data_acceptance])

        conforms()
