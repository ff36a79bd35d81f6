"""Events and reports with all their evidence: what may leave is settled here, with the rooms that know."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from importlib.metadata import version
from itertools import islice
from pathlib import Path

from vedette.custodian import custody_of, settings_of
from vedette.evidence.authority import LARGEST
from vedette.evidence.custody import Access, reasons
from vedette.evidence.dossier import Dossier, Proof, Said
from vedette.evidence.merkle import Tree
from vedette.evidence.package import refuse_taken, write_package
from vedette.evidence.papers import cited, folders, papers_in, told_of
from vedette.evidence.roots import EVIDENCE, Kept, read_roots
from vedette.knowledge import view_without
from vedette.model.capture import Capture
from vedette.model.document import Document
from vedette.model.errors import UsageError
from vedette.model.event import Event
from vedette.model.ids import CaptureId, DocumentId, StatementId
from vedette.model.link import Link, end_at
from vedette.model.observation import Observation
from vedette.model.watch import Policy
from vedette.ports import View
from vedette.publish.captured import chosen
from vedette.publish.material import all_events
from vedette.publish.policy import Clearance, clear
from vedette.publish.public import public_view, refuse_unknown
from vedette.publish.sights import open_observations
from vedette.workspace import Workspace

_A_SOURCE = "of a source that is withheld"
_POLICY = "the publication policy holds it back, or a name in it"
_MEDIA = "a picture, film or recording that nobody has screened; it leaves with --media alone"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """`events` by id; `reports` are situation reports by name, or single reports by id or label. `whole` sets the
    policy aside, `media` takes pictures, films and recordings along."""

    events: tuple[str, ...] = ()
    reports: tuple[str, ...] = ()
    whole: bool = False
    media: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    dossier: Dossier
    digest: str

    @property
    def withheld(self) -> int:
        return sum(one.file is None for one in self.dossier.proofs)


def export_evidence(workspace: Workspace, asked: Asked, output: Path, by: str) -> Exported:
    """Whole or not at all. Media that leave are noted in the log of custody before they do."""
    refuse_taken(output)
    dossier = _Choosing(workspace, asked, datetime.now(UTC)).dossier(by)
    custody, withheld = custody_of(workspace), workspace.watch.policy.withhold
    for one in dossier.proofs:
        why = reasons(one.capture, withheld) if one.capture is not None and one.file else ()
        if one.capture is not None and why:
            custody.note(by, "export", one.capture.id, str(output.absolute()), why=why)
    return Exported(dossier=dossier, digest=write_package(dossier, workspace.archive, output))


@dataclass(slots=True)
class _Choosing:
    """`raw` is all of the workspace, `open` what the policy leaves of it."""

    workspace: Workspace
    asked: Asked
    now: datetime
    raw: View = field(init=False)
    open: View = field(init=False)
    clearance: Clearance = field(init=False)

    def __post_init__(self) -> None:
        watch = self.workspace.watch
        self.raw = self.workspace.store.view()
        refuse_unknown(self.raw, watch)
        left = self.raw if self.asked.whole else view_without(self.raw, watch, self.now)
        self.clearance = clear(left, self.policy, self.now)
        self.open = public_view(left, self.policy, self.clearance.veil)

    @property
    def policy(self) -> Policy:
        return Policy() if self.asked.whole else self.workspace.watch.policy

    def dossier(self, by: str) -> Dossier:
        events = self._events()
        named, papers = self._named()
        seen = {one for name, payload in papers for one in told_of(name, payload)}
        ids = {*named, *(one for event in events for one in event.documents)}
        documents = self._documents(ids)
        observations = self._observations(events, seen)
        proofs, roots = self._proofs(sorted(ids), observations)
        shown = {one.id for one in documents}
        return Dossier(
            title=f"{self.workspace.watch.name}: evidence",
            about=self._about(),
            made=self.now,
            by=by,
            version=version("vedette"),
            proofs=tuple(proofs),
            documents=tuple(documents),
            sources=tuple(one for one in self.open.sources() if one.id in {each.source for each in documents}),
            events=tuple(events),
            said=tuple(self._said(events, [one for one in documents if one.id in named], documents)),
            observations=tuple(observations),
            judgements=tuple(self._judgements(events)),
            corrections=tuple(one for one in self.open.corrections(sorted(shown)) if one.document in shown),
            retractions=tuple(
                one for one in self.open.retractions() if one.origin in {each.origin for each in documents}
            ),
            roots=tuple(roots),
            authorities=self._authorities(),
            report=tuple(papers if self._may_leave(named, papers, shown) else ()),
            custody=self._custody(proofs),
            policy=tuple(self._held_back(proofs)),
            notice=self.workspace.watch.notice,
        )

    def _about(self) -> str:
        parts = [f"event {one}" for one in self.asked.events] + [f"report {one}" for one in self.asked.reports]
        left = ", with the publication policy set aside" if self.asked.whole else ""
        return f"With what it rests on{left}: {', '.join(parts)}."

    def _events(self) -> list[Event]:
        wanted = dict.fromkeys(self.asked.events)
        found = {one.id: one for one in all_events(self.open) if one.id in wanted} if wanted else {}
        told = []
        for one in wanted:
            event = next((each for key, each in found.items() if key == one), None)
            if event is None:
                raise UsageError(f"no event has the id {one!r}; `vedette export WORKSPACE events` shows them")
            cleared = self.clearance.tell(event)
            if cleared is None:
                raise UsageError(f"the policy holds event {one} back; --whole takes it all the same")
            told.append(cleared)
        return told

    def _named(self) -> tuple[set[DocumentId], list[tuple[str, bytes]]]:
        """Documents that are asked for, or cited by a situation report; and the files of such reports."""
        ids: set[DocumentId] = set()
        papers: list[tuple[str, bytes]] = []
        for one in self.asked.reports:
            folder = self.workspace.reports / one
            if one in {path.name for path in folders(self.workspace.reports)}:
                ids |= cited(folder)
                papers += [(f"{one}/{name}", payload) for name, payload in papers_in(folder)]
                continue
            document = self.raw.document(one)
            if document is None:
                raise UsageError(f"no report has the name, the id or, alone, the label {one!r}")
            ids.add(document.id)
        return ids, papers

    def _documents(self, ids: Iterable[DocumentId]) -> list[Document]:
        """With the versions before: what was changed later is evidence too."""
        origins = sorted({one.origin for one in self.raw.documents(sorted(ids))})
        versions = [version.id for origin in origins for version in self.raw.versions(origin)]
        return [one for one in self.open.documents(versions) if one.id not in self.clearance.held]

    def _observations(self, events: Sequence[Event], told: Collection[str]) -> list[Observation]:
        """Those beside the events, and those that a situation report tells of."""
        wanted = {*told, *(sight.observation for event in events for sight in event.sights)}
        if not wanted:
            return []
        current = self.open.documents()
        found = open_observations(self.open, self.clearance, current)
        return [one for one in found if one.id in wanted]

    def _said(
        self, events: Sequence[Event], named: Sequence[Document], documents: Sequence[Document]
    ) -> Iterator[Said]:
        told: set[StatementId] = {one for event in events for one in event.statements}
        told |= {figure.statement for event in events for figure in event.figures}
        whole, texts = {one.id for one in named}, {one.id: one.text for one in documents}
        for analysis in self.open.analyses(sorted(texts)):
            for one in analysis.statements:
                if one.id in told or analysis.document in whole:
                    yield Said(statement=one, words=one.content.of(texts[analysis.document]))

    def _judgements(self, events: Sequence[Event]) -> list[Link]:
        """On pairs of accounts that are all told here."""
        ends = {account.mention: event.place for event in events for account in event.accounts}
        ids = [*ends, *(end_at(mention, place.id) for mention, place in ends.items() if place)]
        return [self.clearance.veil.of(one) for one in self.raw.links_among(sorted(ids))] if ids else []

    def _proofs(self, ids: Sequence[DocumentId], observations: Sequence[Observation]) -> tuple[list[Proof], list[Kept]]:
        every = chosen(self.raw, Policy(), self.now, reports=ids).captures if ids else ()
        free = {one.id for one in chosen(self.raw, self.policy, self.now, reports=ids).captures} if ids else set()
        seen = {one for each in observations for one in (each.capture, each.earlier) if one}
        free |= {one.id for one in self.open.captures(sorted(seen))}
        wanted = {one.id for one in every} | seen
        links = [(one.id, before, own) for one, before, own in self.raw.chain()]
        captures = {one.id: one for one in self.raw.captures(sorted(wanted))}
        roots = _Roots([own for _, _, own in links], read_roots(self.workspace.path / EVIDENCE))
        proofs = []
        for position, (key, before, own) in enumerate(links, start=1):
            if key in wanted:
                proof = roots.lead_to(Proof(position=position, before=before, chain=own))
                proofs.append(self._with_bytes(proof, captures[key], free))
        return proofs, roots.used

    def _with_bytes(self, proof: Proof, capture: Capture, free: set[CaptureId]) -> Proof:
        if capture.source in self.policy.withhold:
            return replace(proof, withheld=_A_SOURCE)
        if capture.id not in free or self.clearance.veil.words(capture) != capture:
            return replace(proof, withheld=_POLICY)
        if reasons(capture) and not self.asked.media:
            return replace(proof, capture=capture, withheld=_MEDIA)
        return replace(proof, capture=capture, file=f"captures/{capture.sha256}")

    def _authorities(self) -> bytes:
        name = settings_of(self.workspace).ca
        try:
            with (self.workspace.path / name).open("rb") as file:
                return file.read(LARGEST)
        except OSError:
            return b""

    def _custody(self, proofs: Sequence[Proof]) -> tuple[Access, ...]:
        if not self.asked.whole:
            return ()
        known = {one.capture.id for one in proofs if one.capture is not None}
        return tuple(one for one in custody_of(self.workspace).accesses() if one.of in known)

    def _may_leave(
        self, named: set[DocumentId], papers: Sequence[tuple[str, bytes]], shown: Collection[DocumentId]
    ) -> bool:
        """A report's own files may be older than the policy: all or none of them."""
        hides = self.clearance.veil.text
        texts = [payload.decode("utf-8", "replace") for _, payload in papers]
        return not self.policy.holds_back or (named <= set(shown) and all(hides(text) == text for text in texts))

    def _held_back(self, proofs: Sequence[Proof]) -> Iterator[str]:
        for why in (_A_SOURCE, _POLICY, _MEDIA):
            number = sum(one.withheld == why for one in proofs)
            if number:
                yield f"{number} {'capture is' if number == 1 else 'captures are'} not here: {why}."
        if self.policy.redact:
            yield "Names of private persons are withheld in texts."


@dataclass(slots=True)
class _Roots:
    """Which daily root covers a position of the chain, and by which path; a tree is made once."""

    links: Sequence[str]
    kept: Sequence[Kept]
    trees: dict[str, Tree] = field(default_factory=dict)

    def lead_to(self, proof: Proof) -> Proof:
        position = proof.position
        one = next((each for each in self.kept if each.root.first <= position <= each.root.last), None)
        if one is None:
            return proof
        first, name = one.root.first, one.path.name
        if name not in self.trees:
            covered = islice(self.links, first - 1, one.root.last)
            self.trees[name] = Tree(bytes.fromhex(own) for own in covered)
        path = self.trees[name].path(position - first)
        return replace(proof, root=name, path=tuple(each.hex() for each in path))

    @property
    def used(self) -> list[Kept]:
        return [one for one in self.kept if one.path.name in self.trees]
