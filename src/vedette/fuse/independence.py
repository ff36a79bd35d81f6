"""Families of descent among the accounts of one event. A family counts as one source, however often it is repeated."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import islice

from vedette.fuse.names import fold, words
from vedette.fuse.persons import known_as, told_on
from vedette.fuse.sides import Sides
from vedette.fuse.telling import Telling
from vedette.fuse.unions import Unions
from vedette.model.ids import DocumentId, SideId
from vedette.reference.parties import is_rumour

_RUN = 8
_RETOLD = 0.9
# An event told in more ways than this is corroborated anyway.
_MOST_BAGS = 64
_LONGEST_EXTENT = 2_000

Voice = tuple[str, frozenset[str]]
"""A side, and the words that name the voice beyond the side itself."""

Quoted = tuple[str, SideId]
"""Whom a document quotes: a name and its side."""


class Descent:
    """Descent of documents: `copies` from `copies.families`, `origins` the sources they come from, and their names."""

    def __init__(
        self,
        sides: Sides,
        copies: Mapping[DocumentId, DocumentId],
        origins: Mapping[DocumentId, str],
        names: Mapping[str, str],
        quoted: Mapping[DocumentId, frozenset[Quoted]] | None = None,
    ) -> None:
        self._sides = sides
        self._quoted: Mapping[DocumentId, frozenset[Quoted]] = {} if quoted is None else quoted
        self._copies = copies
        self._origins = origins
        self._names = names

    def copy_of(self, document: DocumentId) -> DocumentId:
        return self._copies.get(document, document)

    def number(self, accounts: Sequence[Telling]) -> list[int]:
        """A family number for each account, from 1 in the order of the accounts."""
        unions = Unions(range(len(accounts)))
        voices = [self._voice(account) for account in accounts]
        self._join_copies(accounts, unions)
        _join_voices(voices, unions)
        _join_wording(accounts, unions)
        _join_hearsay(accounts, unions)
        self._join_mouthpieces(accounts, voices, unions)
        numbers: dict[int, int] = {}
        return [numbers.setdefault(unions.find(at), len(numbers) + 1) for at in range(len(accounts))]

    def _voice(self, account: Telling) -> Voice:
        """Who speaks: a named speaker wherever he is quoted, else the source the document descends from. "Footage" and
        "officials" name nobody: in two papers they are two voices."""
        source = self._origins.get(account.document.id, account.document.source)
        named = account.speaker if account.speaker and (account.side or not account.speaker.islower()) else None
        name = named or known_as(self._names.get(source, source), told_on(account.document))
        return (account.side or "", self._sides.bare(name, account.side))

    def _join_mouthpieces(self, accounts: Sequence[Telling], voices: Sequence[Voice], unions: Unions[int]) -> None:
        """A paper of a side that quotes its side's ministry, and tells what the ministry tells, has it from there."""
        for at, account in enumerate(accounts):
            if account.speaker is not None or account.official or account.side is None:
                continue
            heard = [(side, self._sides.bare(name, side)) for name, side in self._quoted.get(account.document.id, ())]
            for other, voice in enumerate(voices):
                own = voice[0] == account.side and accounts[other].denies == account.denies and accounts[other].official
                if own and any(side == account.side and bare and bare <= voice[1] for side, bare in heard):
                    unions.join(other, at)
                    break

    def _join_copies(self, accounts: Sequence[Telling], unions: Unions[int]) -> None:
        """Copies collapse speaker by speaker: two holders in one much-copied article stay two."""
        first: dict[tuple[DocumentId, str], int] = {}
        for at, account in enumerate(accounts):
            key = (self.copy_of(account.document.id), fold(account.speaker or ""))
            unions.join(first.setdefault(key, at), at)


def quoted(tellings: Iterable[Telling]) -> dict[DocumentId, frozenset[Quoted]]:
    """Whom each document quotes for a side."""
    found: dict[DocumentId, set[Quoted]] = {}
    for one in tellings:
        if one.speaker is not None and one.side is not None:
            found.setdefault(one.document.id, set()).add((one.speaker, one.side))
    return {document: frozenset(names) for document, names in found.items()}


def _join_wording(accounts: Sequence[Telling], unions: Unions[int]) -> None:
    """A run of eight words told again is the same account, if no other side tells it; so are words all told again."""
    first: dict[tuple[str, ...], int] = {}
    bags: dict[frozenset[str], int] = {}
    for at, account in enumerate(accounts):
        told = words(account.mention.extent.of(account.document.text)[:_LONGEST_EXTENT])
        again = [first.setdefault(told[start : start + _RUN], at) for start in range(len(told) - _RUN + 1)]
        again += [before for bag, before in bags.items() if _retold(bag, frozenset(told))]
        if len(told) >= _RUN and len(bags) < _MOST_BAGS:
            bags.setdefault(frozenset(told), at)
        for before in again:
            if account.side is None or accounts[before].side in (None, account.side):
                unions.join(before, at)


def _join_hearsay(accounts: Sequence[Telling], unions: Unions[int]) -> None:
    """What an outlet passes on without saying whose words they are ("it is said") adds no source to a known one."""
    known: dict[bool, int] = {}
    for at, account in enumerate(accounts):
        if not _is_hearsay(account):
            known.setdefault(account.denies, at)
    for at, account in enumerate(accounts):
        if _is_hearsay(account) and account.denies in known:
            unions.join(known[account.denies], at)


def _is_hearsay(account: Telling) -> bool:
    said = account.statement
    return said.attributed and (said.speaker is None or is_rumour(said.speaker.name))


def _retold(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether the shorter's words are nearly all in the longer, though other names or figures stand between them."""
    shorter = min(len(one), len(other))
    return shorter >= _RUN and len(one & other) >= _RETOLD * shorter


def _join_voices(voices: Sequence[Voice], unions: Unions[int]) -> None:
    """Equal voices, and those of one side of which one name says more than the other ("the ministry")."""
    first: dict[Voice, int] = {}
    for at, voice in enumerate(voices):
        unions.join(first.setdefault(voice, at), at)
    distinct = sorted(first, key=lambda voice: (voice[0], len(voice[1]), sorted(voice[1])))
    for at, voice in enumerate(distinct):
        longer = (other for other in distinct[at + 1 :] if other[0] == voice[0] and voice[1] <= other[1])
        # A bare "Russia said" names no institution: it joins one voice of its side, not all of them.
        for other in islice(longer, 1 if not voice[1] else None):
            unions.join(first[other], first[voice])
