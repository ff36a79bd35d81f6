"""A whole run with stages that need no model, in a process of its own: `python cheap_run.py FOLDER|URL WORKERS`.

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
from vedette.ports import Store
from vedette.store.postgres import PostgresStore
from vedette.store.sqlite import SqliteStore

REPORTS = 40
WATCH = Watch(name="A war", sides=(Side(id=SideId("north"), name="Northland"), Side(id=SideId("south"), name="South")))
PAUSE_S = 0.002


def opened(where: str) -> SqliteStore | PostgresStore:
    return PostgresStore(where) if "://" in where else SqliteStore(Path(where) / "vedette.db", create=True)


def cheap_run(where: str, workers: int) -> None:
    with closing(opened(where)) as store, store.working():
        view, engine = store.view(), LocalEngine(workers)

        def captures(ids: Sequence[str]) -> Sequence[Capture]:
            return view.captures(ids)

        def documents(ids: Sequence[str]) -> Sequence[Document]:
            return view.documents(ids)

        for number in range(REPORTS):
            store.append([a_capture(str(number))])
            step("add", number, REPORTS)
        read = run_stage(store, engine, CheapRead(pause=PAUSE_S), READ, captures, 2, step, claim=store.claim)
        stage = CheapUnderstand(pause=PAUSE_S)
        understood = run_stage(store, engine, stage, UNDERSTAND, documents, 2, step, claim=store.claim)
        with store.alone("picture"):
            if view.stale("cheap"):
                fuse(store)
        step("worked", read.done, understood.done)
        step("end", 1, 1)


def fuse(store: Store) -> None:
    step("fuse", 0, 1)
    view = store.view()
    picture, links = build_picture(
        documents=view.documents(),
        sources=view.sources(),
        analyses=view.analyses(),
        links=view.links(),
        watch=WATCH,
    )
    store.replace_picture(picture, links, "cheap")


def step(stage: str, done: int, total: int) -> None:
    sys.stdout.write(f"{stage} {done}/{total}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    cheap_run(sys.argv[1], int(sys.argv[2]))
