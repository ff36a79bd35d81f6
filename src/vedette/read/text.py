"""Plain text and Markdown, with the header a person or a tool may have put above it."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from vedette.model.capture import Capture
from vedette.model.errors import ReadError
from vedette.model.interval import Interval
from vedette.model.media import MediaType
from vedette.model.publisher import host_names
from vedette.read.charset import declared_charset, decode
from vedette.read.clean import bounded, clean, line, refuse_noise
from vedette.read.dates import dateline, published
from vedette.read.draft import Draft, Publisher, Reading
from vedette.read.language import declared_language

_FENCE = re.compile(r"---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|$)", re.DOTALL)
_FIELD = re.compile(r"(?P<name>[A-Za-z_]{2,20}):[ \t]*(?P<value>\S.{0,400})")
_FIELDS = {
    "title": "title",
    "headline": "title",
    "source": "source",
    "publisher": "source",
    "site": "source",
    "author": "author",
    "byline": "author",
    "date": "date",
    "published": "date",
    "url": "url",
    "link": "url",
    "language": "language",
    "lang": "language",
}
_LONGEST_TITLE = 200
_DATELINES = 4
_HOST = re.compile(r"(?<![\w@.-])(?:[\w-]{1,63}\.){1,5}[A-Za-z]{2,24}(?![\w-])")
_MARKS: tuple[tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]], ...] = (
    (re.compile(r"(?m)^[ \t]{0,3}#{1,6}[ \t]+(\S.*)$"), lambda heading: heading[1].rstrip("#").rstrip(" \t")),
    (re.compile(r"(?m)^[ \t]{0,3}(?:[-*_=][ \t]*){3,}$"), ""),
    (re.compile(r"(?m)^[ \t]{0,3}>[ \t]?"), ""),
    (re.compile(r"!\[([^\]\n]{0,300})\]\([^)\n]{0,1000}\)"), r"\1"),
    (re.compile(r"\[([^\]\n]{1,300})\]\([^)\n]{0,1000}\)"), r"\1"),
    (re.compile(r"(\*\*|__)(?=\S)([^\n]{1,200}?)(?<=\S)\1"), r"\2"),
    (re.compile(r"(?<![\w*])\*(?=[^\s*])([^*\n]{1,200})(?<=\S)\*(?![\w*])"), r"\1"),
    (re.compile(r"(?<![\w_])_(?=[^\s_])([^_\n]{1,200})(?<=\S)_(?![\w_])"), r"\1"),
    (re.compile(r"`([^`\n]{1,300})`"), r"\1"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sheet:
    """A text parted into what stands above it and itself."""

    fields: dict[str, str] = field(default_factory=dict)
    title: str | None = None
    body: str = ""


def read_text(payload: bytes, capture: Capture) -> Reading:
    """The title and the header fields go into the document's own fields; the text is what follows them."""
    content_type = dict(capture.headers).get("content-type")
    raw = bounded(decode(payload, declared_charset(content_type)))
    refuse_noise(raw)
    text = clean(raw)
    if not any(char.isalnum() for char in text):
        raise ReadError("holds no words: add a file that holds a report")
    sheet = _part(text, markdown=capture.media_type == MediaType.MARKDOWN)
    url = sheet.fields.get("url")
    address = next((one for one in (capture.address, url) if host_names(one)), None)
    return Reading(
        drafts=(
            Draft(
                text=sheet.body,
                label=file_name(capture.address),
                origin=capture.address,
                publisher=_publisher(sheet, url),
                title=sheet.title,
                author=line(sheet.fields.get("author")),
                published=_published(sheet, capture),
                language=declared_language(sheet.fields.get("language"), sheet.body),
                address=address,
            ),
        )
    )


def file_name(address: str) -> str:
    """The last part of an address, to know a document by, in one line without marks of direction."""
    return line(PurePosixPath(unquote(urlsplit(address).path, errors="replace")).name) or address


def _part(text: str, *, markdown: bool) -> _Sheet:
    fenced = _FENCE.match(text)
    fields = dict(_fields(fenced[1].split("\n"))) if fenced else {}
    rest = text[fenced.end() :].strip() if fenced else text
    first, _, below = rest.partition("\n")
    heading = re.match(r"[ \t]{0,3}#{1,2}[ \t]+(.+)", first)
    stated = _stated(below)
    titled = bool(heading) or bool(stated) or _looks_like_title(first, below)
    if titled:
        rest = below
    for row in stated:
        rest = rest.partition("\n")[2]
        fields |= dict(_fields([row]))
    body = clean(_without_marks(rest) if markdown else rest)
    title = (heading[1] if heading else first) if titled else None
    # A text that is nothing but its title is the title's text.
    return _Sheet(fields=fields, title=line(fields.get("title")) or line(title), body=body or text)


def _fields(rows: list[str]) -> list[tuple[str, str]]:
    found = [_FIELD.fullmatch(row.strip()) for row in rows[:40]]
    pairs = [(match["name"].lower(), match["value"].strip().strip("\"'")) for match in found if match]
    return [(_FIELDS[name], value) for name, value in pairs if name in _FIELDS]


def _stated(below: str) -> list[str]:
    """The lines "Source: …", "Published: …" right under the title."""
    rows: list[str] = []
    for row in below.split("\n", 12)[:12]:
        if not _fields([row]):
            break
        rows.append(row)
    return rows


def _looks_like_title(first: str, below: str) -> bool:
    """A short first line with an empty line under it that does not end as a sentence does."""
    return below.startswith("\n") and len(first) <= _LONGEST_TITLE and not first.rstrip().endswith((".", ";", ",", "!"))


def _without_marks(text: str) -> str:
    for mark, kept in _MARKS:
        text = mark.sub(kept, text)
    return text


def _published(sheet: _Sheet, capture: Capture) -> Interval | None:
    if "date" in sheet.fields:
        return published(sheet.fields["date"], capture.fetched)
    rows = [row for row in sheet.body.split("\n", 20)[:20] if row.strip()][:_DATELINES]
    return next((found for row in rows if (found := dateline(row, capture.fetched))), None)


def _publisher(sheet: _Sheet, url: str | None) -> Publisher:
    """What a header states is the publisher; a host named in a line of the head is only a hint for the watch."""
    source, hosts = line(sheet.fields.get("source")), host_names(url)
    rows = [row for row in sheet.body.split("\n", 8)[:8] if row.strip()][:2]
    hints = [host for row in rows if len(row) <= _LONGEST_TITLE for host in _HOST.findall(row)]
    names = tuple(name for name in (source, *hosts, *(() if source else hints)) if name)
    return Publisher(names=names, host=hosts[0] if hosts else None, name=source)
