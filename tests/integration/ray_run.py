"""A run on a cluster of two nodes on this machine, of which one is killed in the middle: `python ray_run.py FOLDER`.

In a process of its own, for Ray leaves threads and settings behind. Says at the end what was done, and whether the
content is that of a run in one process.
"""

import json
import os
import signal
import sys
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path

sys.path.append(str(Path(__file__).parent.parent / "unit"))

from canon import digest
from cheap_stages import CheapUnderstand
from store_facts import READ, UNDERSTAND, a_capture, a_document

from vedette.engine.local import LocalEngine
from vedette.engine.ray import RayEngine, import_ray
from vedette.model.document import Document
from vedette.pipeline import StageSummary, run_stage
from vedette.ports import Engine, Outcome
from vedette.store.sqlite import SqliteStore

REPORTS = 40
PAUSE_S = 0.04


def worked_through(path: Path, engine: Engine, seen: Callable[[int], None]) -> tuple[StageSummary, str]:
    with closing(SqliteStore(path, create=True)) as store, store.exclusive():
        captures = [a_capture(str(number)) for number in range(REPORTS)]
        store.append(captures)
        for one in captures:
            text = f"Troops entered Vovchansk, report {one.sha256}."
            document = a_document(text, origin=one.address, label=one.sha256, capture=one)
            store.record(READ, [Outcome(item=one.id, results=(document,))])
        view = store.view()

        def documents(ids: Sequence[str]) -> Sequence[Document]:
            return view.documents(ids)

        def progress(stage: str, done: int, total: int) -> None:
            seen(done)

        summary = run_stage(store, engine, CheapUnderstand(pause=PAUSE_S), UNDERSTAND, documents, 2, progress)
        return summary, digest(view)


def main(folder: Path) -> None:
    ray = import_ray()
    from ray.cluster_utils import Cluster

    cluster = Cluster(initialize_head=True, head_node_args={"num_cpus": 1, "include_dashboard": False})
    doomed = cluster.add_node(num_cpus=1)
    died: list[int] = []

    def kill(done: int) -> None:
        if not died and done >= REPORTS // 3:
            died.append(done)
            for one in doomed.all_processes["raylet"]:
                os.kill(one.process.pid, signal.SIGKILL)

    summary, held = worked_through(folder / "cluster.db", RayEngine(cluster.address), kill)
    _, expected = worked_through(folder / "alone.db", LocalEngine(1), lambda done: None)
    settings = {name: os.environ.get(name) for name in ("RAY_AUTH_MODE", "RAY_USAGE_STATS_ENABLED")}
    told = {"done": summary.done, "failed": summary.failed, "died": died, "same": held == expected}
    ray.shutdown()
    cluster.shutdown()
    print(json.dumps(told | {"settings": settings}))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
