"""What is stored and asked for again."""

from functools import cache
from pathlib import Path
from typing import Any

from hostility.answers import FETCHED, WATCH, must, outcome_of
from hostility.sandbox import Sandbox
from vedette.model.capture import Capture
from vedette.model.document import Document
from vedette.model.source import UNKNOWN

_CAPTURE = Capture(
    id="any", sha256="0" * 64, size=1, address="file:///in/item", fetched=FETCHED, media_type="text/plain"
)


@cache
def _store(folder: Path) -> Any:
    from vedette.store.sqlite import SqliteStore

    return SqliteStore(folder / "hostile.db", create=True)


def kept(case: tuple[str, bytes], sandbox: Sandbox) -> None:
    """What a reader made is stored, and comes back as it was."""
    from dataclasses import replace

    media, payload = case
    outcome = outcome_of(sandbox.named(payload), media)
    store = _store(sandbox.workspace)
    capture = replace(_CAPTURE, id=outcome.item)
    store.append((capture, *WATCH.sources, UNKNOWN, *outcome.results))
    kept = {one.id: (one.origin, one.text) for one in outcome.results if isinstance(one, Document)}
    found = {one.id: (one.origin, one.text) for one in store.view().documents(sorted(kept))}
    must(found == kept, "a document that came back as another")


def asked(case: tuple[str, str], sandbox: Sandbox) -> None:
    """Any text in the search boxes of a store: no error, and nothing is changed."""
    from vedette.model.query import Query

    typed, other = case
    store, query = _store(sandbox.workspace), Query(text=typed, speaker=other, place=other, source=typed, side=other)
    view = store.view()
    before = view.totals()
    for asked in (query, Query(text=typed), Query(place=typed), Query(speaker=typed), Query(side=typed, status=other)):
        view.statements(asked)
        view.count_statements(asked)
        view.events(asked)
    view.find_documents(typed)
    view.document(typed)
    view.versions(typed)
    view.control_of(typed)
    must(view.totals() == before, "a question that changed the store")
