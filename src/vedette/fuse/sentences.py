"""What one statement tells of one deed: the strike, and whom it killed and wounded."""

from collections.abc import Iterator, Sequence

from vedette.fuse.telling import Telling, side_of


def deeds(tellings: Sequence[Telling]) -> Iterator[tuple[int, int]]:
    """Pairs by position: each bare "killed" or "wounded" with the one, or the strike, before it in its statement."""
    groups: dict[tuple[str, str], list[int]] = {}
    for at, telling in enumerate(tellings):
        if telling.topic in ("strike", "force") and not telling.denies:
            groups.setdefault((telling.document.id, telling.statement.id), []).append(at)
    for group in groups.values():
        yield from _chains(group, tellings)


def _chains(group: Sequence[int], tellings: Sequence[Telling]) -> Iterator[tuple[int, int]]:
    """Tellings stand in the order of the text. A chain has one place: two strikes are never joined by their dead."""
    chain: dict[tuple[object, ...], Telling] = {}
    last: int | None = None
    for at in group:
        telling = tellings[at]
        bare = last is not None and "force" in (telling.topic, tellings[last].topic)
        if last is not None and bare and all(_one_deed(one, telling) for one in chain.values()):
            yield last, at
        else:
            chain = {}
        chain.setdefault((telling.place, telling.weak, telling.when, telling.parties), telling)
        last = at


def _one_deed(one: Telling, other: Telling) -> bool:
    """Nothing that both give differs: place, day, who did it."""
    if one.place is not None and other.place is not None and one.place.id != other.place.id:
        return False
    if not (one.weak or other.weak) and one.when != other.when:
        return False
    actors = {side_of(telling.parties, "actor") for telling in (one, other)} - {None}
    return len(actors) < 2
