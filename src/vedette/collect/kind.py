"""What bytes are, told by their beginning first and their name second."""

import codecs
import json
import re
from pathlib import PurePosixPath

from vedette.collect.signature import media_of
from vedette.model.errors import CaptureError
from vedette.model.media import MediaType
from vedette.model.telegram_page import PAGE_MARK
from vedette.model.x_lines import is_post_line
from vedette.model.x_posts import is_archive

HEAD_BYTES = 64 * 1024
READABLE = (
    "plain text, Markdown, HTML, JSONL, a Telegram export, RSS or Atom, e-mail, archives of X, web archives (WARC, "
    "WACZ), pictures (JPEG, PNG, WebP, GIF), video, sound, and tables of fires (CSV)"
)

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROLS = bytes(set(range(0x20)) - set(b"\t\n\r\f\x1b")) + b"\x7f"
_MOST_CONTROLS = 0.02
_JSONL = frozenset({".jsonl", ".ndjson"})
_HTML = frozenset({".html", ".htm", ".xhtml"})
_MARKDOWN = frozenset({".md", ".markdown"})
_PAGE_HEAD, _CHAT = 8192, 'class="page_body chat_page"'
_NOT_REPORTS = frozenset({".json", ".xml", ".svg", ".csv", ".tsv", ".css", ".js", ".py", ".toml", ".yaml", ".yml"})
_TELEGRAM_LIST = re.compile(r'"messages"\s*:\s*\[|"chats"\s*:\s*\{')
_PROLOG = re.compile(r"\s*(?:<\?xml[^>]{0,1000}\?>|<\?[^>]{0,1000}\?>|<!--.{0,5000}?-->|\s)*", re.DOTALL)
_LATIN_OR_CYRILLIC = re.compile(r"[\t\n\r\x20-\x7e\u00a0-\u017f\u0400-\u04ff\u2010-\u203a]")
_POST_PAGE = re.compile(
    r'\{"(?:data|includes|meta)": ?[\[{].{0,60000}"(?:edit_history_tweet_ids|author_id)"', re.DOTALL
)
_MAIL_HEAD = re.compile(rb"[A-Za-z][A-Za-z0-9-]{1,60}:[ \t]")
_ONLY_MAIL = re.compile(
    rb"^(?:message-id|mime-version|received|return-path|delivered-to):[ \t]", re.IGNORECASE | re.MULTILINE
)
_FEED_ROOT = re.compile(r"<(rss|feed|rdf:RDF)[\s>]")
_HTML_START = re.compile(r"<(?:!doctype\s+html|html|head|body|article|main|div|p|h1)\b", re.IGNORECASE)


def is_mail(name: str, head: bytes) -> bool:
    """Headers at the top, with one that only mail has; or a name that says so above some header."""
    top = head.lstrip(b"\r\n")
    named = name.lower().endswith(".eml")
    return bool(_MAIL_HEAD.match(top)) and (
        named or bool(_ONLY_MAIL.search(re.split(rb"\r?\n\r?\n", top, maxsplit=1)[0]))
    )


def sniff(name: str, head: bytes, declared: str | None = None) -> MediaType:
    """`head` is the first `HEAD_BYTES`. Raises CaptureError for what Vedette cannot read, saying what it can."""
    if not head.strip():
        raise CaptureError("is empty: add a file that holds a report")
    media = media_of(head)
    if media is not None:
        return media
    if head.startswith(b"%PDF-"):
        raise CaptureError("is a PDF, which Vedette cannot read yet: save it as text or HTML and add that")
    if is_mail(name, head):
        return MediaType.EMAIL
    if is_archive(head[:200]):
        return MediaType.X_ARCHIVE
    text = _decode(head)
    suffix = PurePosixPath(name).suffix.lower()
    return _of_json(name, suffix, text) or _of_markup(suffix, text, declared) or _of_text(suffix)


def _decode(head: bytes) -> str:
    for bom, encoding in _BOMS:
        if head.startswith(bom):
            return head.decode(encoding, "ignore").removeprefix("\ufeff")
    controls = len(head) - len(head.translate(None, _CONTROLS))
    if b"\0" in head or controls > _MOST_CONTROLS * len(head):
        if _is_unmarked_utf16(head):
            raise CaptureError(
                "is UTF-16 without its byte-order mark, which could be anything: save it as UTF-8, add that"
            )
        raise CaptureError(f"is not text: Vedette reads {READABLE}")
    return head.decode("latin-1")


def _is_unmarked_utf16(head: bytes) -> bool:
    """Rubbish read as UTF-16 is letters of all the world; a report is nearly all Latin or Cyrillic."""
    even = head[: len(head) // 2 * 2]
    texts = (even.decode(encoding, "replace") for encoding in ("utf-16-le", "utf-16-be"))
    return any(len(_LATIN_OR_CYRILLIC.findall(text)) > 0.9 * len(text) for text in texts)


def _of_json(name: str, suffix: str, text: str) -> MediaType | None:
    if text.lstrip().startswith("{") and _is_post(text.lstrip().partition("\n")[0]):
        return MediaType.X_LINES
    if suffix in _JSONL:
        return MediaType.JSONL
    if not text.lstrip().startswith("{"):
        return None
    if _is_report_line(text.lstrip().partition("\n")[0]):
        return MediaType.JSONL
    if name.lower() == "result.json" or _TELEGRAM_LIST.search(text):
        return MediaType.TELEGRAM
    return None


def _is_post(line: str) -> bool:
    try:
        return is_post_line(json.loads(line))
    except (ValueError, RecursionError):
        # A page of posts may be longer than what was looked at.
        return bool(_POST_PAGE.match(line))


def _is_report_line(line: str) -> bool:
    """A single line that holds a whole object with a text: one line of JSONL, whatever the file is called."""
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        return False
    return isinstance(value, dict) and isinstance(value.get("text"), str) and "messages" not in value


def _of_markup(suffix: str, text: str, declared: str | None) -> MediaType | None:
    prolog = _PROLOG.match(text)
    body = text[prolog.end() :] if prolog else text
    root = _FEED_ROOT.search(body)
    if root and not _HTML_START.match(body) and (root.start() == 0 or body.startswith("<!DOCTYPE")):
        return MediaType.ATOM if root[1] == "feed" else MediaType.RSS
    if PAGE_MARK.decode() in text[:_PAGE_HEAD] and _CHAT in text[:_PAGE_HEAD]:
        return MediaType.TELEGRAM_PAGE
    if suffix in _HTML or _HTML_START.match(body) or (declared or "").startswith(("text/html", "application/xhtml")):
        return MediaType.HTML
    if text.lstrip().startswith("<?xml"):
        raise CaptureError(f"is XML but neither RSS nor Atom: Vedette reads {READABLE}")
    return None


def _of_text(suffix: str) -> MediaType:
    if suffix in _NOT_REPORTS:
        raise CaptureError(f"is a {suffix} file that holds no reports Vedette knows: it reads {READABLE}")
    return MediaType.MARKDOWN if suffix in _MARKDOWN else MediaType.TEXT
