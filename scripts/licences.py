"""Which licences Vedette's dependencies are under, as their packages say it.

    python scripts/licences.py [--write | --check]

Every package of locks/dev.lock and every front-end part of assets/package-lock.json is looked up where it is installed;
`--write` puts the table into docs/licences.md, `--check` says whether that is what stands there. It fails where a
licence is not known, or is one that does not go with Apache-2.0 and is not answered for in `ANSWERED`.
"""

import argparse
import json
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "licences.md"
_LOCKED = re.compile(r"^([A-Za-z0-9_.-]+)==([^ ;\\]+)", re.MULTILINE)
_LONGEST = 120

GOOD = frozenset(
    {
        "0BSD", "Apache-2.0", "BSD", "BSD-2-Clause", "BSD-3-Clause", "BSL-1.0", "CC0-1.0", "CNRI-Python", "HPND", "ISC",
        "MIT", "MIT-0", "MIT-CMU", "OFL-1.1", "PSF-2.0", "Python-2.0", "Unlicense", "Unicode-3.0", "Zlib",
        "Public-Domain", "W3C-20150513",
    }
)  # fmt: skip
"""Ask for no more than their notice."""
WEAK = frozenset({"LGPL-2.1-or-later", "LGPL-2.1-only", "LGPL-3.0-or-later", "LGPL-3.0-only", "MPL-1.1", "MPL-2.0"})
"""Ask for the source of what is changed in them; used unchanged, as packages of their own."""

