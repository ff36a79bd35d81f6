"""All facts of a workspace, as its policy lets them out, in one file: JSON lines, Parquet, or an RO-Crate."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from vedette.carrying import columns, crate, lines
from vedette.carrying.choosing import Choice
from vedette.carrying.load import FORMAT, LARGEST_BYTES, NEWEST, Bytes, Done, Head, Load, counted
from vedette.carrying.stages import worked_through
from vedette.custodian import custody_of
from vedette.evidence.custody import reasons
from vedette.model.annotation import Annotation
from vedette.model.errors import IntegrityError, UsageError
from vedette.model.watch import Policy
from vedette.publish.public import refuse_unknown
from vedette.workspace import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """`without` is how many captures came without their bytes, `withheld` how much the policy kept back."""

    facts: dict[str, int]
    without: int
    withheld: int


def export_facts(workspace: Workspace, output: Path, by: str, *, media: bool = False, whole: bool = False) -> Given:
    """`output` is a file `….jsonl` or `….parquet`, or a crate: a folder or `….zip`. Media that leave are noted in the
    log of custody before they do. `whole` sets the policy aside."""
    if output.exists() or output.is_symlink():
        raise UsageError(f"{output}: is there already; an export of all facts never writes over anything")
    now, policy = datetime.now(UTC), Policy() if whole else workspace.watch.policy
    refuse_unknown(workspace.store.view(), workspace.watch)
    choice = Choice(view=workspace.store.view(), policy=policy, now=now)
    leaving = _Leaving(workspace=workspace, choice=choice, media=media)
    leaving.note(by, output)
    head = _head(workspace, choice, by, now, whole=whole)
    match output.suffix.lower():
        case ".jsonl":
            lines.write_facts(leaving.loads(head), output)
        case ".parquet":
            columns.write_facts(leaving.loads(head), output)
        case ".zip" | "":
            crate.write_crate(leaving.loads(head), choice, leaving, workspace, head, output)
        case _:
            raise UsageError(f"{output}: name a file that ends in .jsonl, .parquet or .zip, or a folder for a crate")
    return Given(facts=leaving.counts, without=leaving.without, withheld=choice.withheld)


def _head(workspace: Workspace, choice: Choice, by: str, now: datetime, *, whole: bool) -> Head:
    chain = ""
    for _, _, own in workspace.store.view().chain():
        chain = own
    return Head(
        format=FORMAT,
        number=NEWEST,
        watch=choice.clearance.veil.text(workspace.watch.name),
        made=now,
        by=by,
        software=f"Vedette {version('vedette')}",
        chain=chain,
        withheld=None if whole else choice.withheld,
    )


@dataclass(slots=True, kw_only=True)
class _Leaving:
    """The loads of one export, counted as they go."""

    workspace: Workspace
    choice: Choice
    media: bool
    counts: dict[str, int] = field(default_factory=dict)
    without: int = 0
    inside: bool = True

    def loads(self, head: Head) -> Iterator[Load]:
        return counted(self._all(head))

    def _all(self, head: Head) -> Iterator[Load]:
        yield head
        self.counts["annotations"] = 0
        for name, loads in (
            ("sources", self.choice.sources()),
            ("captures", iter(self.choice.captures)),
            ("bytes", self.bytes() if self.inside else iter(())),
            ("documents", self.choice.documents()),
            ("observations", self.choice.observations()),
            ("links", self.choice.links()),
            ("retractions", self.choice.retractions()),
            ("corrections", self.choice.corrections()),
            ("failures", self.choice.failures()),
            ("stages", self._done()),
        ):
            self.counts[name] = 0
            for load in loads:
                self.counts["annotations" if isinstance(load, Annotation) else name] += 1
                yield load
        self.counts["documents"] = len(self.choice.shown)

    def bytes(self) -> Iterator[Bytes]:
        """What is too large for a line stays: a crate takes it."""
        carried = set[str]()
        for sha256 in self.choice.archived(media=self.media):
            if not self.workspace.archive.holds(sha256):
                continue
            payload = self.workspace.archive.read(sha256)
            if len(payload) <= LARGEST_BYTES:
                carried.add(sha256)
                yield Bytes(sha256=sha256, payload=payload)
        self.without = sum(one.sha256 not in carried for one in self.choice.captures)

    def files(self) -> Iterator[tuple[str, Path]]:
        """As `bytes`, whatever the size: the SHA-256, and the file in the archive."""
        carried = set[str]()
        for sha256 in self.choice.archived(media=self.media):
            try:
                place = self.workspace.archive.place(sha256)
            except IntegrityError:
                if self.workspace.archive.holds(sha256):
                    raise
                continue
            carried.add(sha256)
            yield sha256, place
        self.without = sum(one.sha256 not in carried for one in self.choice.captures)

    def _done(self) -> Iterator[Done]:
        free = {one.id for one in self.choice.captures}
        return worked_through(self.workspace, [*free, *self.choice.shown])

    def note(self, by: str, output: Path) -> None:
        custody, withheld = custody_of(self.workspace), self.choice.policy.withhold
        for one in self.choice.captures if self.media else ():
            why = reasons(one, withheld)
            if why and self.workspace.archive.holds(one.sha256):
                custody.note(by, "export", one.id, str(output.absolute()), why=why)
