"""What of Vedette is installed here, what is missing, and the one command that mends it."""

import os
import platform
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path
from typing import Literal

from vedette.model.errors import VedetteError

State = Literal["here", "missing", "broken"]

PURPOSES = {
    "links": "video from the pages of platforms",
    "media": "film and pictures: decoding, fingerprints, provenance, letters",
    "pdf": "reports as PDF",
    "satellite": "radar and optical images",
    "catalogue": "images from STAC catalogues",
    "speech": "speech written down",
    "speech-model": "a small model that listens",
    "postgres": "a store on PostgreSQL",
    "ray": "work on many machines",
    "warc": "web archives, in and out",
    "mail": "mailboxes over IMAP",
    "telegram": "channels of Telegram",
    "evidence": "time-stamps, evidence in BagIt and RO-Crate",
    "backup": "encrypted backups",
    "tables": "exports as Parquet",
    "frames": "tables as frames of pandas and GeoPandas",
    "encoder": "the trained encoder of sentences, off unless asked for",
    "docs": "the documentation as a site",
    "notebooks": "notebooks with figures and maps",
}
_FOR_BUILDING = frozenset({"build", "dev"})
_LETTERS = ("eng", "rus", "ukr")
_LEAST_FREE = 1_000_000_000
_A_GIGABYTE = 1e9
_EXTRA = re.compile(r"""extra\s*==\s*["']([\w-]+)["']""")
_NAME = re.compile(r"[A-Za-z0-9._-]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """`mend` is one command, empty where nothing is to be done. `needed`: without it the base does not work."""

    what: str
    state: State
    detail: str
    mend: str = ""
    needed: bool = False


def examine(workspace: Path | None = None) -> Iterator[Finding]:
    """Nothing is built, fetched or changed."""
    yield Finding(what="Python", state="here", detail=platform.python_version(), needed=True)
    yield from _packages()
    yield _gazetteer()
    yield _tesseract()
    yield _pages()
    yield from _extensions()
    if workspace is not None:
        yield from _workspace(workspace)


def wanted() -> dict[str, list[str]]:
    """The distributions of the base (under "") and of each extra."""
    found: dict[str, list[str]] = {"": []}
    for line in requires("vedette") or []:
        requirement, _, marker = line.partition(";")
        name, extra = _NAME.match(requirement.strip()), _EXTRA.search(marker)
        if name is not None:
            found.setdefault(extra.group(1) if extra else "", []).append(name.group())
    return {extra: names for extra, names in found.items() if extra not in _FOR_BUILDING}


def _packages() -> Iterator[Finding]:
    for extra, names in wanted().items():
        missing = [name for name in names if not _is_installed(name)]
        what = PURPOSES.get(extra, extra) if extra else "the base"
        mend = f"pip install 'vedette[{extra}]'" if extra else "pip install --force-reinstall vedette"
        if missing:
            detail = f"without {', '.join(missing)}"
            yield Finding(what=_titled(what, extra), state="missing", detail=detail, mend=mend, needed=not extra)
        else:
            detail = ", ".join(f"{name} {version(name)}" for name in names) if extra else f"{len(names)} packages"
            yield Finding(what=_titled(what, extra), state="here", detail=detail, needed=not extra)


def _titled(what: str, extra: str) -> str:
    return f"{extra}: {what}" if extra else what


def _is_installed(name: str) -> bool:
    try:
        version(name)
    except PackageNotFoundError:
        return False
    return True


def _gazetteer() -> Finding:
    from vedette.reference.gazetteer import gazetteer_place

    place = gazetteer_place()
    if place.is_file():
        return Finding(what="gazetteer of places", state="here", detail=str(place))
    detail = "is built when it is first needed, in about half a minute"
    return Finding(what="gazetteer of places", state="missing", detail=detail, mend="vedette gazetteer")


def _tesseract() -> Finding:
    what, packages = "letters in pictures (Tesseract)", " ".join(f"tesseract-ocr-{one}" for one in _LETTERS[1:])
    mend = f"apt-get install tesseract-ocr {packages}"
    if shutil.which("tesseract") is None:
        return Finding(what=what, state="missing", detail="no tesseract on the path", mend=mend)
    known = _run("tesseract", "--list-langs").split()
    missing = [one for one in _LETTERS if one not in known]
    if missing:
        return Finding(what=what, state="missing", detail=f"without {', '.join(missing)}", mend=mend)
    return Finding(what=what, state="here", detail=", ".join(_LETTERS))


def _run(*command: str) -> str:
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=20, check=False)  # noqa: S603
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout


def _pages() -> Finding:
    """The scripts of the pages are built from the lock of npm when Vedette is installed from its source."""
    vendor = Path(__file__).parent / "web" / "static" / "vendor"
    if any(vendor.glob("*.js")) or any(vendor.glob("*.mjs")):
        return Finding(what="scripts of the pages", state="here", detail=str(vendor), needed=True)
    mend = f"{sys.executable} assets/build.py"
    return Finding(what="scripts of the pages", state="missing", detail="not built", mend=mend, needed=True)


def _extensions() -> Iterator[Finding]:
    """All that are installed, used or not: each is loaded, to tell whether it can be."""
    from vedette.extension.found import ExtensionError, installed, load, misnamed, unknown_groups

    wrong = dict(misnamed(installed()))
    for one in installed():
        what, reason, mend = f"extension {one.title} ({one.group})", wrong.get(one, ""), ""
        try:
            load(one)
        except ExtensionError as error:
            reason, mend = str(error), f"pip install --force-reinstall {one.package}"
        detail = "loaded" + ("" if one.group == "exports" else "; takes part where [extensions] use names its package")
        yield Finding(what=what, state="broken" if reason else "here", detail=reason or detail, mend=mend)
    for group in unknown_groups():
        yield Finding(what=f"extension of a kind that is not known: {group}", state="broken", detail="never used")


def _workspace(path: Path) -> Iterator[Finding]:
    from vedette.custodian import stamps_lacking
    from vedette.workspace import open_workspace

    try:
        with open_workspace(path, workers=1) as opened:
            counts = opened.store.view().counts()
            held = ", ".join(f"{counts[fact]:,} {fact}" for fact in ("captures", "documents", "events"))
            yield Finding(what=f"workspace {opened.watch.name}", state="here", detail=held)
            if failures := counts.get("failures", 0):
                mend = f"vedette failures {path}"
                yield Finding(
                    what="what could not be worked through", state="broken", detail=f"{failures:,}", mend=mend
                )
            yield from _used(opened.watch.extensions)
            for line in stamps_lacking(opened):
                yield Finding(what="time-stamps", state="broken", detail=line, mend=f"vedette stamp {path}")
    except VedetteError as error:
        yield Finding(what=f"workspace {path}", state="broken", detail=str(error), needed=True)
        return
    yield _room(path)


def _used(use: Sequence[str]) -> Iterator[Finding]:
    from vedette.extension.found import troubles

    bad = troubles(use)
    if use and not bad:
        yield Finding(what="extensions of the watch", state="here", detail=", ".join(use))
    for item, line in bad:
        yield Finding(what=f"extension of the watch: {item}", state="broken", detail=line)


def _room(path: Path) -> Finding:
    free = shutil.disk_usage(path).free
    detail = f"{free / _A_GIGABYTE:,.1f} GB free"
    if free < _LEAST_FREE:
        return Finding(what="room on the disk", state="broken", detail=f"{detail}: captures will soon not fit")
    writable = os.access(path, os.W_OK)
    return Finding(
        what="room on the disk",
        state="here" if writable else "broken",
        detail=detail if writable else f"{detail}, but nothing can be written: check the permissions",
    )
