"""Daily roots: a Merkle root over the links of the chain that came since the root before, each a file of its own.

The file itself is what is stamped, so that `openssl ts` and `ots` can check a stamp with nothing of ours. The entries
of the tree are the chain hashes of captures in their order, as 32 bytes each.
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import Literal

import msgspec

from vedette.evidence.custody import End
from vedette.evidence.merkle import Tree
from vedette.evidence.shelf import write_once
from vedette.model.capture import Capture
from vedette.model.chain import FIRST
from vedette.model.errors import IntegrityError, WorkspaceError

EVIDENCE = "evidence"
LARGEST = 64 * 1024
Link = tuple[Capture, str, str]
"""A capture, the chain hash before it and its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Root:
    """`first` and `size` are positions in the chain, from 1; `earliest` and `latest` when the first and the last of
    them were fetched. `head` is the chain hash of the last, `root` that of the tree, `before` the SHA-256 of the root
    file before. `custody` is how far the log of custody went, or None where there was none."""

    number: int
    day: date
    made: datetime
    first: int
    size: int
    earliest: datetime
    latest: datetime
    head: str
    root: str
    before: str
    custody: End | None = None
    form: Literal["vedette-root/1"] = "vedette-root/1"

    @property
    def last(self) -> int:
        return self.first + self.size - 1

    @property
    def name(self) -> str:
        return f"{self.number:06}-{self.day.isoformat()}.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A root with the bytes of its file."""

    root: Root
    path: Path
    payload: bytes

    @property
    def digest(self) -> bytes:
        return hashlib.sha256(self.payload).digest()

    def beside(self, ending: str) -> Path:
        """A file that belongs to it."""
        return self.path.with_suffix(ending)


def encode_root(root: Root) -> bytes:
    return msgspec.json.encode(root, order="sorted")


def decode_root(payload: bytes, name: str) -> Root:
    try:
        return msgspec.json.decode(payload, type=Root)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise IntegrityError(f"daily root {name}: it was changed: it cannot be read") from error


def root_files(folder: Path) -> list[Path]:
    return sorted(folder.glob("[0-9]*.json")) if folder.is_dir() else []


def read_root(path: Path) -> Kept:
    """Raises IntegrityError where it was changed beyond reading."""
    try:
        with path.open("rb") as file:
            payload = file.read(LARGEST)
    except OSError as error:
        raise IntegrityError(f"daily root {path.name}: it cannot be read ({error.strerror})") from error
    return Kept(root=decode_root(payload, path.name), path=path, payload=payload)


def read_roots(folder: Path) -> list[Kept]:
    return [read_root(path) for path in root_files(folder)]


def close_day(chain: Iterable[Link], folder: Path, now: datetime, custody: End) -> Kept | None:
    """A root over all links that none covers yet; None where there is nothing new. Hold the lock of the folder."""
    last = read_root(files[-1]) if (files := root_files(folder)) else None
    done = last.root.last if last else 0
    links = list(islice(chain, done, None))
    if not links:
        return None
    root = _root_of(links, done + 1, now, custody, last)
    path = folder / root.name
    if path.exists():
        raise WorkspaceError(f"{path}: is there already; run `vedette verify`")
    write_once(path, encode_root(root))
    return read_root(path)


def _root_of(links: Sequence[Link], first: int, now: datetime, custody: End, last: Kept | None) -> Root:
    return Root(
        number=last.root.number + 1 if last else 1,
        day=now.date(),
        made=now,
        first=first,
        size=len(links),
        earliest=links[0][0].fetched,
        latest=links[-1][0].fetched,
        head=links[-1][2],
        root=Tree(bytes.fromhex(own) for _, _, own in links).root.hex(),
        before=last.digest.hex() if last else FIRST,
        custody=custody if custody.lines else None,
    )


def root_problems(links: Sequence[str], folder: Path) -> Iterator[str]:
    """`links` are the chain hashes of all captures, in order."""
    before, done = FIRST, 0
    for number, path in enumerate(root_files(folder), start=1):
        try:
            kept = read_root(path)
        except IntegrityError as error:
            yield str(error)
            return
        root, name = kept.root, f"daily root {path.name}"
        if path.name != root.name or root.number != number or root.before != before or root.first != done + 1:
            yield f"{name}: the row of roots is broken before it: a root was changed, removed, added or moved"
        yield from (f"{name}: {problem}" for problem in _tree_problems(root, links))
        before, done = kept.digest.hex(), root.last


def _tree_problems(root: Root, links: Sequence[str]) -> Iterator[str]:
    covered = links[max(root.first, 1) - 1 : max(root.last, 0)]
    if len(covered) != root.size or root.size < 1:
        yield f"it covers captures {root.first} to {root.last}, and the chain has {len(links)}"
    elif Tree(map(bytes.fromhex, covered)).root.hex() != root.root or covered[-1] != root.head:
        yield f"captures {root.first} to {root.last} are no longer those that it covers"
