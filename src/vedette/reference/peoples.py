"""What the people, forces and seats of a state are called in Ukrainian and Russian, in their dictionary form."""

from dataclasses import dataclass
from functools import cache

from vedette.reference.countries import read_table, several


@dataclass(frozen=True, slots=True, kw_only=True)
class Peoples:
    """Lemma or phrase of lemmas → ISO 3166-1 alpha-2. Words of `scornful` name a state's people in scorn: whom they
    mean is known, and what stands there is the holder's word. `adjectives` are by state and language (uk, ru)."""

    named: dict[str, str]
    scornful: dict[str, str]
    adjectives: dict[tuple[str, str], str]

    def country_of(self, lemma: str) -> str | None:
        return self.named.get(lemma) or self.scornful.get(lemma)

    def is_scornful(self, lemma: str) -> bool:
        return lemma in self.scornful


@cache
def load_peoples() -> Peoples:
    rows = read_table("peoples_cyrillic.tsv")
    return Peoples(
        named={
            name: row["country"] for row in rows for column in ("Ukrainian", "Russian") for name in several(row[column])
        },
        adjectives={
            (row["country"], language): name
            for row in rows
            for language, column in (("uk", "Ukrainian"), ("ru", "Russian"))
            for name in reversed(several(row[column]))
            if name.endswith(("кий", "вой"))
        },
        scornful={name: row["country"] for row in rows for name in several(row["scornful"])},
    )
