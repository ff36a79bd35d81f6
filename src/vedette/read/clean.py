"""Text as the rest of Vedette expects it: NFC, line feeds, nothing invisible."""

import re
import unicodedata

from vedette.model.errors import ReadError

MAX_TEXT = 2_000_000
"""Code points of one document; more is no report."""

_LINE_ENDS = re.compile(r"\r\n?|[\x85\u2028\u2029]")
_WIDE_SPACES = re.compile(r"[\u00a0\u2000-\u200a\u202f\u205f]")
# Controls but tab and line feed; soft hyphen; zero-width; marks of direction.
_INVISIBLE = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]"
)
_NOISE = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f\ufffd]")
_MOST_NOISE = 0.02
_SAMPLE = 100_000
_SURROGATES = re.compile(r"[\ud800-\udfff]")
_LINE_BORDER_SPACES = re.compile(r"[ \t]+(?=\n)")
_EMPTY_LINES = re.compile(r"\n{3,}")


def clean(text: str) -> str:
    """Idempotent. Only for texts whose offsets nobody has fixed yet: JSONL keeps its own."""
    text = _LINE_ENDS.sub("\n", text)
    text = _SURROGATES.sub("\ufffd", _WIDE_SPACES.sub(" ", _INVISIBLE.sub("", text)))
    text = _LINE_BORDER_SPACES.sub("", unicodedata.normalize("NFC", text))
    return _EMPTY_LINES.sub("\n\n", text).strip()


def line(value: object, most: int = 500) -> str | None:
    """A title, a name: one line, or None where there is no text in it."""
    if not isinstance(value, str):
        return None
    return " ".join(clean(value[: most * 4]).split())[:most] or None


def bounded(text: str) -> str:
    if len(text) > MAX_TEXT:
        raise ReadError(f"holds a text of {len(text):,} characters; at most {MAX_TEXT:,} can be read: split it")
    return text


def refuse_noise(text: str) -> None:
    """Bytes that are no text still decode to something: to controls and replacement characters."""
    sample = text[:_SAMPLE]
    if len(_NOISE.findall(sample)) > _MOST_NOISE * len(sample):
        raise ReadError("is not text: add text, Markdown, HTML, JSONL, a Telegram result.json, RSS or Atom")
