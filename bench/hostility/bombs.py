# ruff: noqa: E501
"""Little that becomes much, and much that takes long."""

import gzip
import json
import zlib
from random import Random

from hostility import words
from vedette.model.media import MediaType

_UNITS = (
    " ", "\t", "\n", " \n", "\n ", "\r", "#", "# ", "*", "**a", "_", "__a_", "[", "![", "](", "[a](", "`", "-", "- ", "---\n", ">", "> ", "<", "<a ", "<!--", "<!-- -->",
    "</", "<p>", "<b> </b>", "<br>", "<div>", "<i>x", "<table><tr><td>", "<item/>", "<item><title>a</title></item>", "<entry>", "<![CDATA[", "<!DOCTYPE ", "<?xml ", "<?a?>",
    "&", "&amp;", "&#x41;", "&e0;", '"', "'", "(", "{", "[[", "{}", "{},", "[],", '"a":', '{"a":1},', "1,", "1", "0.", "a", "a.", "a@", "a.b/", "http://a.b/", "www.", "@a ",
    "\u0301", "\u0301\u0316", "a\u0316\u0301", "\u202e", "\u200b", "\ufdfa", "\U0001f600", "й", "И\u0306", "\xa0", "\u2028", "\x1b[", "=", "=1+1,", "%", "\\", "\\u0041",
    "1.1.2024 ", "2024-05-12 ", "May 12, ", "Title: a\n", "Source: b\n", "Date: ", "a\n\n", "Aa ", "“", "”", "« ", "he said ", '"he said" ', "Kharkiv, ", "killed 5, ", "If ",
    "charset=", "encoding=\"", "saved from url=(1)", '"datePublished":', "<meta name=date content=1>", "<time datetime=1>", "<link rel=canonical href=http://a.b/>", "<svg>",
)  # fmt: skip
_MEDIA = (
    MediaType.TEXT,
    MediaType.MARKDOWN,
    MediaType.HTML,
    MediaType.RSS,
    MediaType.ATOM,
    MediaType.JSONL,
    MediaType.TELEGRAM,
)
_SIZES = {MediaType.TEXT: 1_990_000, MediaType.MARKDOWN: 1_990_000, MediaType.HTML: 4_990_000}
_LARGEST = 64_000_000
_CASES = tuple((media, unit) for unit in _UNITS for media in _MEDIA)
_WRAPS = {
    MediaType.RSS: ("<rss><channel><item><description>", "</description></item></channel></rss>"),
    MediaType.ATOM: ("<feed>", "</feed>"),
    MediaType.HTML: ("<html><body><p>a", "b</p></body></html>"),
    MediaType.TEXT: ("Report a", "b"),
    MediaType.MARKDOWN: ("# ", "b"),
}


def unit(rng: Random) -> str:
    return rng.choice(_UNITS)


def large(rng: Random) -> tuple[str, bytes]:
    """Up to what each reader takes: text and pages to their number of characters, the rest to 64 MB, as files may be."""
    media, unit = rng.choice(_CASES)
    size = _SIZES.get(media, rng.choice((2_000_000, 15_000_000, _LARGEST)))
    run = unit * (size // len(unit.encode("utf-8", "surrogatepass")))
    if media is MediaType.JSONL:
        line = json.dumps({"id": "a", "text": run[: min(size, 1_900_000)], "source": unit * 1000}, ensure_ascii=False)
        return media, (line if rng.random() < 0.7 else run).encode("utf-8", "replace")
    if media is MediaType.TELEGRAM:
        return media, _export(rng, run).encode("utf-8", "replace")
    before, after = _WRAPS[media] if rng.random() < 0.8 else ("a", "")
    return media, f"{before}{run}{after}".encode("utf-8", "replace")


def _export(rng: Random, run: str) -> str:
    if rng.random() < 0.5:
        return '{"name":"a","id":1,"messages":[' + run.rstrip(",") + "]}"
    message = {"id": 1, "type": "message", "date": "2024-05-12T10:00:00", "text": run[:1_900_000]}
    return json.dumps({"name": "a", "id": 1, "messages": [message]}, ensure_ascii=False)


def packed(rng: Random) -> tuple[str, list[bytes]]:
    """A content encoding, and the pieces as they come from the wire: bombs, torn and wrong ones among them."""
    body = (
        b"\x00" * rng.choice((0, 10, 1000, 1_000_000))
        if rng.random() < 0.2
        else words.text(rng).encode("utf-8", "replace")
    )
    raw = rng.choice((gzip.compress, zlib.compress, bytes, lambda one: gzip.compress(gzip.compress(one))))(body)
    raw = words.damaged(rng, raw) if rng.random() < 0.4 else raw
    step = rng.randint(1, max(1, len(raw)))
    pieces = [raw[at : at + step] for at in range(0, len(raw), max(step, len(raw) // 20 or 1))]
    return rng.choice(("gzip", "deflate", "x-gzip", "", "identity", "br", words.nasty(rng, 1))), pieces
