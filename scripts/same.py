"""Whether two folders hold the same files, byte for byte, and where their archives differ.

python scripts/same.py ONE TWO
"""

import hashlib
import sys
import tarfile
import zipfile
from collections.abc import Iterator
from pathlib import Path


def members(path: Path) -> dict[str, str]:
    """What an archive holds, with all that its bytes depend on."""
    if path.suffix == ".whl":
        with zipfile.ZipFile(path) as held:
            return {
                one.filename: f"{one.date_time} {one.external_attr:o} {_sum(held.read(one))}" for one in held.infolist()
            }
    if path.name.endswith(".tar.gz"):
        with tarfile.open(path) as packed:
            return {one.name: f"{one.mtime} {one.mode:o} {one.uname} {one.size}" for one in packed}
    return {}


def _sum(payload: bytes) -> str:
    return hashlib.sha256(payload).hexdigest()


def differences(one: Path, two: Path) -> Iterator[str]:
    left, right = ({path.name: path for path in sorted(folder.iterdir())} for folder in (one, two))
    if not left:
        yield f"{one}: nothing was made"
    for name in sorted({*left, *right}):
        if name not in left or name not in right:
            yield f"{name}: made only once"
        elif left[name].read_bytes() != right[name].read_bytes():
            yield from (f"{name}: {told}" for told in _inside(members(left[name]), members(right[name])))


def _inside(left: dict[str, str], right: dict[str, str]) -> list[str]:
    told = [
        f"{name} is {left.get(name)} and {right.get(name)}"
        for name in sorted({*left, *right})
        if left.get(name) != right.get(name)
    ]
    return told or ["the same files, packed differently"]


def main() -> None:
    found = list(differences(Path(sys.argv[1]), Path(sys.argv[2])))
    sys.exit("\n".join(("not the same twice:", *found)) if found else 0)


if __name__ == "__main__":
    main()
