"""What a workspace holds, without the times of fetching and the numbers of rows."""

from dataclasses import replace

import msgspec

from vedette.model.query import Query
from vedette.ports import View
from vedette.store.rows import decode, encode

_ALL = Query(limit=2**31 - 1)
_SOME_TIME = "2000-01-01T00:00:00Z"


def canon(view: View) -> dict[str, list[str]]:
    """Facts as JSON by kind, sorted; two workspaces with the same content give the same."""
    documents = view.documents()
    versions = [version for document in documents for version in view.versions(document.origin)]
    analyses = view.analyses([version.id for version in versions])
    rooms: dict[str, list[object]] = {
        "sources": list(view.sources()),
        "captures": [
            replace(capture, fetched=decode(f'"{_SOME_TIME}"', type(capture.fetched))) for capture in view.captures()
        ],
        "current": [document.id for document in documents],
        "versions": list(versions),
        "analyses": list(analyses),
        "statements": list(view.statements(_ALL)),
        "events": list(view.events(_ALL)),
        "control": list(view.control()),
        "threats": list(view.threats()),
        "links": [replace(link, made=None) for link in view.links()],
        "failures": list(view.failures()),
        "counts": list(view.counts().items()),
    }
    return {room: sorted(encode(fact) for fact in facts) for room, facts in rooms.items()}


def digest(view: View) -> str:
    return msgspec.json.encode(canon(view), order="sorted").decode("utf-8")
