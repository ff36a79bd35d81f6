"""How fast the whole analysis of Ukrainian and of Russian is, on one core.

    python bench/languages_speed.py [--rounds N] [--write]

The texts are those of the project's own sets (`bench/sets`), a score of them to a document. Time is the processor time
of one process with one thread, the median of some rounds after one that is not counted, so that what else runs on the
machine weighs little.
"""

import os

os.environ.update({"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"})

import argparse
import re
import statistics
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from own_sets import rows
from speed import _machine, document

from vedette.model.document import Document
from vedette.reference.gazetteer import gazetteer_path
from vedette.understand.stage import UnderstandStage

README = Path(__file__).resolve().parent / "README.md"
START, END = "<!-- languages: written by bench/languages_speed.py -->", "<!-- /languages -->"
LANGUAGES = {"uk": "Ukrainian", "ru": "Russian"}
_TOGETHER = 20
_WORD = re.compile(r"\w+")


def documents(language: str) -> Iterator[Document]:
    texts = [row["text"] for name in ("attribution", "times") for row in rows(f"{name}-{language}")]
    for at in range(0, len(texts), _TOGETHER):
        yield replace(document(at, "\n\n".join(texts[at : at + _TOGETHER])), language=language)


def seconds(stage: UnderstandStage, these: Sequence[Document]) -> float:
    started = time.process_time()
    list(stage(these))
    return time.process_time() - started


def measured(language: str, rounds: int) -> str:
    """A row of the table."""
    stage = UnderstandStage(gazetteer=gazetteer_path())
    these = list(documents(language))
    words = sum(len(_WORD.findall(one.text)) for one in these)
    taken = [seconds(stage, these) for _ in range(rounds + 1)][1:]
    rate = words / statistics.median(taken)
    slowest = words / max(taken)
    return f"| {LANGUAGES[language]} | {words:,} | **{rate:,.0f}** | {slowest:,.0f} |"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--write", action="store_true", help="put the result into bench/README.md")
    args = parser.parse_args()
    told = "\n".join(
        [
            f"Processor time, one core, median of {args.rounds} rounds, load {os.getloadavg()[0]:.1f}, {_machine()}:",
            "",
            "| language | words | words a second | slowest round |",
            "|---|---|---|---|",
            *(measured(language, args.rounds) for language in LANGUAGES),
        ]
    )
    print(told)
    if args.write:
        text = README.read_text("utf-8")
        README.write_text(f"{text.split(START)[0]}{START}\n{told}\n{END}{text.split(END)[1]}", "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
