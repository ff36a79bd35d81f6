"""Checking an export with evidence, without the workspace that it came from."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, TypeVar
from urllib.parse import unquote

import msgspec

from vedette.evidence import authority, calendar
from vedette.evidence.bag import TAGS, Bag, bag_problems, digest_of, read_bounded
from vedette.evidence.crate import METADATA, text_file
from vedette.evidence.dossier import Proof, Said
from vedette.evidence.merkle import root_by_path
from vedette.evidence.package import AUTHORITIES, CAPTURES, DOCUMENTS, ROOTS, STATEMENTS
from vedette.evidence.roots import Root, decode_root
from vedette.evidence.stamping import ANSWER, PROOF, REQUEST
from vedette.model.chain import chain_hash
from vedette.model.document import Document, document_id
from vedette.model.errors import IntegrityError, UsageError
from vedette.model.watch import A_PERSON, A_SOURCE

T = TypeVar("T")


@dataclass(slots=True, kw_only=True)
class Checked:
    """What was found: `problems`, a line each; how many captures are in it, with their bytes, withheld, under a daily
    root, and under one that somebody stamped. `stamps` tell by whom and when, `own` whether that was checked by
    certificates of the export itself; `digest` stands for all of it."""

    problems: list[str] = field(default_factory=list)
    captures: int = 0
    bytes: int = 0
    withheld: int = 0
    rooted: int = 0
    stamped: int = 0
    stamps: list[str] = field(default_factory=list)
    own: bool = False
    digest: str = ""


def check_package(bag: Bag, authorities: bytes | None = None, lists: bytes | None = None) -> Checked:
    """`authorities` are certificates (PEM) that you trust; else those of the export count, which prove less. `lists`
    are of revoked certificates."""
    checked = Checked(problems=list(bag_problems(bag)))
    try:
        checked.digest = hashlib.sha256(read_bounded(bag, TAGS)).hexdigest()
        _Checking(bag, checked, authorities, lists).run()
    except IntegrityError as error:
        checked.problems.append(str(error))
    checked.problems = list(dict.fromkeys(checked.problems))
    return checked


@dataclass(slots=True)
class _Checking:
    bag: Bag
    checked: Checked
    authorities: bytes | None
    lists: bytes | None = None
    roots: dict[str, Root | None] = field(default_factory=dict)
    stamped: set[str] = field(default_factory=set)

    def run(self) -> None:
        if self.authorities is None:
            self.authorities = self._optional(AUTHORITIES)
            self.checked.own = self.authorities is not None
        seen: set[int] = set()
        for number, proof in enumerate(self._rows(CAPTURES, Proof), start=1):
            if proof.position in seen:
                self._wrong(f"{CAPTURES}: line {number}: position {proof.position} is there twice")
            seen.add(proof.position)
            self._capture(proof)
        self._texts()
        self._crate()

    def _wrong(self, problem: str) -> None:
        self.checked.problems.append(problem)

    def _capture(self, proof: Proof) -> None:
        self.checked.captures += 1
        name = f"capture {proof.capture.id if proof.capture else proof.position}"
        if proof.capture is not None and chain_hash(proof.before, proof.capture) != proof.chain:
            self._wrong(f"{name}: its chain hash does not fit: the capture was changed")
        if proof.file is None:
            self.checked.withheld += 1
            if not proof.withheld:
                self._wrong(f"{name}: its bytes are not there, and nothing says why")
        elif proof.capture is None:
            self._wrong(f"{name}: its bytes are there, and the capture is not")
        else:
            self._bytes(name, proof.file, proof.capture.sha256, proof.capture.size)
        if proof.root is not None:
            self._rooted(name, proof, proof.root)

    def _bytes(self, name: str, file: str, sha256: str, size: int) -> None:
        try:
            found = digest_of(self.bag, f"data/{file}")
        except KeyError:
            self._wrong(f"{name}: {file} is missing")
            return
        self.checked.bytes += 1
        if found != (sha256, size):
            self._wrong(f"{name}: {file} is not what was captured")

    def _rooted(self, name: str, proof: Proof, root_name: str) -> None:
        root = self._root(root_name)
        if root is None:
            return
        try:
            entry, path = bytes.fromhex(proof.chain), [bytes.fromhex(one) for one in proof.path]
        except ValueError:
            self._wrong(f"{name}: its path to {root_name} cannot be read")
            return
        found = root_by_path(entry, proof.position - root.first, root.size, path)
        if found is None or found.hex() != root.root:
            self._wrong(f"{name}: its path does not lead to the daily root {root_name}")
            return
        self.checked.rooted += 1
        self.checked.stamped += root_name in self.stamped

    def _root(self, name: str) -> Root | None:
        if name not in self.roots:
            try:
                payload = read_bounded(self.bag, f"data/{ROOTS}/{name}")
                root = decode_root(payload, name)
                if root.name != name:
                    raise IntegrityError(f"daily root {name}: has the name of another")
                self.roots[name] = root
                self._stamps(name.removesuffix(".json"), payload, name)
            except IntegrityError as error:
                self._wrong(str(error))
                self.roots.setdefault(name, None)
        return self.roots[name]

    def _stamps(self, stem: str, payload: bytes, name: str) -> None:
        answer, proof = (self._optional(f"{ROOTS}/{stem}{ending}") for ending in (ANSWER, PROOF))
        try:
            if answer is not None:
                request = self._optional(f"{ROOTS}/{stem}{REQUEST}") or b""
                stamp = authority.check_answer(answer, request, payload, self.authorities or b"", self.lists)
                self.checked.stamps.append(f"{name}: {stamp.at:%Y-%m-%d %H:%M:%S} UTC by {stamp.by}")
                self.stamped.add(name)
        except (IntegrityError, UsageError) as error:
            self._wrong(f"time-stamp {stem}{ANSWER}: {error}")
        try:
            if proof is not None:
                self._witness(name, calendar.witness(calendar.decode(proof, payload)))
        except (IntegrityError, UsageError) as error:
            self._wrong(f"time-stamp {stem}{PROOF}: {error}")

    def _witness(self, name: str, found: calendar.Witness) -> None:
        """Whether the block is as it says is for `ots verify` to find out."""
        for height, _ in found.blocks:
            self.checked.stamps.append(f"{name}: said to be in block {height} of Bitcoin; see `ots verify`")

    def _texts(self) -> None:
        texts: dict[str, str] = {}
        for document in self._rows(DOCUMENTS, Document):
            texts[document.id] = document.text
            if self._optional(text_file(document)) != document.text.encode("utf-8", "replace"):
                self._wrong(f"document {document.id}: its text is not that of its file")
            veiled = A_PERSON in document.text or A_SOURCE in document.text
            if not veiled and document.id != document_id(document.origin, document.text):
                self._wrong(f"document {document.id}: its text was changed")
        for one in self._rows(STATEMENTS, Said):
            text = texts.get(one.span.document)
            if text is None or not one.words or text[one.span.start : one.span.end] != one.words:
                self._wrong(f"statement {one.statement.id}: its words do not stand where it says")

    def _crate(self) -> None:
        """Each file that the metadata describe is there, with its hash."""
        try:
            graph = msgspec.json.decode(read_bounded(self.bag, f"data/{METADATA}"))["@graph"]
            files = [one for one in graph if one.get("@type") == "File"]
            described = {unquote(one["@id"]): (str(one["sha256"]), int(one["contentSize"])) for one in files}
        except (msgspec.DecodeError, UnicodeDecodeError, KeyError, TypeError, ValueError, AttributeError):
            self._wrong(f"{METADATA}: it was changed: it cannot be read")
            return
        for name, wanted in described.items():
            try:
                if digest_of(self.bag, f"data/{name}") != wanted:
                    self._wrong(f"{name}: is not as {METADATA} describes it")
            except KeyError:
                self._wrong(f"{name}: {METADATA} describes it, and it is missing")

    def _optional(self, name: str) -> bytes | None:
        try:
            with self.bag.open(f"data/{name}") as handle:
                return handle.read(64 * 1024 * 1024)
        except KeyError:
            return None

    def _rows(self, name: str, kind: type[T]) -> Iterator[T]:
        for number, line in enumerate(read_bounded(self.bag, f"data/{name}").splitlines(), start=1):
            try:
                yield msgspec.json.decode(line, type=kind)
            except (msgspec.DecodeError, UnicodeDecodeError) as error:
                raise IntegrityError(f"{name}: line {number} was changed: it cannot be read") from error


def summary(checked: Checked) -> dict[str, Any]:
    return {
        "problems": checked.problems,
        "captures": checked.captures,
        "bytes": checked.bytes,
        "withheld": checked.withheld,
        "rooted": checked.rooted,
        "stamped": checked.stamped,
        "stamps": checked.stamps,
        "digest": checked.digest,
    }
