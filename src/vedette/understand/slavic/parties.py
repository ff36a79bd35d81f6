"""Phrases of a Ukrainian or Russian sentence that name a party: a force, a body, a people, persons."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from vedette.reference.countries import load_countries
from vedette.reference.peoples import load_peoples
from vedette.understand.light.forms import Case
from vedette.understand.light.running import Row
from vedette.understand.light.sentences import Word
from vedette.understand.slavic.event_words import EventWords

_ADJECTIVES = frozenset({"adjective", "participle"})
_LONGEST = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """Words `first` to `last` (exclusive) of the row, `head` the noun they hang on. `cases` are those it may stand in;
    `adjective` marks "російський" before a deed. `name` is how it is called, `country` the state it stands for."""

    first: int
    last: int
    head: int
    cases: frozenset[Case]
    name: str
    country: str | None
    people: bool = False
    adjective: bool = False


def find_parties(row: Row, words: EventWords, places: Collection[int] = ()) -> list[Party]:
    """In the order of the text, none overlapping; `places` are the words that begin the name of a settlement."""
    found: list[Party] = []
    at = 0
    while at < len(row):
        party = None if at in places else _at(row, at, words)
        if party is not None and (not found or party.first >= found[-1].last):
            found.append(party)
        at = party.last if party else at + 1
    return found


def _at(row: Row, head: int, words: EventWords) -> Party | None:
    word = row.words[head]
    if word.pos in {"punctuation", "number", "preposition", "conjunction", "latin"}:
        return None
    people = not words.people.isdisjoint(word.lemmas)
    if not (people or _is_head(word, words) or _is_people(row, head, words)):
        return _adjective(row, head, words)
    if not people and not word.may_be("noun", "unknown", "adjective"):
        return None
    first, last = _start(row, head), head + 1 if people else _end(row, head, words)
    return _party(row, first, last, head, people=people)


def _is_head(word: Word, words: EventWords) -> bool:
    if not words.forces.isdisjoint(word.lemmas) or word.lower in words.forces:
        return True
    known = load_peoples()
    return any(
        form.pos in {"noun", "unknown"} and known.country_of(form.lemma or word.lower) is not None
        for form in word.forms
    )


def _adjective(row: Row, at: int, words: EventWords) -> Party | None:
    """ "ворожий обстріл", "російська атака": whose deed it is."""
    word = row.words[at]
    if not word.may_be("adjective"):
        return None
    known = load_peoples()
    named = any(known.country_of(lemma) for lemma in word.lemmas) or not words.adjectives.isdisjoint(word.lemmas)
    if not named or _leads_to_head(row, at, words):
        return None
    party = _party(row, at, at + 1, at, people=False)
    return Party(
        first=party.first, last=party.last, head=at, cases=frozenset(), name=party.name, country=party.country,
        adjective=True,
    )  # fmt: skip


def _is_people(row: Row, at: int, words: EventWords) -> bool:
    """ "Русские взяли": a plural adjective of a state without a noun, right before what its people do."""
    word, after = row.words[at], row.after(at + 1)
    plural = any(form.pos == "adjective" and form.number == "plural" for form in word.forms)
    if not plural or after is None or not any(map(load_peoples().country_of, word.lemmas)):
        return False
    does = after.pos in {"verb", "adverb", "particle"} or after.lower in {"не", "также", "також"}
    return does and not _leads_to_head(row, at, words)


def _leads_to_head(row: Row, at: int, words: EventWords) -> bool:
    for index in range(at + 1, min(at + 4, row.closes[at])):
        word = row.words[index]
        if _is_head(word, words) or not words.people.isdisjoint(word.lemmas):
            return True
        if not word.may_be("adjective", "participle", "numeral") or word.pos == "punctuation":
            return False
    return False


def _start(row: Row, head: int) -> int:
    """Back over the adjectives and numbers that agree with it."""
    first = head
    while first - 1 >= row.opens[head] and head - first < _LONGEST:
        word = row.words[first - 1]
        plain = word.pos in {"adjective", "participle"} or (word.pos == "pronoun" and word.form.lemma in _OWN)
        if not plain and word.pos != "number":
            break
        if word.pos in {"adjective", "participle"} and not _agrees(word, row.words[head]):
            break
        first -= 1
    return first


_OWN = frozenset({"наш", "свій", "свой", "їхній", "их"})


def _agrees(adjective: Word, noun: Word) -> bool:
    cases = {(form.case, form.number) for form in noun.forms}
    return any((form.case, form.number) in cases for form in adjective.forms) or noun.pos == "unknown"


def _end(row: Row, head: int, words: EventWords) -> int:
    """On over what stands in the genitive behind it ("сил оборони", "армії російської федерації"), and a name."""
    last = head + 1
    while last < row.closes[head] and last - head < _LONGEST and _goes_on(row, head, last, words):
        last += 1
    return _with_name(row, last)


def _goes_on(row: Row, head: int, last: int, words: EventWords) -> bool:
    word = row.words[last]
    if row.words[head].is_upper and not word.is_upper:
        return False
    genitive = any(form.case == "genitive" for form in word.forms) or word.pos == "unknown"
    named = not (words.tails | words.forces).isdisjoint(word.lemmas)
    return genitive and (named or any(map(load_peoples().country_of, word.lemmas)))


def _with_name(row: Row, last: int) -> int:
    """On over the name of a unit in quotation marks, or a person's."""
    rest = row.words[last : min(last + 3, row.closes[last - 1])]
    if len(rest) == 3 and rest[0].text in {"«", '"', "“"} and rest[2].text in {"»", '"', "”"}:
        return last + 3 if rest[1].is_capital else last
    named = 0
    while named < min(len(rest), 2) and rest[named].is_capital and _is_personal(rest[named]):
        named += 1
    return last + named


