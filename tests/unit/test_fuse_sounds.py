"""Persons whom no list knows, written in several scripts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vedette.fuse.names import same_name


@pytest.mark.parametrize(
    ("left", "right", "same"),
    [
        ("Сырский", "Syrskyi", True),
        ("Сирський", "Syrskii", True),
        ("Сырский", "Сирський", True),
        ("Коваленко", "Kovalenko", True),
        ("Олег Коваленко", "Oleh Kovalenko", True),
        ("Сергій Коваленко", "Sergei Kovalenko", True),
        ("Олександр Коваленко", "Александр Коваленко", True),
        ("Коваленко", "Serhii Kovalenko", True),
        ("полковник Коваленко", "Kovalenko", True),
        ("Андрій Коваленко", "Oleh Kovalenko", False),
        ("полковник Коваленко", "генерал Коваленко", False),
        ("Коваленко", "Kovalchuk", False),
        ("Олег", "Sergei", False),
        ("Штаб", "Staff", False),
        ("", "Коваленко", False),
        ("Oleg Reyes", "Oleh Reyes", False),
    ],
)
def test_one_person_in_several_scripts(left: str, right: str, same: bool) -> None:
    """By sound, and by what a given name is in the other language; another given name or rank stays somebody else."""
    assert same_name(left, right) is same
    assert same_name(right, left) is same


@given(st.text(max_size=30), st.text(max_size=30))
def test_any_words_may_be_asked(left: str, right: str) -> None:
    """The order does not matter."""
    assert same_name(left, right) == same_name(right, left)
