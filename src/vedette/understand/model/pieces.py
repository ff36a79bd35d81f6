"""Words as pieces of the encoder's vocabulary: SentencePiece's unigram model, word by word."""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

WORD = re.compile(r"\w+|[^\w\s]")
START, PAD, END, UNKNOWN = 0, 1, 2, 3
_OPENING = "▁"
_LONGEST_WORD = 64
_UNKNOWN_SCORE = -30.0


class Pieces:
    """Ids of the pieces of a word. Words repeat, so the last ones are kept."""

    def __init__(self, pieces: Sequence[str], scores: Sequence[float]) -> None:
        self._ids: Mapping[str, int] = {piece: index for index, piece in enumerate(pieces) if index > UNKNOWN}
        self._scores = list(scores)
        self._longest = max(map(len, pieces), default=1)
        self.ids = lru_cache(maxsize=100_000)(self._split)

    def _split(self, word: str, opens: bool) -> tuple[int, ...]:
        """`opens`: it follows a space. At least one id; letters that no piece holds are unknown together."""
        text = (_OPENING if opens else "") + unicodedata.normalize("NFKC", word)[:_LONGEST_WORD].replace(" ", "")
        best = [0.0] + [float("-inf")] * len(text)
        back: list[tuple[int, int]] = [(0, UNKNOWN)] * (len(text) + 1)
        for start in range(len(text)):
            for end in range(start + 1, min(len(text), start + self._longest) + 1):
                piece = self._ids.get(text[start:end])
                if piece is None and end > start + 1:
                    continue
                score = best[start] + (_UNKNOWN_SCORE if piece is None else self._scores[piece])
                if score > best[end]:
                    best[end], back[end] = score, (start, UNKNOWN if piece is None else piece)
        return tuple(_backwards(back))[::-1] or (UNKNOWN,)


def _backwards(back: Sequence[tuple[int, int]]) -> Iterator[int]:
    at, last = len(back) - 1, -1
    while at > 0:
        at, piece = back[at]
        if piece != UNKNOWN or last != UNKNOWN:
            yield piece
        last = piece


def words_of(text: str) -> list[tuple[int, int]]:
    """Runs of letters and digits, and single marks, as offsets."""
    return [match.span() for match in WORD.finditer(text)]
