"""What a feed's items and a page's links lead to."""

from typing import Any
from urllib.parse import urljoin, urlsplit

from lxml import etree

from vedette.collect.robots import fits
from vedette.model.errors import CaptureError

_LONGEST, _MOST = 2000, 2000
_NO_PAGES = (".pdf", ".jpg", ".jpeg", ".png", ".gif", ".webp", ".mp4", ".mp3", ".zip", ".css", ".js")


def feed_links(payload: bytes, base: str) -> list[str | None]:
    """One for each item, None for one without. Raises CaptureError for a feed that is damaged, or may be a bomb."""
    if b"<!ENTITY" in payload.upper():
        raise CaptureError("is a feed that declares entities, which may be a bomb: its items are not followed")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=True)
    root = _root(payload, parser)
    items = [node for node in root.iter(etree.Element) if _name(node) in {"item", "entry"}][:_MOST]
    return [_of_item(item, base) for item in items]


def page_links(payload: bytes, base: str, match: str) -> list[str]:
    """Those to the same host whose path fits, each once, in their order."""
    root = _root(payload, etree.HTMLParser(no_network=True, huge_tree=False, recover=True))
    told = next((node.get("href") for node in root.iter("base") if node.get("href")), None)
    near = (told and _web(base, told)) or base
    host = urlsplit(base).netloc
    found: dict[str, None] = {}
    for node in root.iter("a"):
        address = _web(near, node.get("href") or "")
        if address and _same(address, host, match) and address != base:
            found.setdefault(address)
            if len(found) == _MOST:
                break
    return list(found)


def _same(address: str, host: str, match: str) -> bool:
    parts = urlsplit(address)
    return parts.netloc == host and fits(match, parts.path) and not parts.path.lower().endswith(_NO_PAGES)


def _root(payload: bytes, parser: Any) -> Any:
    try:
        root = etree.fromstring(payload, parser)
    except (etree.XMLSyntaxError, ValueError):
        root = None
    if root is None:
        raise CaptureError("is damaged or empty: check the address, or try again later")
    return root


def _of_item(item: Any, base: str) -> str | None:
    for node in item:
        if _name(node) == "link" and node.get("rel", "alternate") == "alternate":
            address = _web(base, node.get("href") or node.text or "")
            if address:
                return address
    return None


def _web(base: str, link: str) -> str | None:
    """Without its fragment; None for what is no web address, and for one with a password in it."""
    try:
        parts = urlsplit(urljoin(base, link.strip()[:_LONGEST]))
        good = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.username is None
    except ValueError:
        return None
    return parts._replace(fragment="").geturl() if link.strip() and good else None


def _name(node: Any) -> str:
    return str(node.tag).rpartition("}")[2] if isinstance(node.tag, str) else ""
