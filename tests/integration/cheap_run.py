"""A whole run with stages that need no model, in a process of its own: `python cheap_run.py FOLDER WORKERS`.

Says each step on standard output, so that whoever started it knows how far it is.
"""

import sys
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

sys.path.append(str(Path(__file__).parent.parent / "unit"))

from cheap_stages import CheapRead, CheapUnderstand
from store_facts import READ, UNDERSTAND, a_capture

from vedette.engine.local import LocalEngine
from vedette.fuse.picture import build_picture
from vedette.model.capture import Capture
from vedette.model.document import Document
from vedette.model.ids import SideId
from vedette.model.source import Side
from vedette.model.watch import Watch
from vedette.pipeline import run_stage
from vedette.store.sqlite import SqliteStore

REPORTS = 40
WATCH = Watch(name="A war", sides=(Side(id=SideId("north"), name="Northland"), Side(id=SideId("south"), name="South")))
PAUSE_S = 0.002


def cheap_run(folder: Path, workers: int) -> None:
    with closing(SqliteStore(folder / "vedette.db", create=True)) as store, store.exclusive():
        view, engine = store.view(), LocalEngine(workers)

        def captures(ids: Sequence[str]) -> Sequence[Capture]:
            return view.captures(ids)

        def documents(ids: Sequence[str]) -> Sequence[Document]:
            return view.documents(ids)

        for number in range(REPORTS):
            store.append([a_capture(str(number))])
            step("add", number, REPORTS)
        run_stage(store, engine, CheapRead(pause=PAUSE_S), READ, captures, 2, step)
        run_stage(store, engine, CheapUnderstand(pause=PAUSE_S), UNDERSTAND, documents, 2, step)
        if view.stale("cheap"):
            step("fuse", 0, 1)
            picture, links = build_picture(
                documents=view.documents(),
                sources=view.sources(),
                analyses=view.analyses(),
                links=view.links(),
                watch=WATCH,
            )
            store.replace_picture(picture, links, "cheap")
        step("end", 1, 1)


def step(stage: str, done: int, total: int) -> None:
    sys.stdout.write(f"{stage} {done}/{total}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    cheap_run(Path(sys.argv[1]), int(sys.argv[2]))
