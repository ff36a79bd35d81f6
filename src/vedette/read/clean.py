"""Text as the rest of Vedette expects it: NFC, line feeds, nothing invisible."""

import re
import unicodedata
from functools import cache

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
# From its first space on only: a run of a million that ends elsewhere would be tried from each of them.
_LINE_BORDER_SPACES = re.compile(r"(?<![ \t])[ \t]+(?=\n)")
_COMBINING, _MOST_MARKS = range(0x300, 0x1E950), 30
# Blocks that have marks, without those of most letters: a quick look before the slow one.
_MARKED = (
    r"\u0300-\u036f\u0483-\u0487\u0591-\u1dff\u20d0-\u20ff\u2c80-\u2dff\u302a-\uabff\ufb1e\ufe20-\ufe2f"
    r"\U00010000-\U0001e94f"
)
_PERHAPS_MARKS = re.compile(f"[{_MARKED}][{_MARKED}]{{{_MOST_MARKS}}}")
_EMPTY_LINES = re.compile(r"\n{3,}")


def clean(text: str) -> str:
    """Idempotent. Only for texts whose offsets nobody has fixed yet: JSONL keeps its own."""
    text = _LINE_ENDS.sub("\n", text)
    text = _SURROGATES.sub("\ufffd", _WIDE_SPACES.sub(" ", _INVISIBLE.sub("", text)))
    text = _LINE_BORDER_SPACES.sub("", normal(text))
    return _EMPTY_LINES.sub("\n\n", text).strip()


def normal(text: str) -> str:
    """NFC, with no more marks on a letter than the Stream-Safe Text Format of UAX 15 allows: normalizing sorts them,
    and a million of them would take it days."""
    if text.isascii():
        return text
    return _few_marks(unicodedata.normalize("NFC", _few_marks(text)))


def _few_marks(text: str) -> str:
    if not _PERHAPS_MARKS.search(text):
        return text
    return _marks().sub(lambda run: run[0][:_MOST_MARKS], text)


@cache
def _marks() -> re.Pattern[str]:
    """More combining marks in a row than are kept."""
    found = "".join(letter for letter in map(chr, _COMBINING) if unicodedata.combining(letter))
    return re.compile(f"[{found}]{{{_MOST_MARKS + 1},}}")


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
