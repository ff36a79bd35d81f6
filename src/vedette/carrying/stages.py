"""What the stages of this installation have worked through, and what of that holds in another workspace."""

from collections.abc import Iterator, Sequence

from vedette.app import stage_keys
from vedette.carrying.load import Done
from vedette.model.ids import CaptureId, DocumentId
from vedette.ports import StageKey
from vedette.workspace import Workspace


def worked_through(workspace: Workspace, items: Sequence[str]) -> Iterator[Done]:
    """Of `items`, by stage at its version now; in the order in which they came."""
    view, wanted = workspace.store.view(), set(items)
    captures = view.captures([CaptureId(one) for one in items if one.startswith("cap_")])
    documents = [one.id for one in view.documents([DocumentId(one) for one in items if one.startswith("doc_")])]
    for key in stage_keys(workspace):
        waiting = set(view.pending(key))
        if key.takes == "capture":
            of = [one.id for one in captures if not key.media or one.media_type in key.media]
        else:
            current = view.current(documents)
            of = [one for one in documents if one in current]  # type: ignore[misc]
        done = tuple(one for one in of if one in wanted and one not in waiting)
        if done:
            yield Done(stage=key.name, version=key.version, takes=key.takes, items=done)


def key_of(done: Done) -> StageKey:
    return StageKey(name=done.stage, version=done.version, takes=done.takes)
