"""Facts of another workspace brought into this one: each checked, none changed, the whole file or nothing of it."""

import hashlib
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from vedette.app import stage_keys
from vedette.carrying.check import problems
from vedette.carrying.choosing import batches
from vedette.carrying.fresh import EVERY, Fresh
from vedette.carrying.load import Bytes, Done, End, Fact, Head, Load, held_together, kind_of
from vedette.carrying.opened import Opened, opened_file
from vedette.carrying.record import Import, note
from vedette.carrying.stages import key_of
from vedette.collect.archive import FileArchive
from vedette.model.analysis import Analysis
from vedette.model.annotation import Annotation
from vedette.model.capture import Capture
from vedette.model.document import Document
from vedette.model.errors import IntegrityError
from vedette.model.failure import Failure
from vedette.model.ids import CaptureId, DocumentId
from vedette.model.observation import Observation
from vedette.ports import Archive, Outcome, Progress, View
from vedette.workspace import ARCHIVE, Workspace

_AT_ONCE = 500
_MOST_TOLD = 5


def import_facts(workspace: Workspace, file: Path, by: str, progress: Progress) -> Import:
    """Raises IntegrityError, and changes nothing, where a fact is not what its id says. What is known already stays as
    it is; where nothing is new nothing is noted."""
    with opened_file(file) as opened, workspace.store.exclusive():
        survey = _Survey(workspace.store.view(), opened, workspace.archive)
        survey.read(progress)
        made = Import(
            file=file.name,
            sha256=opened.sha256,
            by=by,
            at=datetime.now(UTC),
            head=survey.head,
            new=dict(survey.new),
            captures=tuple(survey.captures),
            documents=tuple(survey.documents),
            without=_without(workspace, survey),
        )
        if any(made.new.values()):
            workspace.store.append([note(workspace, made, file.absolute().as_uri())])
            _Taking(workspace, opened, survey).run(progress)
        elif bring := [one for one in survey.carried if not workspace.archive.holds(one)]:
            # The same facts again, with bytes that were not there: a record without them is made whole.
            _Taking(workspace, opened, survey).bytes(set(bring))
        return made


def _without(workspace: Workspace, survey: "_Survey") -> tuple[str, ...]:
    """What was promised here before may be lost, but is not left out by this file."""
    lacking = sorted(one for one in survey.lacking if not workspace.archive.holds(one))
    if not lacking:
        return ()
    view = workspace.store.view()
    promised = {one.sha256 for one in view.captures()}
    promised |= {one.sha256 for seen in view.observations(EVERY) if seen.pixels for one in seen.pixels.kept}
    return tuple(one for one in lacking if one not in promised)


