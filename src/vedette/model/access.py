"""Who may do what: four roles, and the one table that says what each may."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class Role(StrEnum):
    """From the least to the most."""

    READER = "reader"
    ANALYST = "analyst"
    EDITOR = "editor"
    ADMINISTRATOR = "administrator"


class Permission(StrEnum):
    """What a page or a form may need; the words complete “may …”."""

    READ = "read"
    JUDGE = "judge"
    CONFIRM = "confirm what another judged"
    WITHHOLD = "withhold a source or a name"
    RETRACT = "retract a report"
    PUBLISH = "publish"
    ADMINISTER = "manage users and tokens"


_READER = frozenset({Permission.READ})
_ANALYST = _READER | {Permission.JUDGE}
_EDITOR = _ANALYST | {Permission.CONFIRM, Permission.WITHHOLD, Permission.RETRACT, Permission.PUBLISH}
_ADMINISTRATOR = _EDITOR | {Permission.ADMINISTER}

PERMISSIONS: Mapping[Role, frozenset[Permission]] = MappingProxyType(
    {
        Role.READER: _READER,
        Role.ANALYST: _ANALYST,
        Role.EDITOR: _EDITOR,
        Role.ADMINISTRATOR: _ADMINISTRATOR,
    }
)


def may(role: Role, permission: Permission) -> bool:
    return permission in PERMISSIONS[role]


def least(permission: Permission) -> Role:
    """The first role that may."""
    return next(role for role in Role if may(role, permission))
