"""Which extensions are installed, which of them take part, and their code. Nothing is looked for on import."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from typing import Any, Literal, get_args

from vedette.extension.asked import LOADING_S, asked
from vedette.model.errors import VedetteError
from vedette.model.language import READING_LEVELS

Group = Literal["sources", "languages", "exports", "stages", "observations"]
GROUPS: tuple[Group, ...] = get_args(Group)
PREFIX = "vedette."
_NAMES = {"languages": re.compile(r"[a-z]{2,3}")}
_NAME = re.compile(r"[a-z][a-z0-9-]{1,39}")
_SEPARATORS = re.compile(r"[-_.]+")
_LONGEST = 200


class ExtensionError(VedetteError):
    """Code that somebody installed does not keep its contract. Names the extension and its package."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Extension:
    """One entry point of an installed package."""

    group: Group
    name: str
    package: str
    version: str
    entry: EntryPoint

    @property
    def maker(self) -> str:
        return f"{self.package}: {self.name}"

    @property
    def title(self) -> str:
        return f"{self.name} of {self.package} {self.version}"

    def failed(self, what: str) -> ExtensionError:
        return ExtensionError(f"the extension {self.title} {what}")

    def broke(self, error: BaseException) -> ExtensionError:
        """A defect of its code, told in one line."""
        return self.failed(f"broke down ({told(error)}): tell its author, or take it out of [extensions] use")


def told(error: BaseException) -> str:
    """In one line that is not too long."""
    return " ".join(f"{type(error).__name__}: {error}".split())[:_LONGEST]


def packaged(name: str) -> str:
    """A package's name as indexes compare it (PEP 503)."""
    return _SEPARATORS.sub("-", name).lower()


@cache
def _points() -> tuple[EntryPoint, ...]:
    """Those of all packages on this process's path whose group begins as ours do; nothing of them is imported."""
    known = entry_points()
    groups = sorted(group for group in known.groups if group.startswith(PREFIX))
    return tuple(point for group in groups for point in known.select(group=group))


@cache
def installed() -> tuple[Extension, ...]:
    """By group and name."""
    found = []
    for point in _points():
        group = next((one for one in GROUPS if point.group == PREFIX + one), None)
        if group is not None and point.dist is not None:
            package, version = packaged(point.dist.name), point.dist.version
            found.append(Extension(group=group, name=point.name, package=package, version=version, entry=point))
    return tuple(sorted(found, key=lambda one: (one.group, one.name, one.package)))


def unknown_groups() -> tuple[str, ...]:
    """Entry points that look like ours and are none, each as its group and its package."""
    known = {PREFIX + one for one in GROUPS}
    bad = [point for point in _points() if point.group not in known]
    return tuple(sorted({f"{one.group} of {one.dist.name if one.dist else one.value}" for one in bad}))


def taking_part(use: Sequence[str], group: Group) -> tuple[Extension, ...]:
    """Those of the packages named, without any that cannot take part. Looks for nothing where none is named."""
    if not use:
        return ()
    named = {packaged(one) for one in use}
    found = [one for one in installed() if one.package in named]
    bad = {one for one, _ in misnamed(found)}
    return tuple(one for one in found if one.group == group and one not in bad)


def misnamed(found: Sequence[Extension]) -> list[tuple[Extension, str]]:
    """Those that cannot take part, with the reason: a name no key can have, or one that another of them has too."""
    counts = Counter((one.group, one.name) for one in found)
    wrong = []
    for one in found:
        if one.group == "languages" and one.name in READING_LEVELS:
            wrong.append((one, "is for a language that Vedette reads itself, and is not asked"))
        elif not _NAMES.get(one.group, _NAME).fullmatch(one.name):
            wrong.append((one, "has a name that is none: small letters, digits and hyphens; of a language its code"))
        elif counts[one.group, one.name] > 1:
            others = ", ".join(each.package for each in found if each != one and _same(each, one))
            wrong.append((one, f"has the same name as one of {others}: take all but one out of [extensions] use"))
    return wrong


def _same(left: Extension, right: Extension) -> bool:
    return (left.group, left.name) == (right.group, right.name)


def troubles(use: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """What of the packages named does not work: each with one line that says what to do. Imports their code."""
    if not use:
        return ()
    named = dict.fromkeys(map(packaged, use))
    found = [one for one in installed() if one.package in named]
    lacking = [one for one in named if one not in {each.package for each in found}]
    absent = "of [extensions] use brings no extension here: pip install it"
    lines = [(one, f"the package {one} {absent}") for one in lacking]
    wrong = misnamed(found)
    lines += [(one.maker, f"the extension {one.title} {why}") for one, why in wrong]
    return (*lines, *_broken(one for one in found if one not in {each for each, _ in wrong}))


def _broken(found: Iterable[Extension]) -> list[tuple[str, str]]:
    lines = []
    for one in found:
        try:
            load(one)
        except ExtensionError as error:
            lines.append((one.maker, str(error)))
    return lines


def load(extension: Extension) -> Any:
    """Its object, made by a call where it is a class; tried once a process. Raises ExtensionError."""
    found = _loaded(extension)
    if isinstance(found, ExtensionError):
        raise found
    return found


@cache
def _loaded(extension: Extension) -> Any:
    try:
        with asked(LOADING_S):
            found = extension.entry.load()
            made = found() if isinstance(found, type) else found
    except Exception as error:  # noqa: BLE001 - somebody else's code; told where it is needed
        return extension.failed(
            f"cannot be loaded ({told(error)}): install it again, or take it out of [extensions] use"
        )
    lacking = [name for name in _PARTS[extension.group] if not hasattr(made, name)]
    if lacking:
        return extension.failed(f"has no `{lacking[0]}`, which {PREFIX}{extension.group} need: tell its author")
    return made


_PARTS: dict[Group, tuple[str, ...]] = {
    "sources": ("recognises", "collect", "read"),
    "languages": ("__call__",),
    "exports": ("__call__", "table"),
    "stages": ("__call__",),
    "observations": ("recognises", "look"),
}


def the(use: Sequence[str], group: Group, name: str, version: str) -> Extension:
    """In a worker, on whichever machine: the one that the run began with. Raises ExtensionError."""
    found = next((one for one in taking_part(use, group) if one.name == name), None)
    if found is None or found.version != version:
        here = f"version {found.version} of it" if found else "no such extension"
        raise ExtensionError(f"a worker needs the extension {name} {version} but has {here}: pip install it there")
    return found
