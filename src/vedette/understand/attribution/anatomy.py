"""What an attribution consists of: cue, source and content, as PARC 3.0 and PolNeAR call them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from spacy.tokens import Token

Range = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribution:
    """Token indices, end exclusive; `holder` heads the speaker's name, `anchor` is the cue's main word.

    An `attitude` shows in an act ("approved the plan", "issued a warrant"): nobody said it, and the outlet still tells
    the act.
    """

    act: str
    anchor: Token
    cue: Range
    holder: Token | None
    contents: tuple[Range, ...]
    direct: bool = False
    attitude: bool = False

    @property
    def continues(self) -> bool:
        """Without words of its own that attribute: the speaker before goes on."""
        return self.cue[0] == self.cue[1]


def completed(attribution: Attribution, contents: Sequence[Range], *, direct: bool) -> Attribution:
    """The same attribution with other contents."""
    return replace(attribution, contents=tuple(contents), direct=direct)
