"""A table of a TOML file, read key by key; what is wrong is told with its place."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from vedette.model.errors import UsageError

_LONGEST_NAME = 60


def shown(name: str) -> str:
    """A name of somebody's making, as a line may hold it."""
    return "`" + "".join(letter for letter in name if letter.isprintable())[:_LONGEST_NAME] + "`"


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the file with its place in it, for messages."""

    place: str
    values: Mapping[str, Any]

    def wrong(self, key: str, wanted: str) -> UsageError:
        return UsageError(f"{self.place}: `{key}` must be {wanted}")

    def only(self, *known: str) -> "Table":
        for key in self.values:
            if key not in known:
                raise UsageError(f"{self.place}: unknown key {shown(key)}; known are {', '.join(known)}")
        return self

    def text(self, key: str) -> str:
        found = self.values.get(key)
        if not isinstance(found, str) or not found.strip():
            raise self.wrong(key, "a text that is not empty")
        return found.strip()

    def text_or(self, key: str, otherwise: str) -> str:
        found = self.values.get(key, otherwise)
        if not isinstance(found, str):
            raise self.wrong(key, "a text")
        return found.strip() or otherwise

    def texts(self, key: str) -> tuple[str, ...]:
        found = self.values.get(key, [])
        if not isinstance(found, list) or not all(isinstance(one, str) and one.strip() for one in found):
            raise self.wrong(key, 'a list of texts, such as ["one", "two"]')
        return tuple(one.strip() for one in found)

    def count(self, key: str, most: int) -> int:
        found = self.values.get(key, 0)
        if not isinstance(found, int) or isinstance(found, bool) or not 0 <= found <= most:
            raise self.wrong(key, f"a whole number from 0 to {most:,}")
        return found

    def country(self, code: str, key: str) -> str:
        if len(code) != 2 or not code.isascii() or not code.isalpha():
            raise self.wrong(key, f"two letters after ISO 3166, such as UA; not {code!r}")
        return code.upper()

    def flag(self, key: str) -> bool:
        found = self.values.get(key, False)
        if not isinstance(found, bool):
            raise self.wrong(key, "true or false")
        return found

    def box(self, key: str) -> tuple[float, float, float, float] | None:
        found = self.values.get(key)
        if found is None:
            return None
        wanted = "[west, south, east, north] in degrees, south below north"
        if not isinstance(found, list) or len(found) != 4:
            raise self.wrong(key, wanted)
        if not all(isinstance(degrees, int | float) and not isinstance(degrees, bool) for degrees in found):
            raise self.wrong(key, wanted)
        if not all(abs(degrees) <= 180 for degrees in found):
            raise self.wrong(key, wanted)
        west, south, east, north = (float(degrees) for degrees in found)
        if not (-180 <= west <= 180 and -180 <= east <= 180 and -90 <= south < north <= 90):
            raise self.wrong(key, wanted)
        return west, south, east, north

    def table(self, key: str) -> "Table":
        found = self.values.get(key, {})
        if not isinstance(found, dict):
            raise self.wrong(key, f"a table, written [{key}]")
        return Table(f"{self.place}: [{key}]", found)

    def tables(self, key: str) -> Iterator["Table"]:
        found = self.values.get(key, [])
        if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
            raise self.wrong(key, f"a list of tables, each written [[{key}]]")
        for number, values in enumerate(found, start=1):
            yield Table(f"{self.place}: [[{key}]] number {number}", values)
