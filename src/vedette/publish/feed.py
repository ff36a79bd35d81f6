"""Tidings as a feed: Atom (RFC 4287) and RSS 2.0. What is told is text in both, never markup."""

from collections.abc import Sequence
from datetime import datetime
from email.utils import format_datetime
from pathlib import Path

from lxml import etree

from vedette.model.alert import Alert, Tiding
from vedette.model.ids import content_id
from vedette.model.watch import Watch
from vedette.publish.letter import paragraph
from vedette.publish.plain import plain, shortened

MOST = 200
_ATOM = "http://www.w3.org/2005/Atom"
_LONGEST_TITLE = 300


def write_feeds(rule: Alert, told: Sequence[Tiding], watch: Watch, folder: Path, now: datetime) -> tuple[Path, Path]:
    """The newest 200, the latest first. Files that say the same already stay as they are."""
    newest = sorted(told, key=lambda one: (one.found, one.id), reverse=True)[:MOST]
    folder.mkdir(exist_ok=True)
    atom, rss = folder / f"{rule.name}.atom", folder / f"{rule.name}.rss"
    moment = newest[0].found if newest else now
    if newest or not _is_empty(atom, b"<entry"):
        _write(atom, _atom(rule, newest, watch, moment))
    if newest or not _is_empty(rss, b"<item"):
        _write(rss, _rss(rule, newest, watch, moment))
    return atom, rss


def _is_empty(path: Path, mark: bytes) -> bool:
    """Whether it is there and tells nothing; when that was written is no news."""
    return path.exists() and mark not in path.read_bytes()


def _write(path: Path, content: bytes) -> None:
    """Whole or not at all: a reader may come at any time."""
    if path.exists() and path.read_bytes() == content:
        return
    part = path.with_name(f".{path.name}.part")
    part.write_bytes(content)
    part.replace(path)


def title_of(rule: Alert, watch: Watch) -> str:
    return f"{plain(watch.name)}: {rule.name}"


def _atom(rule: Alert, told: Sequence[Tiding], watch: Watch, moment: datetime) -> bytes:
    feed = etree.Element(f"{{{_ATOM}}}feed", nsmap={None: _ATOM})
    _put(feed, "id", f"urn:vedette:feed:{content_id('fed', watch.name, rule.name)}", _ATOM)
    _put(feed, "title", title_of(rule, watch), _ATOM)
    _put(feed, "subtitle", _subtitle(watch), _ATOM)
    _put(feed, "updated", moment.isoformat(), _ATOM)
    author = etree.SubElement(feed, f"{{{_ATOM}}}author")
    _put(author, "name", plain(watch.name), _ATOM)
    etree.SubElement(feed, f"{{{_ATOM}}}link", rel="alternate", href=f"{rule.pages}/")
    for one in told:
        entry = etree.SubElement(feed, f"{{{_ATOM}}}entry")
        _put(entry, "id", _urn(one), _ATOM)
        _put(entry, "title", shortened(one.line, _LONGEST_TITLE), _ATOM)
        _put(entry, "published", one.found.isoformat(), _ATOM)
        _put(entry, "updated", one.found.isoformat(), _ATOM)
        etree.SubElement(entry, f"{{{_ATOM}}}link", rel="alternate", href=f"{rule.pages}{one.path}")
        for term in (one.occasion, one.status):
            etree.SubElement(entry, f"{{{_ATOM}}}category", term=term)
        _put(entry, "content", paragraph(one, rule.pages), _ATOM)
    return _written(feed)


def _rss(rule: Alert, told: Sequence[Tiding], watch: Watch, moment: datetime) -> bytes:
    rss = etree.Element("rss", version="2.0")
    channel = etree.SubElement(rss, "channel")
    _put(channel, "title", title_of(rule, watch))
    _put(channel, "link", f"{rule.pages}/")
    _put(channel, "description", _subtitle(watch))
    _put(channel, "lastBuildDate", format_datetime(moment))
    for one in told:
        item = etree.SubElement(channel, "item")
        _put(item, "title", shortened(one.line, _LONGEST_TITLE))
        _put(item, "link", f"{rule.pages}{one.path}")
        # Readers take a description for HTML: what is escaped twice is shown as the text that it is.
        _put(item, "description", _as_html(paragraph(one, rule.pages)))
        _put(item, "pubDate", format_datetime(one.found))
        guid = _put(item, "guid", _urn(one))
        guid.set("isPermaLink", "false")
        for term in (one.occasion, one.status):
            _put(item, "category", term)
    return _written(rss)


def _as_html(text: str) -> str:
    for letter, entity in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ("\n", "<br>")):
        text = text.replace(letter, entity)
    return text


def _subtitle(watch: Watch) -> str:
    return " ".join(filter(None, (plain(watch.notice), "What sources said, each with its status; never a fact.")))


def _urn(one: Tiding) -> str:
    return f"urn:vedette:{one.id}"


def _put(parent: etree._Element, name: str, text: str, space: str | None = None) -> etree._Element:
    child = etree.SubElement(parent, f"{{{space}}}{name}" if space else name)
    child.text = text
    return child


def _written(root: etree._Element) -> bytes:
    written = etree.tostring(root, xml_declaration=True, encoding="utf-8", pretty_print=True)
    assert isinstance(written, bytes)
    return written
