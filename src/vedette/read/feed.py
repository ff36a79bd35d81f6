"""RSS 2.0, RSS 1.0 and Atom: one document an item."""

import re
from typing import Any

from lxml import etree

from vedette.model.capture import Capture
from vedette.model.errors import ReadError
from vedette.model.publisher import host_names
from vedette.read.charset import declared_charset, decode
from vedette.read.clean import MAX_TEXT, line
from vedette.read.dates import instant, published
from vedette.read.draft import Draft, Publisher, Reading
from vedette.read.language import declared_language
from vedette.read.markup import fragment_text, tree_text

_DOCTYPE = re.compile(r"<!DOCTYPE[^>\[]*(\[)?|<!ENTITY", re.IGNORECASE)
_XML_DECLARATION = re.compile(r"^\s*<\?xml[^>]{0,300}\?>")
_BODIES = ("encoded", "content", "description", "summary")
_DATES = ("pubDate", "published", "date", "issued", "updated")
_LONGEST_ADDRESS = 2000
_MOST_TAGS = 500_000


def read_feed(payload: bytes, capture: Capture) -> Reading:
    root = _root(decode(payload, declared_charset(dict(capture.headers).get("content-type"), payload)))
    channel = next((node for node in root if _name(node) == "channel"), root)
    items = [node for node in root.iter() if _name(node) in {"item", "entry"}]
    by, language = _publisher(channel), _content(_child(channel, "language")) or channel.get(_XML_LANG)
    drafts = [_draft(item, by, language, capture) for item in items]
    kept = tuple(draft for draft in drafts if draft and len(draft.text) <= MAX_TEXT)
    if not kept:
        raise ReadError("is a feed without an item that has text: check the address, or try again when it has news")
    left = len(items) - len(kept)
    return Reading(
        drafts=kept, problem=f"{left} of {len(items)} items have no text or too much of it" if left else None
    )


def _root(text: str) -> Any:
    """Parsed without entities, external files or expansion; a feed that declares entities is refused."""
    doctype = _DOCTYPE.search(text)
    if doctype and (doctype[1] or doctype[0].upper() == "<!ENTITY"):
        raise ReadError("is XML with a document type of its own, which may be a bomb: add a feed without DOCTYPE")
    if text.count("<") > _MOST_TAGS:
        raise ReadError(f"is a feed of more than {_MOST_TAGS:,} tags: add one with fewer items")
    parser = etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        recover=True,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(_XML_DECLARATION.sub("", text).encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError as error:
        raise ReadError(f"is a damaged feed (line {error.lineno}): check the address, or save the feed again") from None
    if root is None:
        raise ReadError("is a damaged feed: check the address, or save the feed again")
    return root


def _draft(item: Any, by: Publisher, language: str | None, capture: Capture) -> Draft | None:
    title, body = line(_plain(_child(item, "title"))), _body(item)
    text = body or title
    if not text:
        return None
    link = _link(item)
    guid = line(_content(_child(item, "guid", "id")), _LONGEST_ADDRESS) or line(item.get(_RDF_ABOUT), _LONGEST_ADDRESS)
    return Draft(
        text=text,
        label=guid or link or title or line(text, 80) or "item",
        publisher=by,
        title=title,
        author=_author(item),
        published=next((found for one in _dates(item) if (found := published(one, capture.fetched))), None),
        modified=instant(_content(_child(item, "updated", "modified")), capture.fetched),
        language=declared_language(language, text),
        address=link,
        forwarded_from=_republished(item),
    )


_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_RDF_ABOUT = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about"


def _publisher(channel: Any) -> Publisher:
    """The host of the feed's site, then its title."""
    hosts, title = host_names(_link(channel)), line(_plain(_child(channel, "title")))
    return Publisher(names=tuple(name for name in (*hosts, title) if name), host=next(iter(hosts), None), name=title)


def _body(item: Any) -> str:
    """The fullest that the item gives: whole content before a summary."""
    for name in _BODIES:
        text = _plain(_child(item, name))
        if text:
            return text
    return ""


def _plain(node: Any | None) -> str:
    """Text of an element that holds HTML: escaped, in CDATA, or as XHTML elements."""
    if node is None:
        return ""
    return tree_text(node) if len(node) else fragment_text(node.text or "")


def _dates(item: Any) -> list[str]:
    return [_content(node) for name in _DATES if (node := _child(item, name)) is not None]


def _author(item: Any) -> str | None:
    node = _child(item, "creator", "author")
    if node is None:
        return None
    return line(_content(_child(node, "name"))) or line(_content(node))


def _republished(item: Any) -> str | None:
    """`<source>` of RSS, and of Atom the feed an entry was taken over from."""
    node = _child(item, "source")
    return None if node is None else line(_content(_child(node, "title"))) or line(_content(node))


def _link(node: Any) -> str | None:
    """RSS writes the address as text, Atom as `href`; only a web address counts."""
    links = [child for child in node if _name(child) == "link"]
    links.sort(key=lambda child: child.get("rel", "alternate") != "alternate")
    stated = [(child.get("href") or child.text or "").strip() for child in links]
    return next((line(one) for one in stated if len(one) <= _LONGEST_ADDRESS and host_names(one)), None)


def _child(node: Any, *names: str) -> Any | None:
    """The first child of one of these local names; a name given earlier wins."""
    for name in names:
        found = next((child for child in node if _name(child) == name), None)
        if found is not None:
            return found
    return None


def _content(node: Any | None) -> str:
    return "" if node is None else (node.text or "").strip()


def _name(node: Any) -> str:
    return node.tag.rpartition("}")[2] if isinstance(node.tag, str) else ""
