"""A web page: its article, and what it says about itself."""

import json
import re
from typing import Any

from vedette.model.capture import Capture
from vedette.model.errors import ReadError
from vedette.model.interval import Interval
from vedette.model.publisher import host_names
from vedette.read.charset import declared_charset, decode
from vedette.read.clean import bounded, clean, line, refuse_noise
from vedette.read.dates import instant, published
from vedette.read.draft import Draft, Publisher, Reading
from vedette.read.language import declared_language
from vedette.read.markup import parse, tree_text
from vedette.read.text import file_name

MAX_HTML = 5_000_000
"""Characters of a page; news pages have a tenth of this."""

_MOST_ELEMENTS = 20_000
_WITHOUT_TEXT = "is HTML without text: save the page once it shows its article, and add that"
_TOO_DEEP = "is nested deeper than 256 elements: save its article as text and add that"

_PUBLISHED = ("article:published_time", "datepublished", "og:published_time", "parsely-pub-date", "dc.date.issued",
              "dcterms.issued", "dc.date", "pubdate", "publish-date", "date")  # fmt: skip
_MODIFIED = ("article:modified_time", "datemodified", "og:updated_time", "dcterms.modified")
_SAVED_FROM = re.compile(
    r"<!--\s*saved from url=\(\d+\)(\S{1,2000})\s*-->|<!--\s*Page saved with SingleFile\s+url:\s*(\S{1,2000})"
)
_JSON_DATE = re.compile(r'"(datePublished|dateModified)"\s*:\s*("[^"\\]{8,40}")')


def read_page(payload: bytes, capture: Capture) -> Reading:
    content_type = dict(capture.headers).get("content-type")
    markup = decode(payload, declared_charset(content_type, payload))
    if len(markup) > MAX_HTML:
        raise ReadError(f"is a page of {len(markup):,} characters; at most {MAX_HTML:,} can be read: save its article")
    refuse_noise(markup)
    parsed = parse(markup)
    if parsed is None:
        raise ReadError(_WITHOUT_TEXT)
    draft = _draft(parsed.tree, markup, capture)
    if draft is None:
        raise ReadError(_TOO_DEEP if parsed.cut else _WITHOUT_TEXT)
    return Reading(
        drafts=(draft,), problem=f"this page {_TOO_DEEP}; what stands above that was read" if parsed.cut else None
    )


def _draft(tree: Any, markup: str, capture: Capture) -> Draft | None:
    metas = _metas(tree)
    # Before the article is taken out: that changes the tree.
    address, language, dates = _address(tree, metas, markup, capture), tree.get("lang"), _dates(tree, metas, markup)
    plain = bounded(tree_text(tree))
    article = _article(tree)
    title = line(metas.get("og:title")) or line(getattr(article, "title", None))
    text = _without_title(clean(_paragraphs(getattr(article, "text", None) or "")), title) or plain
    if not any(char.isalnum() for char in text):
        return None
    site = line(metas.get("og:site_name")) or line(getattr(article, "sitename", None))
    hosts = host_names(address)
    return Draft(
        text=text,
        label=address or file_name(capture.address),
        origin=address or capture.address,
        publisher=Publisher(
            names=tuple(name for name in (*hosts, site) if name), host=next(iter(hosts), None), name=site
        ),
        title=title,
        author=line(getattr(article, "author", None)),
        published=_published(dates, article, capture),
        modified=next((found for one in dates["modified"] if (found := instant(one, capture.fetched))), None),
        language=declared_language(language, text),
        address=address,
    )


def _article(tree: Any) -> Any | None:
    """Trafilatura's document; None where it finds none or would take long.

    Its date is taken from the markup only: a date found in prose is a guess.
    """
    # Half a second to import: not for a run that has no page to read.
    import trafilatura

    if sum(1 for _ in tree.iter()) > _MOST_ELEMENTS:
        return None
    return trafilatura.bare_extraction(
        tree,
        include_comments=False,
        include_tables=True,
        with_metadata=True,
        date_extraction_params={"extensive_search": False, "original_date": True, "max_date": "2100-01-01"},
    )


def _paragraphs(text: str) -> str:
    return re.sub(r"\n+", "\n\n", text)


def _without_title(text: str, title: str | None) -> str:
    first, _, rest = text.partition("\n")
    return rest.strip() if title and rest.strip() and line(first) == title else text


def _metas(tree: Any) -> dict[str, str]:
    """The first content of each `<meta>`, by its lower-case property, name or itemprop."""
    found: dict[str, str] = {}
    for meta in tree.iter("meta"):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop")
        if name and meta.get("content"):
            found.setdefault(name.strip().lower(), meta.get("content"))
    return found


def _address(tree: Any, metas: dict[str, str], markup: str, capture: Capture) -> str | None:
    """Of a fetched page where it was fetched from; a page may say anything. Of a saved page what it says."""
    if host_names(capture.address):
        return capture.address
    saved = _SAVED_FROM.search(markup[:5000])
    canonical = (link.get("href") for link in tree.iter("link") if (link.get("rel") or "").lower() == "canonical")
    stated = (saved and (saved[1] or saved[2]), next(canonical, None), metas.get("og:url"))
    return next((one.strip() for one in stated if one and len(one) < 2000 and host_names(one.strip())), None)


def _dates(tree: Any, metas: dict[str, str], markup: str) -> dict[str, list[str]]:
    linked = [(name, json.loads(value, strict=False)) for name, value in _JSON_DATE.findall(markup)]
    times = [time.get("datetime") for time in tree.iter("time") if time.get("datetime")][:1]
    return {
        "published": [metas[name] for name in _PUBLISHED if name in metas]
        + [value for name, value in linked if name == "datePublished"]
        + times,
        "modified": [metas[name] for name in _MODIFIED if name in metas]
        + [value for name, value in linked if name == "dateModified"],
    }


def _published(dates: dict[str, list[str]], article: Any | None, capture: Capture) -> Interval | None:
    stated = [*dates["published"], getattr(article, "date", None)]
    return next((found for one in stated if (found := published(one, capture.fetched))), None)
