"""Names by slovnet's Russian news model; Ukrainian is read in Russian letters, one for one, so that offsets hold.

The model files are those that the natasha package carries; the package itself is never imported.
"""

from collections.abc import Iterator
from functools import cache
from importlib import import_module
from importlib.metadata import PackageNotFoundError, files
from pathlib import Path
from typing import Any, Literal

NamedKind = Literal["person", "organization", "place"]

_EMBEDDING = "navec_news_v1_1B_250K_300d_100q.tar"
_MODEL = "slovnet_ner_news_v1.tar"
_KINDS: dict[str, NamedKind] = {"PER": "person", "ORG": "organization", "LOC": "place"}
_RUSSIAN_LETTERS = str.maketrans("іїєґІЇЄҐ’ʼ", "ииегИИЕГъъ")
_LONGEST = 20_000


def named(text: str, language: str) -> Iterator[tuple[int, int, NamedKind]]:
    """Stretches of the text, in order; none where the model is not installed."""
    model = _model()
    if model is None:
        return
    for start in range(0, len(text), _LONGEST):
        part = text[start : start + _LONGEST]
        if not any(map(str.isalnum, part)):
            continue  # slovnet has no answer for a text without words
        markup = model(part.translate(_RUSSIAN_LETTERS) if language == "uk" else part)
        yield from ((start + span.start, start + span.stop, _KINDS[span.type]) for span in markup.spans)


@cache
def _model() -> Any:
    """One a process: it takes a second or two to load."""
    try:
        found = {path.name: Path(str(path.locate())) for path in files("natasha") or ()}
        slovnet, navec = import_module("slovnet"), import_module("navec")
    except (PackageNotFoundError, ImportError):
        return None
    if not {_EMBEDDING, _MODEL} <= found.keys():
        return None
    return slovnet.NER.load(found[_MODEL]).navec(navec.Navec.load(found[_EMBEDDING]))
