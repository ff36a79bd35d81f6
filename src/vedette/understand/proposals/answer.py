"""The only shape of answer that is taken, and its JSON schema. Whatever else a model says is not looked at."""

from typing import Annotated, Any, Literal

import msgspec

from vedette.model.mention import Change, Plover, Role
from vedette.model.statement import Certainty, Kind

Subtype = Literal[
    "armed-clash", "government-regains-territory", "non-state-overtakes-territory", "non-violent-transfer",
    "air-drone-strike", "shelling-artillery-missile", "suicide-bomb", "ied-mine", "grenade", "chemical",
    "attack-on-civilians", "abduction", "sexual-violence", "peaceful-protest", "protest-with-intervention",
    "force-against-protesters", "violent-demonstration", "mob-violence", "looting", "arrests", "agreement",
    "headquarters-established", "disrupted-weapons-use", "change-to-group", "other-strategic",
]  # fmt: skip
Happened = Literal["yes", "probably", "perhaps", "open", "no"]
_MOST_STATEMENTS, _MOST_PARTS = 100, 12
_LARGEST = 1_000_000
Words = Annotated[str, msgspec.Meta(min_length=1, max_length=300)]
Passage = Annotated[str, msgspec.Meta(min_length=1, max_length=4_000)]


class ProposedActor(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    words: Words
    role: Role


class ProposedEvent(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    trigger: Words
    category: Plover
    happened: Happened
    subtype: Subtype | None = None
    change: Change | None = None
    actors: Annotated[list[ProposedActor], msgspec.Meta(max_length=_MOST_PARTS)] = []
    places: Annotated[list[Words], msgspec.Meta(max_length=_MOST_PARTS)] = []
    when: Words | None = None
    numbers: Annotated[list[Words], msgspec.Meta(max_length=_MOST_PARTS)] = []


class ProposedStatement(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Every text is a quotation; where it stands is for us to find: models cannot count."""

    passage: Passage
    speaker: Words
    content: Passage
    kind: Kind
    certainty: Certainty
    cue: Words | None = None
    condition: Words | None = None
    when: Words | None = None
    events: Annotated[list[ProposedEvent], msgspec.Meta(max_length=_MOST_PARTS)] = []


class _Whole(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    statements: list[msgspec.Raw]


class AnswerUnusableError(ValueError):
    """Not an answer of that shape; the message says why."""


def parse(content: str) -> tuple[list[ProposedStatement], int]:
    """The statements of that shape, and how many had another. Raises AnswerUnusableError where the whole has."""
    if len(content) > _LARGEST:
        raise AnswerUnusableError(f"has more than {_LARGEST:,} characters")
    try:
        whole = msgspec.json.decode(_unfenced(content).encode("utf-8", "surrogatepass"), type=_Whole)
    except (msgspec.DecodeError, RecursionError, UnicodeError) as error:
        raise AnswerUnusableError(f"is no JSON of the shape asked for ({_short(error)})") from None
    found: list[ProposedStatement] = []
    wrong = max(0, len(whole.statements) - _MOST_STATEMENTS)
    for raw in whole.statements[:_MOST_STATEMENTS]:
        try:
            found.append(msgspec.json.decode(raw, type=ProposedStatement))
        except (msgspec.DecodeError, RecursionError, UnicodeError):
            wrong += 1
    return found, wrong


def schema() -> dict[str, Any]:
    """Every property required and none besides, as servers with strict schemas want it."""
    (statement,), defined = msgspec.json.schema_components([ProposedStatement], ref_template="#/$defs/{name}")
    told = {"type": "array", "items": statement}
    return {
        "type": "object",
        "properties": {"statements": told},
        "required": ["statements"],
        "additionalProperties": False,
        "$defs": _strict(defined),
    }


def _strict(node: Any) -> Any:
    """Bounds are left out: some servers refuse a schema that has them, and we hold them ourselves."""
    if isinstance(node, list):
        return [_strict(one) for one in node]
    if not isinstance(node, dict):
        return node
    kept = {key: _strict(one) for key, one in node.items() if key not in _LEFT_OUT}
    if "properties" in kept:
        kept["required"] = list(kept["properties"])
    return kept


_LEFT_OUT = frozenset({"title", "description", "default", "minLength", "maxLength", "maxItems"})


def _unfenced(content: str) -> str:
    """Without the fence that models like to put around JSON."""
    content = content.strip()
    if content.startswith("```") and content.endswith("```") and "\n" in content:
        return content[content.index("\n") : -3].strip()
    return content


def _short(error: Exception) -> str:
    return "".join(letter for letter in str(error) if letter.isprintable())[:120] or type(error).__name__
