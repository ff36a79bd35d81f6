"""From judgements to events: connected tellings, respecting every "different" and every person."""

from collections.abc import Iterable, Sequence

from vedette.fuse.attempts import attempts
from vedette.fuse.independence import Descent
from vedette.fuse.joining import Joining, Judged, Told
from vedette.fuse.telling import Telling
from vedette.model.link import Link


def cluster(
    tellings: Sequence[Telling], persons: Iterable[Link], descent: Descent, needed: int = 1
) -> tuple[list[list[Telling]], list[Link]]:
    """Events as lists of tellings in the order given, and the links that say why."""
    judged, told = Judged(persons, needed), Told(tellings)
    joining = Joining(told, judged)
    for at in told.tellings:
        joining.add(at)
    made = (joining.attempt(one)[1] for one in sorted(attempts(told, judged, descent), key=lambda one: one.key))
    links = [link for link in made if link is not None]
    return [[told.tellings[at] for at in sorted(group)] for group in joining.groups()], links
