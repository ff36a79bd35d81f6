"""Facts as an RO-Crate in a bag: the lines in one file, captures as files under their hashes, all described."""

import hashlib
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from vedette.carrying.choosing import Choice
from vedette.carrying.lines import encode_line, read_lines
from vedette.carrying.load import Head, Load
from vedette.evidence.bag import Bag, bag_problems, finish_bag, zip_bag
from vedette.evidence.crate import METADATA
from vedette.evidence.crate import crate as described
from vedette.evidence.dossier import Dossier, Proof
from vedette.evidence.package import CAPTURES, DOCUMENTS, INDEX, STATEMENTS
from vedette.evidence.page import page
from vedette.evidence.shelf import own_folder, put_in_place
from vedette.model.errors import IntegrityError, UsageError, WorkspaceError
from vedette.reference.disk import sync_folder
from vedette.workspace import Workspace

if TYPE_CHECKING:
    from vedette.carrying.giving import _Leaving

LEDGER = "facts/ledger.jsonl"
_NOT_HERE = "media that nobody has screened leave with --media alone"


def write_crate(
    loads: Iterator[Load], choice: Choice, leaving: "_Leaving", workspace: Workspace, head: Head, output: Path
) -> None:
    """A folder, or a ZIP; whole or not at all."""
    leaving.inside = False
    zipped = output.suffix.lower() == ".zip"
    with own_folder(output.absolute().parent, f".{output.name}.export-") as scratch:
        bag = scratch / (output.stem if zipped else output.name)
        data = bag / "data"
        try:
            (data / "captures").mkdir(parents=True)
            carried = set()
            for sha256, place in leaving.files():
                shutil.copyfile(place, data / "captures" / sha256)
                carried.add(sha256)
            (data / LEDGER).parent.mkdir()
            with (data / LEDGER).open("wb") as file:
                file.writelines(map(encode_line, loads))
            _describe(_dossier(workspace, choice, head, carried), data)
            finish_bag(bag, {"Bagging-Date": f"{head.made:%Y-%m-%d}", "Bag-Software-Agent": head.software})
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


def _dossier(workspace: Workspace, choice: Choice, head: Head, carried: set[str]) -> Dossier:
    proofs, free = [], {one.id: one for one in choice.captures}
    for position, (capture, before, own) in enumerate(workspace.store.view().chain(), start=1):
        if capture.id not in free:
            continue
        there = capture.sha256 in carried
        proof = Proof(
            position=position,
            before=before,
            chain=own,
            capture=capture,
            file=f"captures/{capture.sha256}" if there else None,
            withheld="" if there else _NOT_HERE,
        )
        proofs.append(proof)
    return Dossier(
        title=f"{head.watch}: all facts",
        about=f"All facts of a workspace in {LEDGER}; bring them into another with `vedette import`.",
        made=head.made,
        by=head.by,
        version=head.software.removeprefix("Vedette "),
        proofs=tuple(proofs),
        documents=(),
        sources=tuple(choice.sources()),
        policy=(f"{head.withheld} captures and documents are held back.",) if head.withheld else (),
        notice=workspace.watch.notice,
    )


def _describe(dossier: Dossier, data: Path) -> None:
    """As in an export with evidence, so that `vedette verify` can check it."""
    (data / CAPTURES).parent.mkdir()
    rows = b"".join(msgspec.json.encode(one, order="sorted") + b"\n" for one in dossier.proofs)
    for name, payload in ((CAPTURES, rows), (DOCUMENTS, b""), (STATEMENTS, b"")):
        (data / name).write_bytes(payload)
    (data / INDEX).write_text(page(dossier), "utf-8", errors="replace")
    files = {}
    for path in (one for one in data.rglob("*") if one.is_file()):
        with path.open("rb") as handle:
            digest = hashlib.file_digest(handle, "sha256").hexdigest()
        files[path.relative_to(data).as_posix()] = (path.stat().st_size, digest)
    (data / METADATA).write_bytes(msgspec.json.format(msgspec.json.encode(described(dossier, files)), indent=1))


def read_crate(bag: Bag) -> Iterator[Load]:
    """Its lines, once every file is what the bag's manifests say. The bytes are left where they are."""
    found = next(bag_problems(bag), None)
    if found is not None:
        raise IntegrityError(found)
    try:
        file = bag.open(f"data/{LEDGER}")
    except KeyError:
        raise IntegrityError(
            f"it holds no {LEDGER}: an export with evidence is for people and checks; `vedette export WORKSPACE facts`"
            " makes what can be imported"
        ) from None
    with file:
        yield from read_lines(file)
