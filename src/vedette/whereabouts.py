"""The places of pictures held against those of their messages, once both are known: the part of `app` that knows what
was seen and what was understood."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from vedette.looking import key_of
from vedette.model.capture import MESSAGE, Capture
from vedette.model.document import Document
from vedette.model.footprint import bounds
from vedette.model.ids import CaptureId
from vedette.model.media import IMAGES, VIDEOS
from vedette.model.observation import Observation, ObservationQuery
from vedette.ports import Outcome, StageKey, View
from vedette.workspace import Workspace

if TYPE_CHECKING:
    from vedette.observe.placed import Basis, Spot

_AT_ONCE = 200
_AFTER: dict["Basis", str] = {"position": "metadata", "lettering": "lettering"}


def check_places(workspace: Workspace, understood: StageKey) -> int:
    """Every picture and clip whose metadata were looked at, or whose letters were read, and whose message was
    understood. How many checks came of it; what was checked before is not checked again, unless understanding has a
    new version."""
    view = workspace.store.view()
    made = 0
    for basis, sense in _AFTER.items():
        key = StageKey(
            name=f"observe-place-{basis}",
            version=f"1-{understood.version}",
            takes="capture",
            media=tuple(sorted(IMAGES | VIDEOS)),
        )
        waiting = view.pending(key)
        unseen = set(view.pending(key_of(sense))) if waiting else set()
        ready = [CaptureId(one) for one in waiting if one not in unseen]
        for at in range(0, len(ready), _AT_ONCE):
            outcomes = [_outcome(view, basis, one) for one in view.captures(ready[at : at + _AT_ONCE])]
            workspace.store.record(key, outcomes)
            made += sum(len(one.results) for one in outcomes)
    return made


def _outcome(view: View, basis: "Basis", capture: Capture) -> Outcome[Observation]:
    from vedette.observe.placed import placed

    message = capture.header(MESSAGE)
    seen = list(_seen(view, basis, capture)) if message else []
    found = placed(capture, basis, seen, _claimed(view, message)) if message and seen else None
    return Outcome(item=capture.id, results=(found,) if found else ())


def _seen(view: View, basis: "Basis", capture: Capture) -> Iterator["Spot"]:
    from vedette.observe.placed import Spot

    if basis == "lettering":
        yield from _spots(view, view.versions(f"{capture.id}/lettering")[-1:])
        return
    for one in view.observations(ObservationQuery(kinds=("metadata",), capture=capture.id)):
        if one.footprint is not None:
            west, south, _, _ = bounds(one.footprint)
            yield Spot(name="the file's position", lat=south, lon=west)


def _claimed(view: View, message: str) -> Sequence["Spot"]:
    return _spots(view, view.versions(message)[-1:])


def _spots(view: View, documents: Sequence[Document]) -> Sequence["Spot"]:
    """Of the last understanding of each; where events are told, only the places of these."""
    from vedette.observe.placed import spots

    analyses = {one.document: one for one in view.analyses([each.id for each in documents])} if documents else {}
    found = []
    for analysis in analyses.values():
        told = sorted({number for mention in analysis.mentions for number in mention.places if not mention.proposed_by})
        found += spots([analysis.places[number] for number in told]) or spots(analysis.places)
    return found
