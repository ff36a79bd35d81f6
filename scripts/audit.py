"""Whether a dependency at its locked version has a known weakness, as the advisory service of `pip-audit` says.

    python scripts/audit.py [--required]

Fails where one has. The service may not answer, or not know a package: then it says how many could not be asked about,
for silence is no clean bill; with `--required` it fails then, too.
"""

import argparse
import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
_SECONDS = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """`weak` are lines to print; `asked` and `unasked` count packages."""

    asked: int = 0
    unasked: int = 0
    weak: tuple[str, ...] = ()

    def told(self, lock: str) -> str:
        if not self.asked:
            return f"{lock}: COULD NOT ASK: the advisory service gave no answer, so nothing is known; try again online"
        known = f"{len(self.weak)} known weaknesses" if self.weak else "no known weakness"
        missing = f"; NOT ASKED about {self.unasked}, which it does not know" if self.unasked else ""
        return "\n".join((f"{lock}: {known} in {self.asked} packages{missing}", *self.weak))


def verdict(answer: str) -> Verdict:
    """Of pip-audit's JSON. A package it skipped is none it found clean."""
    try:
        listed: list[dict[str, Any]] = json.loads(answer)["dependencies"]
    except (ValueError, KeyError, TypeError):
        return Verdict()
    asked = [one for one in listed if "skip_reason" not in one]
    weak = (f"  {one['name']} {one['version']}: {each['id']}" for one in asked for each in one.get("vulns", ()))
    return Verdict(asked=len(asked), unasked=len(listed) - len(asked), weak=tuple(weak))


def ask(lock: Path) -> Verdict:
    command = [sys.executable, "-m", "pip_audit", "--requirement", str(lock), "--disable-pip", "--require-hashes",
               "--progress-spinner", "off", "--timeout", "10", "--format", "json"]  # fmt: skip
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=_SECONDS, check=False)  # noqa: S603
    except subprocess.TimeoutExpired:
        return Verdict()
    return verdict(done.stdout)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--required", action="store_true", help="fail where it could not be asked")
    required = parser.parse_args().required
    found = {lock.name: ask(lock) for lock in sorted((ROOT / "locks").glob("*.lock"))}
    for name, one in found.items():
        print(f"audit: locks/{one.told(name)}")
    sys.exit(any(one.weak or (required and (one.unasked or not one.asked)) for one in found.values()))


if __name__ == "__main__":
    main()
