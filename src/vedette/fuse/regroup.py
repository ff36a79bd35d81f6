"""Groups of tellings kept up as attempts come and go, without making all attempts again.

All attempts are made in the order of their keys, and each finds the groups as those before it left them. So a change
reaches only groups that differ at some moment: those that hold a telling that is new or judged anew, or lost a join,
and those that one of them joins. These are `stirred`: their attempts are made again, in order. Any other group is taken
from the record of its joins as it stood at that moment. A property test compares with making all attempts at once.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from heapq import heappop, heappush

from vedette.fuse.joining import Attempt, Joining, Judged, Key, Told, Turn
from vedette.fuse.openings import Openings
from vedette.model.link import Link


@dataclass(frozen=True, slots=True)
class Group:
    """Positions in the order of their tellings, and the joins that brought them together, in theirs."""

    members: tuple[int, ...]
    joins: tuple[Attempt, ...] = ()


class Groups:
    """Every telling is in one."""

    def __init__(self, told: Told, judged: Judged, openings: Openings) -> None:
        self._told = told
        self._judged = judged
        self._openings = openings
        self._groups: dict[int, Group] = {}
        self._of: dict[int, int] = {}
        self._notes: dict[Key, Link] = {}
        self._next = 0

    def __getitem__(self, number: int) -> Group:
        return self._groups[number]

    def of(self, at: int) -> int:
        return self._of[at]

    def links(self) -> Iterator[Link]:
        return iter(self._notes.values())

    def change(self, turn: Turn, *, new: Iterable[int], gone: Iterable[int], judged: Iterable[int]) -> "Regrouped":
        """`gone` tellings are out of the openings already."""
        lost = set(gone)
        stirred = {self._of[at] for at in (*lost, *judged)}
        for attempt in turn.gone:
            self._notes.pop(attempt.key, None)
            ends = {self._of.get(attempt.left), self._of.get(attempt.right)}
            if len(ends) == 1:
                stirred |= {number for number in ends if number is not None}
        replay = _Replay(self, lost)
        for number in stirred:
            replay.stir(number, None)
        for at in new:
            replay.begin(at)
        replay.push(turn.added)
        links = replay.run()
        return self._settle(replay, lost, links)

    def _settle(self, replay: "_Replay", lost: set[int], links: list[Link]) -> "Regrouped":
        found, made = replay.groups(), []
        for number in replay.stirred:
            del self._groups[number]
        for at in lost:
            del self._of[at]
        for group in found:
            made.append(self._next)
            self._groups[self._next] = group
            self._of |= dict.fromkeys(group.members, self._next)
            self._next += 1
        return Regrouped(gone=tuple(replay.stirred), made=tuple(made), links=tuple(links))


@dataclass(frozen=True, slots=True)
class Regrouped:
    """Numbers of groups that are no more and of those in their place; what was noted that was not noted before."""

    gone: tuple[int, ...]
    made: tuple[int, ...]
    links: tuple[Link, ...]


class _Replay:
    """Makes again the attempts of what is stirred."""

    def __init__(self, groups: Groups, lost: set[int]) -> None:
        self._groups = groups
        self._lost = lost
        self._joining = Joining(groups._told, groups._judged)
        self._heap: list[tuple[Key, int, int, Attempt]] = []
        self._seen: set[tuple[Key, int, int]] = set()
        self._awake: dict[int, int] = {}
        self._joins: list[Attempt] = []
        self._loose: list[int] = []
        self.stirred: dict[int, None] = {}

    def begin(self, at: int) -> None:
        """With a telling that is in no group yet. All attempts with it are new in this turn."""
        self._joining.add(at)
        self._loose.append(at)

    def stir(self, number: int, since: Key | None) -> None:
        """None: from the beginning, without what is lost."""
        self.stirred[number] = None
        group = self._groups._groups[number]
        left = [at for at in group.members if at not in self._lost]
        if since is None:
            for at in left:
                self._joining.add(at)
        else:
            self._joins += group.joins[: self._awake[number]]
        for at in left:
            made = self._groups._openings.of(at)
            self.push(made if since is None else (one for one in made if one.key > since))

    def push(self, attempts: Iterable[Attempt]) -> None:
        for one in attempts:
            entry = (one.key, one.left, one.right)
            if entry not in self._seen:
                self._seen.add(entry)
                heappush(self._heap, (*entry, one))

    def run(self) -> list[Link]:
        """The links that are new or say something new."""
        links: list[Link] = []
        notes = self._groups._notes
        while self._heap:
            attempt = heappop(self._heap)[-1]
            ends = [number for at in (attempt.left, attempt.right) if (number := self._still(at)) is not None]
            for number in ends:
                self._wake(number, attempt.key)
            joined, link = self._joining.attempt(attempt)
            if link is None:
                notes.pop(attempt.key, None)
            elif notes.get(attempt.key) != link:
                notes[attempt.key] = link
                links.append(link)
            if joined:
                self._joins.append(attempt)
                for number in dict.fromkeys(ends):
                    self.stir(number, attempt.key)
        return links

    def groups(self) -> list[Group]:
        """What the stirred tellings have become."""
        members: dict[int, list[int]] = {}
        stirred = (at for number in self.stirred for at in self._groups._groups[number].members)
        for at in (*self._loose, *(at for at in stirred if at not in self._lost)):
            members.setdefault(self._joining.root(at), []).append(at)
        joins: dict[int, list[Attempt]] = {}
        for one in self._joins:
            joins.setdefault(self._joining.root(one.left), []).append(one)
        order = self._groups._told.orders.__getitem__
        return [
            Group(tuple(sorted(group, key=order)), tuple(sorted(joins.get(root, ()), key=lambda one: one.key)))
            for root, group in members.items()
        ]

    def _still(self, at: int) -> int | None:
        """The group of a telling that is not stirred."""
        number = self._groups._of.get(at)
        return None if number is None or number in self.stirred else number

    def _wake(self, number: int, until: Key) -> None:
        """Brings a group to what it was before that moment."""
        group = self._groups._groups[number]
        if number not in self._awake:
            self._awake[number] = 0
            for at in group.members:
                self._joining.add(at)
        done = self._awake[number]
        while done < len(group.joins) and group.joins[done].key < until:
            self._joining.repeat(group.joins[done])
            done += 1
        self._awake[number] = done
