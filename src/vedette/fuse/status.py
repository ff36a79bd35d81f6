"""The status and the grade of an event, by the rules of `docs/status.md`; a test holds page and code together."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from vedette.model.event import Assessment, Sight, Stance, Status
from vedette.model.ids import SideId

_LETTERS = "ABCDEF"


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """What one account brings to the assessment. `fact` is a denial that tells the ground otherwise, not a bare no."""

    stance: Stance
    side: SideId | None
    family: int
    doubtful: bool = False
    fact: bool = False
    reliability: str = "F"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """`grade` is the Admiralty number for information."""

    status: Status
    when: str
    grade: int
    applies: Callable[[Sequence[Voice], int], bool]


def _conceded(voices: Sequence[Voice], observations: int) -> bool:
    """A side that also denies has not conceded, nor one that fears or expects it."""
    denying = {voice.side for voice in voices if voice.stance == "denies"}
    conceding = [voice for voice in voices if voice.stance == "concedes" and not voice.doubtful]
    return any(voice.side not in denying for voice in conceding)


def _denied(voices: Sequence[Voice], observations: int) -> bool:
    """Whoever says no, and that attacks there were repelled, has said no."""
    denials = [voice for voice in voices if voice.stance == "denies"]
    plain = {voice.family for voice in denials if not voice.fact}
    told_otherwise = any(voice.family not in plain for voice in denials)
    return bool(denials) and not told_otherwise and not _beyond_one_voice(voices)


def _contested(voices: Sequence[Voice], observations: int) -> bool:
    return any(voice.stance == "denies" for voice in voices)


def _unconfirmed(voices: Sequence[Voice], observations: int) -> bool:
    return all(voice.doubtful for voice in voices)


def _corroborated(voices: Sequence[Voice], observations: int) -> bool:
    return _beyond_one_voice(voices)


def _beyond_one_voice(voices: Sequence[Voice]) -> bool:
    """Two families or more tell it without doubt, and not all of them for one side."""
    firm = [voice for voice in voices if voice.stance != "denies" and not voice.doubtful]
    families = {voice.family for voice in firm}
    # A paper that passes on a ministry's words is of the ministry's family and speaks for no one else.
    taken = {voice.family for voice in firm if voice.side is not None}
    sides = {voice.side for voice in firm if voice.side is not None or voice.family not in taken}
    return len(families) > 1 and (len(sides) > 1 or None in sides)


RULES: tuple[Rule, ...] = (
    Rule(
        status="observed",
        when="a sensor or a lens saw, in that place and time, what is told",
        grade=1,
        applies=lambda voices, observations: observations > 0,
    ),
    Rule(
        status="conceded",
        when="the side that loses by it firmly says so, and does not deny it elsewhere",
        grade=2,
        applies=_conceded,
    ),
    Rule(
        status="denied",
        when="somebody says no, and nobody beyond one side or one source firmly says yes",
        grade=5,
        applies=_denied,
    ),
    Rule(
        status="contested",
        when="somebody says no or tells the ground otherwise, and the claim still stands",
        grade=4,
        applies=_contested,
    ),
    Rule(
        status="unconfirmed",
        when="it is told only with doubt",
        grade=6,
        applies=_unconfirmed,
    ),
    Rule(
        status="corroborated",
        when="two independent sources or more tell it firmly, not all for one side, and nobody denies it",
        grade=2,
        applies=_corroborated,
    ),
    Rule(
        status="one-sided",
        when="one side or one source tells it, and nobody denies it",
        grade=3,
        applies=lambda voices, observations: True,
    ),
)


def assess(voices: Sequence[Voice], observations: int = 0, notes: Sequence[str] = ()) -> Assessment:
    """The first rule that applies. `observations` counts those that agree with what is told: only the kinds of
    `bearing.py` that may, never heat. `notes` are further reasons, whole sentences."""
    rule = next(rule for rule in RULES if rule.applies(voices, observations))
    independent = len({voice.family for voice in voices if voice.stance != "denies"})
    confirmed = rule.status == "conceded" and _beyond_one_voice(voices)
    return Assessment(
        status=rule.status,
        source_grade=_best_letter(voices),
        information_grade=1 if confirmed else rule.grade,
        independent_sources=independent,
        reasons=(_sentence(rule.when), *_counts(voices, independent), *notes),
    )


def _best_letter(voices: Sequence[Voice]) -> str:
    """F, cannot be judged, gives way to any letter."""
    letters = {voice.reliability for voice in voices if voice.stance != "denies" and voice.reliability in _LETTERS}
    return min(letters, default="F")


def _counts(voices: Sequence[Voice], independent: int) -> tuple[str, ...]:
    """Told, repeated and denied, in words."""
    telling = [voice for voice in voices if voice.stance != "denies"]
    denying = {voice.family for voice in voices if voice.stance == "denies"}
    said = []
    if telling:
        verb = "tells it" if len(telling) == 1 else "tell it"
        said.append(f"{_many(len(telling), 'account')} from {_many(independent, 'independent source')} {verb}.")
    if denying:
        said.append(f"It is denied or told otherwise by {_many(len(denying), 'independent source')}.")
    return tuple(said)


def _many(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def _sentence(words: str) -> str:
    return f"{words[0].upper()}{words[1:]}."


_SHOWN = 3
_AROUND = "Sensors saw signs of war around it, which say little of this event: {} beside it."
_OPEN = "{} could not be made, or could not tell; that counts for nothing."


def seen_in_words(sights: Sequence[Sight]) -> tuple[str, ...]:
    """What agrees and what speaks against, one by one; the rest by number."""
    told = [sight for sight in sights if sight.bearing in ("agrees", "against")][:_SHOWN]
    said = [f"{sight.reason} {sight.note}".strip() for sight in told]
    around = sum(sight.bearing == "context" for sight in sights)
    unseen = sum(sight.bearing == "open" for sight in sights)
    if around:
        said.append(_AROUND.format(_many(around, "observation")))
    if unseen:
        said.append(_OPEN.format(_many(unseen, "observation")))
    return tuple(dict.fromkeys(said))
