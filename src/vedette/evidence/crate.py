"""The metadata of an RO-Crate 1.1: who captured what, when and how, and what came of it, as JSON-LD."""

from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import quote

from vedette.evidence.dossier import Dossier, Proof
from vedette.model.document import Document
from vedette.model.event import Event

METADATA = "ro-crate-metadata.json"
_CONTEXT = ["https://w3id.org/ro/crate/1.1/context", {"sha256": "https://schema.org/sha256"}]
_VEDETTE, _UNKNOWN = "#vedette", "#licence-unknown"
_KINDS = {
    ".json": "application/json",
    ".jsonl": "application/x-ndjson",
    ".html": "text/html",
    ".txt": "text/plain",
    ".tsq": "application/timestamp-query",
    ".tsr": "application/timestamp-reply",
    ".ots": "application/vnd.opentimestamps.v1",
    ".pem": "application/x-pem-file",
}


def crate(dossier: Dossier, files: Mapping[str, tuple[int, str]]) -> dict[str, Any]:
    """`files` are size and SHA-256 of all files of the payload but the metadata itself, by path."""
    described = {one["@id"]: one for one in _captures(dossier)} | {one["@id"]: one for one in _texts(dossier)}
    parts = [_file(path, size, sha256, described) for path, (size, sha256) in sorted(files.items())]
    context = [
        *_actions(dossier),
        *_publishers(dossier),
        *(_event(one) for one in dossier.events),
        *_withheld(dossier),
    ]
    return {
        "@context": _CONTEXT,
        "@graph": [
            {
                "@id": METADATA,
                "@type": "CreativeWork",
                "conformsTo": {"@id": "https://w3id.org/ro/crate/1.1"},
                "about": {"@id": "./"},
            },
            _root(dossier, parts, context),
            _software(dossier),
            {
                "@id": _UNKNOWN,
                "@type": "CreativeWork",
                "name": "Not known",
                "description": "The captured works are their publishers'; by what licence, if any, is not known.",
            },
            *parts,
            *context,
        ],
    }


def _root(dossier: Dossier, parts: list[dict[str, Any]], context: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "@id": "./",
        "@type": "Dataset",
        "name": dossier.title,
        "description": " ".join([dossier.about, dossier.notice, *dossier.policy]).strip(),
        "datePublished": dossier.made.isoformat(),
        "license": {"@id": _UNKNOWN},
        "hasPart": [{"@id": one["@id"]} for one in parts],
        "mentions": [{"@id": one["@id"]} for one in context],
    }


def _software(dossier: Dossier) -> dict[str, Any]:
    return {
        "@id": _VEDETTE,
        "@type": "SoftwareApplication",
        "name": "Vedette",
        "softwareVersion": dossier.version,
        "description": "Captured, read, understood and put together by this program; judgements of people are marked.",
    }


def _file(path: str, size: int, sha256: str, described: Mapping[str, dict[str, Any]]) -> dict[str, Any]:
    address = quote(path)
    own = described.get(address, {"@id": address, "name": PurePosixPath(path).name})
    kind = _KINDS.get(PurePosixPath(path).suffix, "application/octet-stream")
    return {"@type": "File", "encodingFormat": kind, **own, "contentSize": str(size), "sha256": sha256}


def _captures(dossier: Dossier) -> Iterator[dict[str, Any]]:
    for one in dossier.proofs:
        if one.capture is None or one.file is None:
            continue
        yield {
            "@id": quote(one.file),
            "name": one.capture.address,
            "encodingFormat": one.capture.media_type,
            "identifier": one.capture.id,
            "dateCreated": one.capture.fetched.isoformat(),
            "license": {"@id": _UNKNOWN},
            **({"publisher": {"@id": _publisher(one.capture.source)}} if one.capture.source else {}),
        }


def _texts(dossier: Dossier) -> Iterator[dict[str, Any]]:
    files = {one.capture.id: one.file for one in dossier.proofs if one.capture is not None}
    for one in dossier.documents:
        of = files.get(one.capture)
        yield {
            "@id": quote(text_file(one)),
            "name": one.title or one.label,
            "identifier": one.id,
            **({"inLanguage": one.language} if one.language else {}),
            **({"isBasedOn": {"@id": quote(of)}} if of else {}),
            "publisher": {"@id": _publisher(one.source)},
        }


def text_file(document: Document) -> str:
    return f"documents/{document.id}.txt"


def _actions(dossier: Dossier) -> Iterator[dict[str, Any]]:
    for one in dossier.proofs:
        if one.capture is None:
            continue
        done = {"result": {"@id": quote(one.file)}} if one.file else {"result": {"@id": _mark(one)}}
        yield {
            "@id": f"#capture-{one.position}",
            "@type": "CreateAction",
            "name": f"Capture of {one.capture.address}",
            "instrument": {"@id": _VEDETTE},
            "endTime": one.capture.fetched.isoformat(),
            "identifier": one.capture.id,
            **done,
        }
    yield {
        "@id": "#export",
        "@type": "CreateAction",
        "name": "Export of the evidence",
        "agent": {"@id": "#exporter"},
        "instrument": {"@id": _VEDETTE},
        "endTime": dossier.made.isoformat(),
        "result": {"@id": "./"},
    }
    yield {"@id": "#exporter", "@type": "Person", "name": dossier.by}


def _publishers(dossier: Dossier) -> Iterator[dict[str, Any]]:
    for one in dossier.sources:
        yield {"@id": _publisher(one.id), "@type": "Organization", "name": one.name}


def _publisher(source: str) -> str:
    return f"#source-{quote(source, safe='')}"


def _event(event: Event) -> dict[str, Any]:
    """By the accounts of others: the status says how far they agree."""
    where = {"location": event.place.name} if event.place else {}
    when = event.when
    days = {"startDate": when.first_day.isoformat(), "endDate": when.last_day.isoformat()} if when else {}
    return {
        "@id": f"#{event.id}",
        "@type": "Event",
        "name": f"{event.subtype or event.plover}, as told: {event.assessment.status}",
        "description": " ".join(event.assessment.reasons),
        **where,
        **days,
    }


def _withheld(dossier: Dossier) -> Iterator[dict[str, Any]]:
    for one in dossier.proofs:
        if one.file is None:
            yield {"@id": _mark(one), "@type": "CreativeWork", "name": "Withheld", "description": one.withheld}


def _mark(one: Proof) -> str:
    return f"#withheld-{one.position}"
