"""Whether roots, stamps and the log of custody stand: one line a problem."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from vedette.evidence import authority, calendar
from vedette.evidence.custody import CUSTODY, Custody
from vedette.evidence.revoked import read_lists
from vedette.evidence.roots import EVIDENCE, Kept, read_root, root_files, root_problems
from vedette.evidence.stamping import ANSWER, PROOF, REQUEST
from vedette.model.errors import IntegrityError, UsageError
from vedette.model.stamping import Stamping

_LARGEST = 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Proofs:
    """How many roots there are, how many of them an authority stamped and a calendar holds, and lines of custody."""

    roots: int
    stamped: int
    promised: int
    custody: int


def count_proofs(workspace: Path) -> Proofs:
    files = root_files(workspace / EVIDENCE)
    return Proofs(
        roots=len(files),
        stamped=sum(path.with_suffix(ANSWER).exists() for path in files),
        promised=sum(path.with_suffix(PROOF).exists() for path in files),
        custody=Custody(workspace / CUSTODY).end().lines,
    )


def evidence_problems(workspace: Path, settings: Stamping, links: Sequence[str]) -> Iterator[str]:
    """`links` are the chain hashes of all captures, in order."""
    folder = workspace / EVIDENCE
    yield from root_problems(links, folder)
    kept = list(_readable(folder))
    for one in kept:
        yield from _stamp_problems(one, workspace, settings)
    yield from Custody(workspace / CUSTODY).problems([one.root.custody for one in kept if one.root.custody])


def _readable(folder: Path) -> Iterator[Kept]:
    for path in root_files(folder):
        try:
            yield read_root(path)
        except IntegrityError:
            return


def _stamp_problems(one: Kept, workspace: Path, settings: Stamping) -> Iterator[str]:
    answer, proof = one.beside(ANSWER), one.beside(PROOF)
    try:
        if answer.exists():
            trusted = authority.read_authorities(workspace / (settings.ca or "no-ca-in-watch.toml"))
            lists = read_lists(workspace / settings.crl) if settings.crl else None
            authority.check_answer(_read(answer), _read(one.beside(REQUEST)), one.payload, trusted, lists)
    except (IntegrityError, UsageError) as error:
        yield f"time-stamp {answer.name}: {error}"
    try:
        if proof.exists():
            calendar.decode(_read(proof), one.payload)
    except (IntegrityError, UsageError) as error:
        yield f"time-stamp {proof.name}: {error}"


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(_LARGEST)
    except OSError as error:
        raise IntegrityError(f"{path.name} cannot be read ({error.strerror}): check its permissions") from error
