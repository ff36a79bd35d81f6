"""Bytes to text, where nobody can be trusted to say how they were encoded."""

import codecs
import re

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark begins this one
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SAMPLE = 200_000
_HIGH_RUN = re.compile(rb"[\xa8-\xff]{2,}")
_HIGH = re.compile(rb"[\xa8-\xff]")
_LOWER = re.compile("[а-яёіїєґ]")
_UPPER_INSIDE = re.compile("(?<=[а-яёіїєґ])[А-ЯЁІЇЄҐ]")
_META = re.compile(rb"""charset\s*=\s*["']?\s*([A-Za-z0-9_.:-]{2,40})""")
_XML = re.compile(rb"""<\?xml[^>]{0,200}encoding\s*=\s*["']([A-Za-z0-9_.:-]{2,40})""")
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")
_WHOLE_TO_BROKEN = 10


def decode(payload: bytes, declared: str | None = None) -> str:
    """Byte-order mark, UTF-8 (a little damage allowed), what was declared, then a guess: 8-bit Cyrillic or Western.

    Never raises and drops no byte: what has no meaning becomes U+FFFD.
    """
    for bom, encoding in _BOMS:
        if payload.startswith(bom):
            return payload.decode(encoding, "replace").removeprefix("\ufeff")
    try:
        return payload.decode("utf-8")
    except UnicodeDecodeError:
        pass
    return (
        _damaged_utf8(payload)
        or _as_declared(payload, declared)
        or payload.decode(_guess(payload[:_SAMPLE]), "replace")
    )


def declared_charset(content_type: str | None, payload: bytes = b"") -> str | None:
    """What the server said, else what the first bytes say of themselves (`<?xml encoding`, `<meta charset`)."""
    head = payload[:4096]
    found = _META.search((content_type or "").encode("ascii", "ignore")) or _XML.search(head) or _META.search(head)
    return found[1].decode("ascii") if found else None


def _as_declared(payload: bytes, declared: str | None) -> str | None:
    try:
        encoding = codecs.lookup(declared or "").name
        # Text encodings only: "hex" and "zip" are codecs too, and a label must not be able to inflate anything.
        return payload.decode(encoding) if encoding in _DECLARABLE else None
    except (LookupError, ValueError):
        return None


def _damaged_utf8(payload: bytes) -> str | None:
    """No other encoding makes many whole UTF-8 sequences by chance, so a few broken ones among them are damage."""
    text = payload.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    return text if len(_NOT_ASCII.findall(text)) - broken >= _WHOLE_TO_BROKEN * broken else None


def _guess(sample: bytes) -> str:
    """Cyrillic letters come in words, so their bytes stand together; Western accents and quotes stand alone."""
    together = sum(len(run) for run in _HIGH_RUN.findall(sample))
    if together < 0.6 * len(_HIGH.findall(sample)) or not together:
        return "cp1252"
    # KOI8-R read as CP1251 swaps the case of every letter.
    return max(("cp1251", "koi8-u"), key=lambda encoding: _cyrillic_score(sample.decode(encoding, "replace")))


def _cyrillic_score(text: str) -> int:
    return len(_LOWER.findall(text)) - 3 * len(_UPPER_INSIDE.findall(text))


_DECLARABLE = frozenset(
    codecs.lookup(name).name
    for name in (
        "utf-16",
        "utf-16-le",
        "utf-16-be",
        "koi8-r",
        "koi8-u",
        "mac-cyrillic",
        "cp866",
        "cp855",
        "gb18030",
        "gbk",
        "big5",
        "euc-jp",
        "shift_jis",
        "iso2022_jp",
        "euc-kr",
        *(f"cp{number}" for number in range(1250, 1259)),
        *(f"iso8859-{number}" for number in (*range(1, 12), *range(13, 17))),
    )
)
