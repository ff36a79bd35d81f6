"""Given names that are one name in Ukrainian, in Russian and in their Latin spellings: Сергій, Сергей, Sergei."""

from functools import cache

from vedette.reference.countries import read_table, several
from vedette.reference.gazetteer_names import fold


@cache
def given_name(folded: str) -> str | None:
    """The Ukrainian name in its usual Latin spelling, of a word in small letters without accents."""
    return _table().get(folded)


@cache
def _table() -> dict[str, str]:
    rows = read_table("given_names.tsv")
    return {fold(word): row["name"] for row in rows for word in (row["name"], *several(row["written"]))}
