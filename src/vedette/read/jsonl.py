"""One document a line: the form in which `vedette analyze` and `vedette add --jsonl` take texts."""

import io
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

from vedette.model.capture import Capture
from vedette.model.errors import ReadError
from vedette.model.ids import content_id
from vedette.model.publisher import host_names
from vedette.model.source import slug
from vedette.read.charset import decode
from vedette.read.clean import MAX_TEXT, line
from vedette.read.dates import published
from vedette.read.draft import Draft, Publisher, Reading

MAX_LINE_BYTES = 16 * 1024 * 1024
MOST_LINES = 250_000
"""Of one file: its documents are held together until they are stored."""

_UTF16_OR_32 = (b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")
_LINES_NAMED = 10
_CODE = re.compile(r"[A-Za-z]{2,3}")
_LONGEST_ADDRESS = 2000
# An id is a name in exports and on pages: what forges lines, turns letters round or never ends is none.
_PLAIN = re.compile(r"[^\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]{1,500}")
_PLURAL = {"not a JSON object": "not JSON objects"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """Line `number` (from 1) of a file: its fields with a `text` among them, or what is wrong ("line 3 is …")."""

    number: int
    fields: dict[str, object] | None = None
    broken: str | None = None

    @property
    def text(self) -> str:
        return str(self.fields["text"]) if self.fields else ""

    @property
    def id(self) -> str | None:
        value = self.fields.get("id") if self.fields else None
        return str(value) if isinstance(value, str | int) and not isinstance(value, bool) and str(value) else None


def read_lines(payload: bytes) -> Iterator[Line]:
    """Every line that is not blank. The text is kept as it is, for others' offsets point into it."""
    if payload.startswith(_UTF16_OR_32):
        payload = decode(payload).encode("utf-8", "surrogatepass")
    for number, raw in enumerate(io.BytesIO(payload.removeprefix(b"\xef\xbb\xbf")), start=1):
        if raw.strip():
            fields = _fields(raw)
            if isinstance(fields, str):
                yield Line(number=number, broken=fields)
            else:
                yield Line(number=number, fields=fields)


def read_jsonl(payload: bytes, capture: Capture) -> Reading:
    drafts: list[Draft] = []
    broken: dict[str, list[int]] = {}
    texts: dict[tuple[object, str], str] = {}
    total = 0
    for found in read_lines(payload):
        total += 1
        if total > MOST_LINES:
            raise ReadError(f"holds more than {MOST_LINES:,} lines: split it and add the parts")
        reason = found.broken or _repeated(found, texts)
        if reason:
            broken.setdefault(reason, []).append(found.number)
        else:
            drafts.append(_draft(found, capture))
    if not total:
        raise ReadError("holds no lines: add a file with one JSON object a line")
    return Reading(drafts=tuple(drafts), problem=_problem(broken, total))


def _fields(raw: bytes) -> dict[str, object] | str:
    if len(raw) > MAX_LINE_BYTES:
        return f"longer than {MAX_LINE_BYTES // 1024**2} MB"
    try:
        value = json.loads(decode(raw))
    except (ValueError, RecursionError):
        return "not a JSON object"
    if not isinstance(value, dict):
        return "not a JSON object"
    text = value.get("text")
    if not isinstance(text, str) or not text.strip():
        return "without a text"
    if len(text) > MAX_TEXT:
        return f"too long (over {MAX_TEXT:,} characters)"
    return value if _whole(value) else "damaged (half a surrogate pair)"


def _whole(fields: dict[str, object]) -> bool:
    """No store can hold half of a surrogate pair."""
    try:
        for name in ("text", "id", "source", "title", "url", "language"):
            str(fields.get(name)).encode("utf-8")
    except (UnicodeEncodeError, ValueError):
        return False
    return True


def _repeated(found: Line, texts: dict[tuple[object, str], str]) -> str | None:
    """An id given again to another text would hide the first as if it had been edited."""
    if found.id is None or found.fields is None:
        return None
    known = texts.setdefault((str(found.fields.get("source")), found.id), found.text)
    return None if known == found.text else "at odds with an earlier line of the same id"


def _draft(found: Line, capture: Capture) -> Draft:
    fields = found.fields or {}
    source = line(fields.get("source"))
    label = found.id if _PLAIN.fullmatch(found.id or "") else content_id("line", found.id or found.text)
    assert label is not None
    address = line(fields.get("url"), _LONGEST_ADDRESS)
    language = fields.get("language")
    return Draft(
        text=found.text,
        label=label,
        # Without a publisher nothing but the file tells apart two things of one id.
        origin=None if source or capture.source else f"{capture.address}#{label}",
        publisher=_publisher(source),
        title=line(fields.get("title")),
        author=line(fields.get("author")),
        published=published(fields.get("published"), capture.fetched),
        language=language.lower() if isinstance(language, str) and _CODE.fullmatch(language) else None,
        address=address if host_names(address) else None,
    )


def _publisher(source: str | None) -> Publisher:
    return Publisher(names=(source, slug(source)), name=source) if source else Publisher()


def _problem(broken: dict[str, list[int]], total: int) -> str | None:
    if not broken:
        return None
    told = "; ".join(
        f"{len(numbers)} of {total} lines are {_PLURAL.get(reason, reason)} ({_named(numbers)})"
        for reason, numbers in broken.items()
    )
    return f"{told}: mend them and add the file again; the other lines were read"


def _named(numbers: list[int]) -> str:
    shown = ", ".join(str(number) for number in numbers[:_LINES_NAMED])
    more = len(numbers) - _LINES_NAMED
    return ("line " if len(numbers) == 1 else "lines ") + shown + (f" and {more} more" if more > 0 else "")
