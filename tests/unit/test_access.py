"""The one table of roles and what each may."""

from itertools import pairwise

import pytest

from vedette.model.access import PERMISSIONS, Permission, Role, least, may


def test_every_role_may_all_that_the_role_before_it_may() -> None:
    """And something more."""
    for lower, higher in pairwise(Role):
        assert PERMISSIONS[lower] < PERMISSIONS[higher]


def test_the_table_knows_every_role_and_every_permission() -> None:
    """The administrator may everything there is."""
    assert set(PERMISSIONS) == set(Role)
    assert PERMISSIONS[Role.ADMINISTRATOR] == frozenset(Permission)


@pytest.mark.parametrize(
    ("permission", "role"),
    [
        (Permission.READ, Role.READER),
        (Permission.JUDGE, Role.ANALYST),
        (Permission.CONFIRM, Role.EDITOR),
        (Permission.WITHHOLD, Role.EDITOR),
        (Permission.RETRACT, Role.EDITOR),
        (Permission.PUBLISH, Role.EDITOR),
        (Permission.ADMINISTER, Role.ADMINISTRATOR),
    ],
)
def test_each_permission_begins_with_a_role(permission: Permission, role: Role) -> None:
    """A role below it may not."""
    assert least(permission) is role
    assert [one for one in Role if may(one, permission)] == list(Role)[list(Role).index(role) :]


def test_the_table_cannot_be_changed() -> None:
    """Nobody gets a right by accident of another line."""
    with pytest.raises(TypeError):
        PERMISSIONS[Role.READER] = PERMISSIONS[Role.EDITOR]  # type: ignore[index]
