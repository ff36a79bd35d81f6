"""How well places are found, how sure the answers are, and how fast: on texts that the weights had not seen.

    python bench/places.py SHARED [--parsed FOLDER] [--write]
    python bench/places.py SHARED --speed [--rounds N] [--write]

SHARED holds the evaluation packs. Each fifth of the texts is judged by weights learnt from the other four fifths of
the two news packs, the confidence too; the weights that are shipped are learnt from all of these two
(`bench/train_places.py`), and from no other. With --speed, the
place stage alone on the parsed texts with the shipped weights: processor time, the best round of N.
"""

import argparse
import os
import platform
import sys
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from place_packs import Text, texts_of
from train_places import cases_of, held_out, report

from vedette.model.ids import DocumentId
from vedette.reference.gazetteer import Gazetteer
from vedette.understand.place_names import Words, candidate_names
from vedette.understand.place_words import load_place_words
from vedette.understand.places import find_places

README = Path(__file__).resolve().parent / "README.md"
MARKS = {
    "quality": ("<!-- places: written by bench/places.py -->", "<!-- /places -->"),
    "speed": ("<!-- places, speed: written by bench/places.py -->", "<!-- /places, speed -->"),
}


def speed(texts: Sequence[Text], gazetteer: Gazetteer, rounds: int) -> Iterator[str]:
    """The first round, which fills the caches, is not counted."""
    found, best = 0, float("inf")
    for number in range(rounds + 1):
        started = time.process_time()
        found = sum(len(find_places(text.doc, DocumentId(text.id), gazetteer, None)) for text in texts)
        best = min(best, time.process_time() - started) if number else best
    characters = sum(len(text.doc.text) for text in texts)
    words = load_place_words()
    weighed = sum(len(candidate_names(text.doc, Words.of(text.doc), gazetteer, words)) for text in texts)
    yield (
        f"{len(texts)} parsed texts, {characters:,} characters, best of {rounds} rounds, one process, {_machine()}: "
        f"{weighed:,} names looked up and weighed, **{weighed / best:,.0f} a second** of processor time; "
        f"{found:,} of them told as places, {found / best:,.0f} a second ({characters / best:,.0f} characters)."
    )


def _machine() -> str:
    return f"{os.cpu_count()} processors, Python {platform.python_version()}, {datetime.now(UTC):%Y-%m-%d}"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", type=Path)
    parser.add_argument("--parsed", type=Path, help="a folder to keep the parses in")
    parser.add_argument("--speed", action="store_true", help="measure the speed instead")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--write", action="store_true", help="put the result into bench/README.md")
    args = parser.parse_args()
    if not (args.shared / "bench").is_dir():
        print(f"places: SKIPPED, no evaluation packs at {args.shared}", file=sys.stderr)
        return 0
    gazetteer = Gazetteer.open()
    if args.speed:
        told = "\n".join(speed(texts_of(args.shared, args.parsed), gazetteer, args.rounds))
    else:
        told = "\n".join(report(held_out(cases_of(args.shared, args.parsed, gazetteer), gazetteer)))
    print(told)
    if args.write:
        start, end = MARKS["speed" if args.speed else "quality"]
        text = README.read_text("utf-8")
        README.write_text(f"{text.split(start)[0]}{start}\n{told}\n{end}{text.split(end)[1]}", "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
