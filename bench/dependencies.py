"""What Vedette depends on, what for, and how large it is installed.

    python bench/dependencies.py [--write]

Purposes are the comments of pyproject.toml. The base is installed as a user installs it, without any extra, into an
environment of its own, and takes one text apart in each of its languages there. Sizes of extras are what they add to
that, by the files of their packages and of whatever these need. `--write` puts the tables into docs/dependencies.md.
"""

import argparse
import json
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parent.parent
MOST_MB = 600
_LINE = re.compile(r'^  "([^"]+)",(?:  # (.+))?$')
_EXTRA = re.compile(r"^([a-z-]+) = \[$")
_MB = 1_000_000
_TEXTS = (
    "The ministry said that troops had captured Vovchansk on Sunday.",
    "Минобороны заявило, что войска заняли Волчанск в воскресенье.",
    "Міноборони заявило, що війська зайняли Вовчанськ у неділю.",
)


def listed() -> Iterator[tuple[str, str, str]]:
    """Extra (empty for the base), requirement and purpose, as they stand in pyproject.toml."""
    extra = None
    for line in (ROOT / "pyproject.toml").read_text("utf-8").splitlines():
        if line == "[project.scripts]":
            return
        if found := _EXTRA.match(line):
            extra = "" if found[1] == "dependencies" else found[1]
        elif extra is not None and (told := _LINE.match(line)):
            yield extra, told[1], told[2] or ""


def needed(requirements: Sequence[str]) -> set[str]:
    """Names of all packages that these bring, themselves among them; of those that are installed here."""
    found: set[str] = set()
    rest = [(Requirement(one), "") for one in requirements]
    while rest:
        asked, extra = rest.pop()
        if asked.marker and not asked.marker.evaluate({"extra": extra}):
            continue
        name = re.sub(r"[-_.]+", "-", asked.name).lower()
        new = name not in found
        found.add(name)
        for each in _requires(name) if new or asked.extras else ():
            rest += [(Requirement(each), one) for one in ("", *asked.extras)]
            if len(rest) > 10_000:
                raise SystemExit(f"dependencies: the requirements of {name} do not end")
    return found


def _requires(name: str) -> list[str]:
    try:
        return metadata.requires(name) or []
    except metadata.PackageNotFoundError:
        return []


def size(name: str) -> float:
    """MB of its files."""
    try:
        files = metadata.files(name) or []
    except metadata.PackageNotFoundError:
        return 0.0
    return sum(one.size or 0 for one in files) / _MB


def installed() -> tuple[float, float]:
    """MB of a bare environment with the base alone, without pip, and how many seconds it took."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        subprocess.run([sys.executable, "-m", "venv", home / "env"], check=True)
        python, began = home / "env" / "bin" / "python", time.monotonic()
        subprocess.run([python, "-m", "pip", "install", "--quiet", ROOT], check=True)
        took = time.monotonic() - began
        for number, text in enumerate(_TEXTS):
            (home / f"{number}.txt").write_text(text, "utf-8")
            command = [
                home / "env" / "bin" / "vedette",
                "analyze",
                home / f"{number}.txt",
                "--format",
                "jsonl",
                "--quiet",
            ]
            told = subprocess.run(command, check=True, capture_output=True, text=True, env={"XDG_CACHE_HOME": folder})
            assert json.loads(told.stdout.splitlines()[-1])["statements"], text
        subprocess.run([python, "-m", "pip", "uninstall", "--quiet", "--yes", "pip", "setuptools"], check=True)
        place = next((home / "env" / "lib").glob("python*/site-packages"))
        return sum(one.stat().st_size for one in place.rglob("*") if one.is_file()) / _MB, took


def tables(measured: tuple[float, float]) -> str:
    rows = list(listed())
    base = needed([one for extra, one, _ in rows if extra == ""])
    told = [
        f"The base, installed alone: **{measured[0]:,.0f} MB** (demanded: less than {MOST_MB}), {measured[1]:.0f} s, "
        f"Python {sys.version_info.major}.{sys.version_info.minor}, {datetime.now(UTC):%Y-%m-%d}: "
        "`python bench/dependencies.py --write`. There `vedette analyze` read a text in English, one in Russian and "
        "one in Ukrainian.",
    ]
    for extra in dict.fromkeys(one for one, _, _ in rows):
        own = [(asked, why) for one, asked, why in rows if one == extra]
        more = sum(map(size, needed([asked for asked, _ in own]) - base))
        told += ["", f"### {extra or 'The base'}" + (f": {more:,.0f} MB more" if extra else ""), ""]
        told += ["| package | what for |", "|---|---|"]
        told += [f"| `{asked}` | {why} |" for asked, why in own]
    return "\n".join(told)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true", help="put the tables into docs/dependencies.md")
    args = parser.parse_args()
    found = installed()
    told = tables(found)
    print(told)
    if args.write:
        from written import write

        write("dependencies", told, "dependencies")
    return 0 if found[0] < MOST_MB else 1


if __name__ == "__main__":
    sys.exit(main())
