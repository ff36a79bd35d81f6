"""A language model of the user's own choice. What it proposes counts once a person has confirmed it."""

from dataclasses import dataclass
from typing import Literal

Form = Literal["schema", "object", "free"]
"""How it is told to answer: by a JSON schema, as some JSON object, or by the words of the question alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Assistant:
    """`address` is that of a server with OpenAI's protocol, up to `/v1`. `name` marks what it proposes. The budget
    holds for one workspace; days are UTC days. `seconds` bounds one question from first to last byte, `characters` the
    text in it, `answer_tokens` its answer."""

    address: str
    model: str
    name: str
    form: Form = "schema"
    requests_a_day: int = 500
    tokens_a_day: int = 500_000
    tokens_in_all: int = 5_000_000
    seconds: int = 120
    characters: int = 8_000
    answer_tokens: int = 4_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Spent:
    """What a workspace has asked of its model: in one day, and in all."""

    requests_today: int = 0
    tokens_today: int = 0
    requests: int = 0
    tokens: int = 0