def _is_personal(word: Word) -> bool:
    return any(form.name in {"given", "surname"} for form in word.forms)


def _party(row: Row, first: int, last: int, head: int, *, people: bool) -> Party:
    cases = _cases(row, first, head)
    country = next(_countries(row, first, last), None)
    name = row.said.between(first, last)
    scorned = [word for word in row.words[first:last] if any(map(load_peoples().is_scornful, word.lemmas))]
    if scorned and country is not None:
        name = _plain_name(country, row.parse.language)
    return Party(
        first=first, last=last, head=head, name=name, country=country, people=people,
        cases=cases or frozenset({"nominative", "genitive", "accusative", "instrumental"}),
    )  # fmt: skip


def _cases(row: Row, first: int, head: int) -> frozenset[Case]:
    """Those that its adjectives allow, too; an abbreviation straight behind a noun is in the genitive."""
    word = row.words[head]
    cases = frozenset(form.case for form in word.forms if form.case is not None)
    before = row.before(first)
    if word.is_upper and before is not None and before.pos == "noun" and before.is_word and not _is_shouted(row, head):
        return frozenset({"genitive"})
    for adjective in row.words[first:head]:
        fitting = cases & {form.case for form in adjective.forms if form.pos in _ADJECTIVES}
        cases = frozenset(fitting) or cases
    return cases


def _is_shouted(row: Row, index: int) -> bool:
    words = [word for word in row.words[row.opens[index] : row.closes[index]] if word.is_word]
    return all(word.is_upper for word in words)


def _countries(row: Row, first: int, last: int) -> Iterator[str]:
    known = load_peoples()
    for index in range(first, last):
        for lemma in (row.words[index].lower, *sorted(row.words[index].lemmas)):
            if code := known.country_of(lemma):
                yield code


def _plain_name(country: str, language: str) -> str:
    """A party called in scorn is told by its state's name, "російські сили"; the words stay where they stand."""
    forces, ending = {"uk": ("сили", "і"), "ru": ("силы", "ие")}.get(language, ("", ""))
    adjective = load_peoples().adjectives.get((country, language))
    if adjective is not None and forces:
        return f"{adjective.removesuffix('ий')}{ending} {forces}"
    known = load_countries().get(country)
    return f"{forces} {known.name}".strip() if known else country
