"""What comes of a question to a model."""

from dataclasses import dataclass

from vedette.model.errors import CaptureError


class UnusableError(CaptureError):
    """The model answered, at a cost of `tokens`, and the answer is of no use; asked again it would be the same."""

    def __init__(self, line: str, *, tokens: int) -> None:
        super().__init__(line)
        self.tokens = tokens


class NoAnswerError(CaptureError):
    """Too late, broken off, too much, or no answer of a model at all. `tokens` may have been charged for it."""

    def __init__(self, line: str, *, tokens: int) -> None:
        super().__init__(line)
        self.tokens = tokens


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    content: str
    tokens: int


def guess_tokens(letters: int) -> int:
    """Before anybody has counted: about three letters a token, as of Cyrillic."""
    return max(1, letters // 3)
