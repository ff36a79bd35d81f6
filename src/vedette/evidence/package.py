"""An export with its evidence: an RO-Crate in a bag, as a folder or a ZIP, whole or not there."""

import hashlib
import shutil
from collections.abc import Iterable
from pathlib import Path

import msgspec

from vedette.evidence.bag import finish_bag, zip_bag
from vedette.evidence.crate import METADATA, crate, text_file
from vedette.evidence.dossier import Dossier
from vedette.evidence.page import page
from vedette.evidence.shelf import own_folder, put_in_place
from vedette.evidence.stamping import ANSWER, PROOF, REQUEST
from vedette.model.errors import UsageError, WorkspaceError
from vedette.ports import Archive
from vedette.reference.disk import sync_folder

CAPTURES, DOCUMENTS, STATEMENTS = "proof/captures.jsonl", "facts/documents.jsonl", "facts/statements.jsonl"
ROOTS, AUTHORITIES, INDEX = "proof/roots", "proof/authority.pem", "index.html"
_ZIP = ".zip"


def refuse_taken(output: Path) -> None:
    if output.exists() or output.is_symlink():
        raise UsageError(f"{output}: is there already; an export with evidence never writes over anything")


def write_package(dossier: Dossier, archive: Archive, output: Path) -> str:
    """Gives the SHA-256 of the tag manifest, which stands for all of it. `output` is a folder, or a file `….zip`.
    Raises IntegrityError where the archive does not hold what the ledger says."""
    refuse_taken(output)
    zipped = output.suffix.lower() == _ZIP
    with own_folder(output.absolute().parent, f".{output.name}.export-") as scratch:
        bag = scratch / (output.stem if zipped else output.name)
        try:
            _fill(dossier, archive, bag / "data")
            told = finish_bag(bag, _info(dossier))
            if zipped:
                zip_bag(bag, scratch / output.name)
                put_in_place(scratch / output.name, output)
            else:
                bag.rename(output)
            sync_folder(output.absolute().parent)
        except FileExistsError as error:
            raise UsageError(f"{output}: is there already; name another place") from error
        except OSError as error:
            raise WorkspaceError(f"{output}: cannot be written ({error.strerror or error}); nothing is left") from error
    return told


def _info(dossier: Dossier) -> dict[str, str]:
    return {
        "Bagging-Date": f"{dossier.made:%Y-%m-%d}",
        "Bag-Software-Agent": f"Vedette {dossier.version}",
        "Contact-Name": dossier.by,
        "External-Description": f"{dossier.title}: {dossier.about}",
        "BagIt-Profile-Identifier": "https://w3id.org/ro/bagit/profile",
    }


def _fill(dossier: Dossier, archive: Archive, data: Path) -> None:
    for one in dossier.proofs:
        if one.file is not None and one.capture is not None and not (data / one.file).exists():
            _copy(archive.place(one.capture.sha256), data / one.file)
    for kept in {each.sha256: each for one in dossier.observations if one.pixels for each in one.pixels.kept}.values():
        _copy(archive.place(kept.sha256), data / "observed" / kept.sha256)
    for document in dossier.documents:
        _write(data / text_file(document), document.text.encode("utf-8", "replace"))
    _write_facts(dossier, data)
    _write_proofs(dossier, data)
    for name, payload in dossier.report:
        _write(data / "report" / name, payload)
    _write(data / INDEX, page(dossier).encode("utf-8", "replace"))
    files = {path.relative_to(data).as_posix(): _described(path) for path in data.rglob("*") if path.is_file()}
    _write(data / METADATA, msgspec.json.format(msgspec.json.encode(crate(dossier, files)), indent=1))


def _write_facts(dossier: Dossier, data: Path) -> None:
    _write(data / DOCUMENTS, _lines(dossier.documents))
    _write(data / STATEMENTS, _lines(dossier.said))
    for name, facts in (
        ("events", dossier.events),
        ("observations", dossier.observations),
        ("judgements", dossier.judgements),
        ("corrections", dossier.corrections),
        ("retractions", dossier.retractions),
        ("sources", dossier.sources),
        ("custody", dossier.custody),
    ):
        if facts:
            _write(data / "facts" / f"{name}.jsonl", _lines(facts))


def _write_proofs(dossier: Dossier, data: Path) -> None:
    _write(data / CAPTURES, _lines(dossier.proofs))
    for kept in dossier.roots:
        _write(data / ROOTS / kept.path.name, kept.payload)
        for ending in (REQUEST, ANSWER, PROOF):
            if kept.beside(ending).exists():
                _copy(kept.beside(ending), data / ROOTS / kept.beside(ending).name)
    if dossier.authorities:
        _write(data / AUTHORITIES, dossier.authorities)


def _lines(facts: Iterable[object]) -> bytes:
    return b"".join(msgspec.json.encode(one, order="sorted") + b"\n" for one in facts)


def _write(path: Path, payload: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(payload)


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)


def _described(path: Path) -> tuple[int, str]:
    with path.open("rb") as handle:
        return path.stat().st_size, hashlib.file_digest(handle, "sha256").hexdigest()
