"""Has a language model read the evaluation packs, and scores it beside the rules, by the packs' own scorers.

    python bench/assistant.py --address http://127.0.0.1:8080/v1 --model NAME           a small fixed part of each pack
    python bench/assistant.py --address … --model … --whole --keep FOLDER --write       all, kept, and into the docs

Scored are the rules, the model alone, and both together as a workspace keeps them. The model is asked and its answers
are held against the texts as `vedette assist` does. With --keep nothing is asked twice, however often this is run. The
packs lie outside the project (by default in ../shared beside it). A key is found in VEDETTE_ASSISTANT_KEY.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from packs import TASKS, Task, prepared
from quality import scored
from written import write

from vedette.assistant.asking import Asking, NotNowError, StopAskingError
from vedette.assistant.book import open_book
from vedette.assistant.server import Server
from vedette.assisting import hold
from vedette.model.analysis import Analysis
from vedette.model.assistant import Assistant
from vedette.model.document import Document
from vedette.oneoff import Analysed, analyse, lines_of
from vedette.publish.analysis import encode_analysis
from vedette.understand.proposals.answer import schema
from vedette.understand.proposals.taking import with_proposals

ROOT = Path(__file__).resolve().parent.parent
KEY = "VEDETTE_ASSISTANT_KEY"
READINGS = ("rules", "model", "both")
KINDS = ("case", "attribution", "plover", "war: changes")

Figures = dict[str, dict[str, float]]


@dataclass(kw_only=True)
class Tally:
    """Over all packs: what was proposed and taken, and what was not."""

    statements: int = 0
    events: int = 0
    dropped: Counter[str] = field(default_factory=Counter)
    unusable: int = 0
    unanswered: int = 0


def main() -> int:
    args = _arguments()
    if not (args.shared / "cases").is_dir():
        print(f"assistant: no evaluation packs at {args.shared} (set VEDETTE_SHARED)", file=sys.stderr)
        return 1
    assistant = Assistant(
        address=args.address.rstrip("/"),
        model=args.model,
        name=args.model,
        form=args.form,
        requests_a_day=10**9,
        tokens_a_day=args.tokens,
        tokens_in_all=args.tokens,
        seconds=args.seconds,
    )
    server = Server(assistant=assistant, schema=schema(), key=os.environ.get(KEY, ""))
    with tempfile.TemporaryDirectory() as name, open_book(args.keep or Path(name)) as book:
        asking, tally = Asking(book=book, assistant=assistant, machine=server), Tally()
        tasks = [task for task in TASKS if task.name.startswith(KINDS) and not task.whole and args.only in task.name]
        try:
            measured = {
                task: compared(task, args.shared, Path(name), asking, tally, quick=not args.whole) for task in tasks
            }
        except StopAskingError as stop:
            print(f"assistant: {stop}; nothing was written", file=sys.stderr)
            return 1
    lines = list(page_lines(measured, assistant, asking, tally, whole=args.whole))
    print("\n".join(lines))
    if args.write:
        write("assistant", "\n".join(lines), "assistant")
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--address", required=True, help="a server with OpenAI's protocol, up to /v1")
    parser.add_argument("--model", required=True, help="the model, as the server calls it")
    parser.add_argument("--form", choices=("schema", "object", "free"), default="schema")
    parser.add_argument("--tokens", type=int, default=2_000_000, help="how many it may cost")
    parser.add_argument("--seconds", type=int, default=300, help="how long one answer may take")
    parser.add_argument("--shared", type=Path, default=Path(os.environ.get("VEDETTE_SHARED", ROOT.parent / "shared")))
    parser.add_argument("--only", default="", help="packs whose name contains this")
    parser.add_argument("--whole", action="store_true", help="whole packs, not a small part of each")
    parser.add_argument("--keep", type=Path, help="a folder in which answers are kept")
    parser.add_argument("--write", action="store_true", help="put the table into docs/assistant.md")
    return parser.parse_args()


def compared(task: Task, shared: Path, folder: Path, asking: Asking, tally: Tally, *, quick: bool) -> Figures:
    """The figures of each reading."""
    docs = prepared(task, shared, folder, quick=quick)
    results = analyse(lines_of(docs / "docs.jsonl"), workers=os.cpu_count() or 1, progress=lambda *_: None)
    lines = readings(results, asking, tally)
    found: Figures = {}
    for name in READINGS:
        out = folder / f"{docs.name}-{name}.jsonl"
        out.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines[name]), "utf-8")
        found[name] = _scored(task, shared, docs, out)
    print(f"{task.name}: {asking.requests} questions, {asking.tokens} tokens so far", file=sys.stderr)
    return found


def _scored(task: Task, shared: Path, docs: Path, out: Path) -> dict[str, float]:
    """Empty where the scorer can do nothing with what there is."""
    try:
        return scored(task, shared, docs, out)
    except subprocess.CalledProcessError as error:
        print(f"{task.name}: {out.name} cannot be scored: {error.stderr.splitlines()[-1:]}", file=sys.stderr)
        return {}


def readings(results: Iterator[Analysed], asking: Asking, tally: Tally) -> dict[str, list[object]]:
    """A line for each document and reading."""
    lines: dict[str, list[object]] = {name: [] for name in READINGS}
    for one in results:
        text = one.document.text if one.document else ""
        read = read_thrice(one.document, one.analysis, asking, tally) if one.document and one.analysis else None
        for name in READINGS:
            analysis = read[name] if read else None
            lines[name].append(encode_analysis(one.label or "", text, analysis, one.error))
    return lines


def read_thrice(document: Document, read: Analysis, asking: Asking, tally: Tally) -> dict[str, Analysis]:
    """The model alone has the places, times and numbers of the rules, as it has in a workspace, and none of their
    statements."""
    try:
        answers = list(asking.answers(document.text))
    except NotNowError:
        tally.unanswered += 1
        answers = []
    name = asking.assistant.name
    bare = replace(read, statements=(), mentions=(), deeds=())
    alone, problems = hold(document, bare, answers, name)
    beside, _ = hold(document, read, answers, name)
    tally.statements += len(alone.statements)
    tally.events += len(alone.mentions)
    tally.dropped += alone.dropped
    tally.unusable += len(problems)
    return {"rules": read, "model": with_proposals(bare, alone, "x"), "both": with_proposals(read, beside, "x")}


def page_lines(
    measured: Mapping[Task, Figures], assistant: Assistant, asking: Asking, tally: Tally, *, whole: bool
) -> Iterator[str]:
    part = "whole packs" if whole else "a small fixed part of each pack"
    model = f"`{_plain(assistant.model)}`"
    yield f"Written by `python bench/assistant.py --write` on {datetime.now(UTC):%Y-%m-%d}: {model}, {part}."
    yield (
        f"{asking.requests:,} questions, {asking.tokens:,} tokens, {asking.known:,} answers known before; "
        f"{tally.unusable:,} answers of no use, {tally.unanswered:,} documents without all their answers."
    )
    yield f"Proposed and found in the texts: {tally.statements:,} statements, {tally.events:,} events. Not taken:"
    yield (", ".join(f"{number:,} {reason}" for reason, number in tally.dropped.most_common()) or "nothing") + "."
    yield "The packs may not be copied here; those with gold of another kind say nothing of a model and are left out."
    yield ""
    yield "| pack | figure | rules | model alone | both |"
    yield "|---|---|---|---|---|"
    for task, figures in measured.items():
        for each in task.figures:
            cells = [f"{figures[name][each.key]:.3f}" if each.key in figures[name] else "" for name in READINGS]
            if any(cells):
                yield f"| {task.name} | {each.label} | {' | '.join(cells)} |"


def _plain(words: str) -> str:
    return "".join(letter for letter in words if letter.isprintable() and letter not in "`|<>")


if __name__ == "__main__":
    sys.exit(main())
