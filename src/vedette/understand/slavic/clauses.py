"""Which words of a sentence belong to which deed."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from vedette.model.mention import PlaceMention
from vedette.understand.light.running import Row

_JOINING = frozenset({"та", "і", "й", "и", "або", "или", "а", "але", "но", "також"})
_MARKS = frozenset({",", ";", ":", "—", "–", "-", "("})


@dataclass(frozen=True, slots=True, kw_only=True)
class Domain:
    """Words `first` to `last` (exclusive) of the row that belong to the word at `trigger`."""

    trigger: int
    first: int
    last: int

    def __contains__(self, index: object) -> bool:
        return isinstance(index, int) and self.first <= index < self.last


def predicates(row: Row, first: int, last: int, triggers: Collection[int], light: frozenset[str]) -> list[int]:
    """The triggers of a sentence and the other words that tell something of their own."""
    return [
        at
        for at in range(first, last)
        if at in triggers or (_tells(row, at) and light.isdisjoint(row.words[at].lemmas))
    ]


def _tells(row: Row, at: int) -> bool:
    form = row.words[at].form
    if form.pos == "participle":
        return form.impersonal or (form.case == "nominative" and form.passive) or form.case is None
    return form.pos == "verb"


def domains(row: Row, heads: Sequence[int], places: Mapping[int, int]) -> dict[int, Domain]:
    """The stretch of each predicate of one sentence; `places` maps the first word of a place's name to its number."""
    if not heads:
        return {}
    opens, closes = row.opens[heads[0]], row.closes[heads[0]]
    edges = [opens]
    for left, right in pairwise(heads):
        edges.append(_edge(row, left, right, places))
    edges.append(closes)
    return {
        head: Domain(trigger=head, first=edges[number], last=max(edges[number + 1], head + 1))
        for number, head in enumerate(heads)
    }


def _edge(row: Row, left: int, right: int, places: Mapping[int, int]) -> int:
    """Where the words of one deed end and those of the next begin."""
    for at in range(left + 1, right):
        word = row.words[at]
        if word.text not in _MARKS and word.lower not in _JOINING:
            continue
        if not _goes_on(row, at, left, right, places):
            return at
    return right


def _goes_on(row: Row, at: int, left: int, right: int, places: Mapping[int, int]) -> bool:
    """Whether a list of places goes on behind this comma: a place in the case of the one before it."""
    before = next((each for each in range(at - 1, left, -1) if each in places), None)
    if row.words[at].text == "(":
        return True
    after = next((each for each in range(at + 1, right) if each in places), None)
    if before is None or after is None:
        return False
    between = [word for word in row.words[at + 1 : after] if word.pos in {"noun", "pronoun"} and not word.is_capital]
    cases = {form.case for form in row.words[before].forms}
    same = any(form.case in cases for form in row.words[after].forms)
    return same and not [word for word in between if word.form.case == "nominative"]


def placed(row: Row, places: Sequence[PlaceMention]) -> tuple[dict[int, int], dict[int, int]]:
    """The first word of each place's name, and by its number the word behind its last."""
    number_at = {place.span.start: number for number, place in enumerate(places)}
    first: dict[int, int] = {}
    end: dict[int, int] = {}
    current: int | None = None
    for index in range(len(row)):
        start = row.said.starts[index]
        if start in number_at:
            current = number_at[start]
            first[index] = current
        if current is not None and row.said.starts[index] < places[current].span.end:
            end[current] = index + 1
    return first, end