@dataclass(slots=True)
class _Survey:
    """The first reading: everything is checked, and what is new is counted."""

    view: View
    opened: Opened
    archive: Archive
    head: Head = field(init=False)
    new: dict[str, int] = field(default_factory=dict)
    captures: dict[str, str] = field(default_factory=dict)
    documents: dict[str, None] = field(default_factory=dict)
    lacking: set[str] = field(default_factory=set)
    carried: dict[str, int] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)
    fresh: Fresh = field(init=False)
    _sizes: dict[str, int] = field(default_factory=dict)
    _known: set[object] = field(default_factory=set)
    _text: tuple[str, str] = ("", "")

    def __post_init__(self) -> None:
        self.fresh = Fresh(self.view)

    def read(self, progress: Progress) -> None:
        loads = held_together(self.opened.loads())
        head = next(loads)
        assert isinstance(head, Head)
        self.head, seen = head, 0
        for some in batches(self._light(loads), _AT_ONCE):
            for load in some:
                self._look(load)
                if len(self.wrong) >= _MOST_TOLD:
                    self._refuse()
            self._count([one for one in some if not isinstance(one, Head | Bytes | Done | End)])
            seen += len(some)
            progress("check", seen, 0)
        self._beside()
        self.wrong += [
            f"bytes {sha256}: are {size}, not as many as their capture says"
            for sha256, size in self.carried.items()
            if self._sizes.get(sha256, size) != size
        ]
        self.lacking = self._sizes.keys() - self.carried
        self.wrong += [] if self.wrong else filter(None, map(self._otherwise, sorted(self.lacking)))
        if self.wrong:
            self._refuse()

    def _otherwise(self, sha256: str) -> str | None:
        """Of bytes that lie here already, another size would be a lie that stays."""
        if not self.archive.holds(sha256):
            return None
        size = self.archive.place(sha256).stat().st_size
        return None if size == self._sizes[sha256] else f"bytes {sha256}: are {size} here, not as many as is said"

    def _light(self, loads: Iterator[Load]) -> Iterator[Load]:
        """Bytes are looked at one by one: many of them are more than memory holds."""
        for load in loads:
            if isinstance(load, Bytes):
                self._bytes(load.sha256, len(load.payload), hashlib.sha256(load.payload).hexdigest())
            else:
                yield load

    def _refuse(self) -> None:
        raise IntegrityError(f"nothing was imported: {'; '.join(self.wrong[:_MOST_TOLD])}")

    def _look(self, load: Load) -> None:
        match load:
            case Head() | End() | Bytes():
                self.wrong.append(f"a second {kind_of(load)} is where facts are")
            case Analysis() | Annotation():
                self.wrong.extend(problems(load, self._text_of(load.document)))
            case Document():
                self._text = (load.id, load.text)
                if not self._knows(load.capture):
                    self.wrong.append(f"document {load.id}: its capture is neither here nor in the workspace")
                self.wrong.extend(problems(load))
            case Capture() | Observation():
                self._expect(load)
                self.wrong.extend(problems(load))
            case Done():
                pass
            case _:
                self.wrong.extend(problems(load))

    def _expect(self, fact: Capture | Observation) -> None:
        if isinstance(fact, Capture):
            self._known.add(fact.id)
            kept = [(fact.sha256, fact.size)]
        else:
            if fact.capture is not None and not self._knows(fact.capture):
                self.wrong.append(f"observation {fact.id[:80]}: its capture is neither here nor in the workspace")
            kept = [(str(one.sha256), one.size) for one in fact.pixels.kept] if fact.pixels else []
        for sha256, size in kept:
            if self._sizes.setdefault(sha256, size) != size:
                self.wrong.append(f"{sha256}: is said to have {size} bytes, and another number")

    def _knows(self, capture: CaptureId) -> bool:
        return capture in self._known or bool(self.view.captures([capture]))

    def _text_of(self, document: DocumentId) -> str | None:
        """Mostly that of the document just read."""
        if self._text[0] == document:
            return self._text[1]
        return next((one.text for one in self.view.documents([document])), None)

    def _bytes(self, sha256: str, size: int, found: str) -> None:
        if found != sha256:
            self.wrong.append(f"bytes {sha256[:80]}: are not those of their hash")
        self.carried[sha256] = size

    def _beside(self) -> None:
        for sha256 in self._sizes:
            pieces = self.opened.beside(sha256) if sha256 not in self.carried else None
            if pieces is not None:
                digest, size = hashlib.sha256(), 0
                for piece in pieces:
                    digest.update(piece)
                    size += len(piece)
                self._bytes(sha256, size, digest.hexdigest())

    def _count(self, facts: list[Fact]) -> None:
        for fact in self.fresh.among(facts):
            self.new[kind_of(fact)] = self.new.get(kind_of(fact), 0) + 1
            if isinstance(fact, Capture):
                self.captures[fact.id] = fact.sha256
            elif isinstance(fact, Document):
                self.documents[fact.id] = None


@dataclass(slots=True)
class _Taking:
    """The second reading: what was checked is appended, and bytes are put into the archive before what names them."""

    workspace: Workspace
    opened: Opened
    survey: _Survey

    def run(self, progress: Progress) -> None:
        self.bytes(self.survey.carried.keys())
        store, seen = self.workspace.store, 0
        fresh = Fresh(store.view())
        light = (one for one in held_together(self.opened.loads()) if not isinstance(one, Head | Bytes | End))
        for some in batches(light, _AT_ONCE):
            facts = [one for one in some if not isinstance(one, Done)]
            new = {id(one) for one in fresh.among(facts)}
            # A text that is known may be one that its source went back to.
            kept = [one for one in facts if isinstance(one, Document) or id(one) in new]
            store.append(one for one in kept if not isinstance(one, Failure))
            for one in some:
                if isinstance(one, Failure):
                    store.fail(one)
                elif isinstance(one, Done):
                    self._mark(one)
            seen += len(some)
            progress("import", seen, 0)
        self._settle()

    def _settle(self) -> None:
        """What came without its bytes can be read by nobody here: its texts came with it."""
        store, archive = self.workspace.store, self.workspace.archive
        bare = {one for one, sha256 in self.survey.captures.items() if not archive.holds(sha256)}
        for key in stage_keys(self.workspace) if bare else ():
            if key.takes == "capture":
                waiting = [one for one in store.view().pending(key) if one in bare]
                for some in batches(waiting, _AT_ONCE):
                    store.record(key, [Outcome(item=one) for one in some])

    def bytes(self, wanted: Collection[str]) -> None:
        archive = FileArchive(self.workspace.path / ARCHIVE)
        rest = set()
        for sha256 in wanted:
            pieces = self.opened.beside(sha256)
            if pieces is None:
                rest.add(sha256)
            elif not archive.holds(sha256):
                archive.write_stream(pieces)
        if rest:
            for load in self.opened.loads():
                if isinstance(load, Bytes) and load.sha256 in rest:
                    archive.write(load.payload)

    def _mark(self, done: Done) -> None:
        """What this file brought, and nothing that was here before."""
        new = self.survey.captures if done.takes == "capture" else self.survey.documents
        items = [one for one in done.items if one in new]
        for some in batches(items, _AT_ONCE):
            self.workspace.store.record(key_of(done), [Outcome(item=one) for one in some])
