"""The packs that mark places, parsed: texts, the toponyms in them, and how answers are matched to these."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from spacy.tokens import Doc, DocBin

from vedette.understand.english import pipeline

SETS = ("lgl", "trnews", "changes")
# The packs that may teach, and dispatches of our own making; the others are for judging alone.
LEARNT = frozenset({"lgl", "trnews", "made"})
_KEPT = ["ORTH", "LEMMA", "POS", "TAG", "DEP", "HEAD", "ENT_IOB", "ENT_TYPE", "SENT_START", "MORPH"]
_CLOSE_ZOOM = 12  # a map seen from farther away shows an area, not a village


@dataclass(frozen=True, kw_only=True)
class Marked:
    """A toponym of the pack. `at` is None where it has no point to measure from."""

    start: int
    end: int
    at: tuple[float, float] | None


@dataclass(frozen=True, kw_only=True)
class Text:
    """What overlaps `ignored` is neither right nor wrong."""

    id: str
    pack: str
    doc: Doc
    marked: tuple[Marked, ...]
    ignored: tuple[tuple[int, int], ...]

    @property
    def fold(self) -> int:
        """0 to 4, evenly and always the same."""
        return sum(self.id.encode()) % 5


def texts_of(shared: Path, parsed: Path | None = None) -> list[Text]:
    """`parsed` is a folder to keep the parses in, which cost a minute or two."""
    kept = _DocStore(parsed)
    news = [_news(line) for line in _lines(shared / "bench/text/places/gold.jsonl")]
    english = (line for line in _lines(shared / "bench/war/changes/gold.jsonl") if line["language"] == "en")
    changes = [_change(line) for line in english]
    docs = {
        **kept.docs("text", shared / "bench/text/places/docs.jsonl", {row["id"] for row in news}),
        **kept.docs("changes", shared / "bench/war/changes/docs.jsonl", {row["id"] for row in changes}),
    }
    return [Text(doc=docs[row["id"]], **row) for row in (*news, *changes)]


def matched(text: Text, spans: Sequence[tuple[int, int]]) -> dict[int, int]:
    """Number of the toponym for each span that overlaps one, one to one, the best fit first."""
    fits = sorted(
        (
            (-_overlap(span, (each.start, each.end)) / (max(span[1], each.end) - min(span[0], each.start)), i, j)
            for i, each in enumerate(text.marked)
            for j, span in enumerate(spans)
            if _overlap(span, (each.start, each.end))
        )
    )  # fmt: skip
    taken: dict[int, int] = {}
    for _, i, j in fits:
        if j not in taken and i not in taken.values():
            taken[j] = i
    return taken


def counts(text: Text, span: tuple[int, int]) -> bool:
    """Whether an answer there that fits no toponym is wrong."""
    if any(_overlap(span, each) for each in text.ignored):
        return False
    return text.pack != "changes" or not any(_overlap(span, (each.start, each.end)) for each in text.marked)


def _overlap(a: tuple[int, int], b: tuple[int, int]) -> int:
    return max(0, min(a[1], b[1]) - max(a[0], b[0]))


def _news(line: dict[str, Any]) -> dict[str, Any]:
    marked = tuple(
        Marked(start=each["start"], end=each["end"], at=None if each["lat"] is None else (each["lat"], each["lon"]))
        for each in line["places"]
    )
    ignored = tuple((start, end) for start, end in line.get("ignore", ()))
    return {"id": line["id"], "pack": line["set"], "marked": marked, "ignored": ignored}


def _change(line: dict[str, Any]) -> dict[str, Any]:
    marked = tuple(
        Marked(start=each["start"], end=each["end"], at=(each["lat"], each["lon"]) if _is_close(each) else None)
        for each in line["places"]
    )
    ignored = tuple((start, end) for start, end in line["optional"])
    return {"id": line["id"], "pack": "changes", "marked": marked, "ignored": ignored}


def _is_close(each: dict[str, Any]) -> bool:
    return bool(each["shared"] == 1 and each["zoom"] >= _CLOSE_ZOOM)


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    return (json.loads(line) for line in path.read_text("utf-8").split("\n") if line.strip())


class _DocStore:
    def __init__(self, folder: Path | None) -> None:
        self._folder = folder

    def docs(self, name: str, source: Path, wanted: set[str]) -> dict[str, Doc]:
        rows = {row["id"]: row["text"] for row in _lines(source) if row["id"] in wanted}
        path = self._folder / f"{name}.spacy" if self._folder else None
        if path is not None and path.is_file():
            return dict(zip(rows, DocBin().from_disk(path).get_docs(pipeline().vocab), strict=True))
        docs = dict(zip(rows, pipeline().pipe(rows.values(), batch_size=32), strict=True))
        if path is not None:
            DocBin(attrs=_KEPT, docs=docs.values()).to_disk(path)
        return docs
