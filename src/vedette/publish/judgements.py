"""Every judgement: that two things are told of one event, or not, by rules with numbers and by persons with their why;
and what persons said of single statements and mentions."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from vedette.model.correction import Correction, Spot, Voice
from vedette.model.ids import DocumentId
from vedette.model.link import Link, mention_of
from vedette.ports import View
from vedette.publish.policy import Clearance

_PAGE = 1_000


def judgement_rows(view: View, clearance: Clearance) -> Iterator[dict[str, Any]]:
    """Oldest first. Where anything is held back, only judgements on current documents that are not."""
    links = view.links()
    labels = {document.id: document.label for document in view.documents()}
    for start in range(0, len(links), _PAGE):
        yield from _rows(links[start : start + _PAGE], view, clearance, labels)


def _rows(
    links: Sequence[Link], view: View, clearance: Clearance, labels: Mapping[DocumentId, str]
) -> Iterator[dict[str, Any]]:
    papers = view.told_in(sorted({mention_of(end) for link in links for end in link.pair}))
    for link in links:
        documents = [papers.get(mention_of(end)) for end in (link.left, link.right)]
        if not clearance.held or all(one in labels and one not in clearance.held for one in documents):
            left, right = (labels.get(one, one) if one else None for one in documents)
            yield encode_judgement(link, left, right)


def correction_rows(view: View, clearance: Clearance) -> Iterator[dict[str, Any]]:
    """Oldest first. Where anything is held back, only those on current documents that are not."""
    labels = {document.id: document.label for document in view.documents()}
    for one in view.corrections():
        if not clearance.held or (one.document in labels and one.document not in clearance.held):
            yield encode_correction(one, labels.get(one.document, one.document))


def encode_correction(one: Correction, document: str) -> dict[str, Any]:
    """`read` is what the machine read, which stays as it is."""
    return {
        "document": document,
        "matter": one.matter,
        "id": one.target,
        "read": one.read,
        "judgement": one.verdict,
        "speaker": _voice(one.voice) if one.voice else None,
        "place": _spot(one.spot) if one.spot else None,
        "by": one.maker,
        "made": one.made.isoformat(),
        "reason": one.reason,
    }


def _voice(voice: Voice) -> dict[str, Any]:
    return {"name": voice.name, "outlet": voice.own, "country": voice.country}


def _spot(spot: Spot) -> dict[str, Any]:
    found = {"id": spot.place, "name": spot.name, "kind": spot.kind, "country": spot.country}
    return {**found, "lat": spot.lat, "lon": spot.lon, "radius_m": spot.radius_m}


def encode_judgement(link: Link, left: str | None, right: str | None) -> dict[str, Any]:
    return {
        "left": {"document": left, "id": link.left},
        "right": {"document": right, "id": link.right},
        "judgement": link.judgement,
        "by": link.maker,
        "made": link.made.isoformat() if link.made else None,
        "reasons": list(link.reasons),
        "score": link.score,
        "features": dict(link.features),
    }
