"""Public warnings in the Common Alerting Protocol (CAP 1.2, OASIS), from a folder or an address, as reports."""

import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from urllib.parse import quote

from lxml import etree

from vedette.extension import Asked, Fetched, Remember, Report
from vedette.model.errors import CaptureError, ReadError
from vedette.model.interval import Interval

_NAMESPACE = "urn:oasis:names:tc:emergency:cap:1.2"
_CAP = {"c": _NAMESPACE}
_LARGEST, _MOST_FILES = 1_000_000, 1_000
_LABEL = re.compile(r"[^\w.-]+")


class CapAlerts:
    """`folder` is where the alerts lie, beside `watch.toml` or with its whole path; else `address` is one alert."""

    def recognises(self, name: str, head: bytes) -> bool:
        return b"<alert" in head[:2_000] and _NAMESPACE.encode() in head[:4_000]

    def collect(self, asked: Asked) -> Iterator[Fetched | Remember]:
        folder = asked.settings.get("folder")
        if isinstance(folder, str):
            yield from _of_folder(asked.workspace / folder, asked.memory.get("last", ""))
        elif asked.address:
            yield Fetched(address=asked.address, payload=asked.get(asked.address))
        else:
            raise CaptureError("needs a `folder` or an `address`: add one to its [[collect]] table")

    def read(self, payload: bytes, address: str) -> Iterator[Report]:
        alert = _parsed(payload)
        sent = _moment(_text(alert, "sent"))
        identifier, sender = _text(alert, "identifier"), _text(alert, "senderName") or _text(alert, "sender")
        if not identifier:
            raise ReadError("is an alert without an identifier: nothing tells it from others")
        for number, info in enumerate(alert.iterfind("c:info", _CAP), start=1):
            parts = (_text(info, part) for part in ("headline", "description", "instruction"))
            yield Report(
                text="\n\n".join(filter(None, parts)),
                label=_LABEL.sub("-", f"{identifier}-{number}"),
                title=_text(info, "headline") or _text(info, "event") or None,
                published=sent,
                language=_text(info, "language")[:2].lower() or None,
                by=_text(info, "senderName") or sender or None,
            )


def _of_folder(folder: Path, last: str) -> Iterator[Fetched | Remember]:
    """Files whose names come after the last one that was taken."""
    if not folder.is_dir():
        raise CaptureError(f"{folder} is no folder: correct `folder` in its [[collect]] table")
    new = sorted(path for path in folder.glob("*.xml") if path.name > last)[:_MOST_FILES]
    for path in new:
        if path.stat().st_size <= _LARGEST:
            yield Fetched(address=f"file://{quote(str(path.resolve()))}", payload=path.read_bytes())
        yield Remember(memory={"last": path.name})


def _parsed(payload: bytes) -> etree._Element:
    """Entities are not followed: an alert has none."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(payload, parser)
    except etree.XMLSyntaxError as error:
        raise ReadError(f"is no XML that can be read ({error}): ask for it again") from error
    if root.tag != f"{{{_NAMESPACE}}}alert":
        raise ReadError("is no CAP 1.2 alert")
    return root


def _text(element: etree._Element, name: str) -> str:
    return (element.findtext(f"c:{name}", namespaces=_CAP) or "").strip()


def _moment(sent: str) -> Interval | None:
    try:
        moment = datetime.fromisoformat(sent)
    except ValueError:
        return None
    return Interval.of_instant(moment) if moment.tzinfo else None
