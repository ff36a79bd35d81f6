"""One match of a rule, seen with its neighbours, and what is made of it."""

from dataclasses import dataclass
from typing import Any

from vedette.model.mention import TimeType
from vedette.understand.times.anchor import Anchor, Moment
from vedette.understand.times.tokens import Token


@dataclass(slots=True)
class Reading:
    """What a maker sees: the captures, the tokens before and after the match, and where the text stands."""

    captured: dict[str, Any]
    tokens: list[Token]
    first: int
    last: int
    anchor: Anchor
    lexicon: dict[str, Any]
    value: str | None = None

    def get(self, name: str) -> Any:
        return self.captured.get(name)

    def __contains__(self, name: str) -> bool:
        return name in self.captured

    @property
    def words(self) -> list[str]:
        return [token.text for token in self.tokens[self.first : self.last]]

    @property
    def before(self) -> Token | None:
        return self.tokens[self.first - 1] if self.first else None

    @property
    def after(self) -> Token | None:
        return self.tokens[self.last] if self.last < len(self.tokens) else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Meaning:
    """`moment` is where the text has got to, if the expression takes it somewhere; `zone` is that of a clock time."""

    value: str
    moment: Moment | None = None
    type: TimeType | None = None
    zone: float | None = None