_SAID = (
    (r"apache(?: software)?(?: license)?(?:,? version)?(?:[ -]2(?:\.0)?)?(?: license)?", "Apache-2.0"),
    (r"(?:the )?(?:bsd[ -]3-clause|3-clause bsd|new bsd|modified bsd)(?: license)?", "BSD-3-Clause"),
    (r"(?:the )?(?:bsd[ -]2-clause|2-clause bsd|simplified bsd)(?: license)?", "BSD-2-Clause"),
    (r"(?:the )?bsd(?: license)?", "BSD"),
    (r"(?:the )?mit(?: license)?", "MIT"),
    (r"isc(?: license)?(?: \(iscl\))?", "ISC"),
    (r"mozilla public license 2\.0 \(mpl 2\.0\)|mpl-2\.0", "MPL-2.0"),
    (r"psfl?|python software foundation license", "PSF-2.0"),
    (r"public domain", "Public-Domain"),
    (r"the unlicense(?: \(unlicense\))?", "Unlicense"),
    (r"gplv3 license|gnu general public license v3 \(gplv3\)", "GPL-3.0-only"),
    (r"lgpl3|gnu lesser general public license v3 or later \(lgplv3\+\)", "LGPL-3.0-or-later"),
    (r"gnu (?:library or )?lesser general public license v3 \(lgplv3\)", "LGPL-3.0-only"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One dependency; `licence` after SPDX, or empty where nobody says it. `needed` says for what."""

    name: str
    version: str
    licence: str
    needed: str
    note: str = ""

    @property
    def trouble(self) -> str | None:
        if not self.licence:
            return f"{self.name} {self.version}: no licence is known"
        if self.note or _goes(self.licence):
            return None
        return f"{self.name} {self.version}: {self.licence} does not go with Apache-2.0, and nobody answers for it"


ANSWERED: dict[str, tuple[str, str]] = {
    "appnope": ("BSD-2-Clause", ""),
    "atheris": ("Apache-2.0", ""),
    "axe-playwright-python": ("MIT", ""),
    "colorama": ("BSD-3-Clause", ""),
    "httpx2-jsfetch": (
        "BSD-3-Clause",
        "for Python in a browser alone, where Vedette does not run; never installed, its licence is that of the "
        "package that names it",
    ),
    "odc-stac": ("Apache-2.0", ""),
    "owlrl": ("W3C-20150513", ""),
    "pymorphy3-dicts-uk": (
        "GPL-3.0-only",
        "says MIT in one field and GPLv3 in another: the stricter is taken. It is a dictionary, a package of its own "
        "that pip fetches; it is not in Vedette's wheel. Whoever gives it away together with "
        "Vedette, as in an image of a "
        "system, owes what the GPL asks for it",
    ),
    "pypdfium2": ("BSD-3-Clause AND Apache-2.0", ""),
    "pyrage": ("MIT", ""),
    "python-stdnum": ("LGPL-2.1-or-later", ""),
    "rich-click": ("MIT", ""),
    "surt": (
        "AGPL-3.0-only",
        "comes with `wacz`, by which tests check web archives that Vedette writes; nothing that is installed to run "
        "needs it",
    ),
    "text-unidecode": ("Artistic-1.0-Perl", "either that or the GPL; comes with tools that tests use"),
}
"""Licence and note of those whose package says nothing, or says what needs an answer."""


def _goes(licence: str) -> bool:
    """One of several that are offered, all of several that hold together."""
    offered = re.split(r"\s+OR\s+", licence.replace("(", "").replace(")", ""))
    return any(all(one in GOOD | WEAK for one in re.split(r"\s+AND\s+|\s+WITH\s+\S+", each) if one) for each in offered)


def spdx(said: str) -> str:
    """The identifier of what packages write in words; empty where it is none that is known here."""
    told = " ".join(said.split()).strip(" .")
    for pattern, known in _SAID:
        if re.fullmatch(pattern, told, re.IGNORECASE):
            return known
    return told if _goes(told) else ""


def packages(locks: Path) -> Iterator[Part]:
    """Of the locks: what runs, then what only extras, tests and releases need."""
    run = dict(_LOCKED.findall((locks / "run.lock").read_text("utf-8")))
    both = _LOCKED.findall((locks / "dev.lock").read_text("utf-8"))
    for name, version in sorted(dict.fromkeys(both)):
        licence, note = _licence(name)
        yield Part(
            name=name, version=version, licence=licence, note=note, needed="running" if name in run else "extras, tests"
        )


def _licence(name: str) -> tuple[str, str]:
    if name in ANSWERED:
        return ANSWERED[name]
    try:
        about = metadata.metadata(name)
    except metadata.PackageNotFoundError:
        return "", ""
    classified = [one.rpartition(" :: ")[2] for one in about.get_all("Classifier") or () if one.startswith("License")]
    said = (about.get("License-Expression"), about.get("License"), *classified)
    found = [known for one in said if one and len(one) < _LONGEST and (known := spdx(one))]
    # The expression is what packaging standards ask for; of the rest the most exact comes first.
    return (max(found, key=lambda one: (one == said[0], one != "BSD")) if found else ""), ""


def front_end(lock: Path) -> Iterator[Part]:
    for place, about in sorted(json.loads(lock.read_text("utf-8"))["packages"].items()):
        if place:
            name = place.rpartition("node_modules/")[2]
            yield Part(name=name, version=about["version"], licence=spdx(about.get("license", "")), needed="pages")


def page(parts: Sequence[Part]) -> str:
    rows = [f"| {one.name} | {one.version} | {one.licence or 'not known'} | {one.needed} |" for one in parts]
    notes = [f"- {one.name}: {one.note}" for one in parts if one.note]
    return "\n".join(
        (
            "# Licences",
            "",
            "Vedette is under Apache-2.0. Its wheel holds none of these but the parts of the pages; `pip` installs",
            "the others as packages of their own, each under its own licence. `python scripts/licences.py --write`",
            "writes this page from what the packages say, at the versions of the locks.",
            "",
            "| part | version | licence | needed for |",
            "|---|---|---|---|",
            *rows,
            "",
            "## To be known",
            "",
            *notes,
            "",
        )
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--check", action="store_true")
    asked = parser.parse_args()
    parts = [*packages(ROOT / "locks"), *front_end(ROOT / "assets" / "package-lock.json")]
    troubles = [one.trouble for one in parts if one.trouble]
    if asked.write and not troubles:
        PAGE.write_text(page(parts), "utf-8")
    if asked.check and not troubles and (not PAGE.exists() or PAGE.read_text("utf-8") != page(parts)):
        troubles.append("docs/licences.md is not of these locks: run python scripts/licences.py --write")
    print(f"{len(parts)} parts, {len(troubles)} to be looked at")
    sys.exit("\n".join(troubles) if troubles else 0)


if __name__ == "__main__":
    main()
