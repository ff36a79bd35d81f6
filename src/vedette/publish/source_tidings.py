"""What a rule tells of the sources themselves: that one is dead, silent, asked by nobody, or gives again."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime

from vedette.model.alert import Alert, Tiding
from vedette.model.ids import SourceId, content_id
from vedette.model.task import TROUBLES, Tended

_FEWEST_FAILURES = 3
"""A source that fails once or twice most often is back by itself."""
_PATH = "/sources#followed"


def states(known: Mapping[str, str], found: Iterable[Tended]) -> dict[str, str]:
    """How each does, as far as it is worth telling."""
    now = {}
    for one in found:
        passing = one.state == "failing" and one.failed < _FEWEST_FAILURES
        now[one.task] = known.get(one.task, "well") if passing or one.state == "new" else one.state
    return now


def source_tidings(
    rules: Iterable[Alert],
    known: Mapping[str, str],
    found: Sequence[Tended],
    withheld: Collection[SourceId],
    moment: datetime,
) -> Iterator[Tiding]:
    """Of those that do otherwise than was `known`, and of no withheld source. Why one fails may hold addresses, and is
    not told: a feed may be read by anybody."""
    now = states(known, found)
    turned = [one for one in found if one.source not in withheld and now[one.task] != known.get(one.task, "well")]
    for rule in rules:
        for one in turned if "source" in rule.on else ():
            state = now[one.task]
            yield Tiding(
                id=content_id("tid", rule.name, "source", one.task, state, moment.isoformat()),
                rule=rule.name,
                occasion="source",
                status=state,
                text=_text(one, state),
                about=one.task,
                path=_PATH,
                found=moment,
                origins=(),
            )


def _text(one: Tended, state: str) -> str:
    since = f" since {one.since.astimezone(UTC):%-d %B %Y, %H:%M} UTC" if one.since and state in TROUBLES else ""
    match state:
        case "failing":
            return f"The source {one.task} could not be fetched{since}; the page of sources says why."
        case "silent":
            return f"The source {one.task} has given nothing new{since}, which is long for it."
        case "late":
            return f"The source {one.task} has not been asked{since}: nobody collects."
        case _:
            return f"The source {one.task} gives again."
