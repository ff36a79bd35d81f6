"""Which words of a Ukrainian or Russian text may name a place: longest match in the gazetteer, whatever the case."""

from dataclasses import replace

from vedette.model.mention import PlaceKind
from vedette.reference.gazetteer import Entry, Gazetteer
from vedette.reference.gazetteer_cases import of_adjective
from vedette.reference.gazetteer_names import fold, latin_spellings
from vedette.reference.gazetteer_sounds import sound
from vedette.reference.peoples import load_peoples
from vedette.understand.light.running import Row
from vedette.understand.place_names import Toponym
from vedette.understand.slavic.place_words import PlaceWords

_LONGEST = 4
_LONGEST_ACRONYM = 5
_ADJECTIVES = frozenset({"adjective", "participle"})
_FEWEST_LETTERS = 3
_SMALL = frozenset({"і", "та", "и", "на", "над", "під", "под"})  # "Сакко і Ванцетті", "Липова на Рові"
_LONGEST_WORD = 40
_LINE = " …"
_CITY, _TOWN, _FAR_SMALLER = 100_000, 15_000, 10
_ENDINGS = ("ии", "а", "е", "ая", "ое", "ыи")
_SERVING = frozenset({"preposition", "conjunction", "particle", "pronoun", "interjection"})
_TELLING = frozenset({"verb", "infinitive", "gerund", "adverb", "predicative", "numeral"})
_COMPOUNDS = {
    "ново": "нов", "велико": "велик", "старо": "стар", "криво": "крив", "біло": "біл", "бело": "бел", "мало": "мал",
    "часово": "час", "красно": "красн", "верхньо": "верхн", "верхне": "верхн",
}  # fmt: skip


def is_line(toponym: Toponym) -> bool:
    """Whether it names the stretch between places ("Липове-Вільха")."""
    return toponym.folded.endswith(_LINE)


def candidate_names(row: Row, gazetteer: Gazetteer, words: PlaceWords) -> list[Toponym]:
    """In the order of the text, without overlaps."""
    found: list[Toponym] = []
    position = 0
    while position < len(row):
        toponym = _starting_at(row, position, gazetteer, words)
        if toponym is not None:
            found.append(toponym)
        position = toponym.last if toponym else position + 1
    return found


def _starting_at(row: Row, first: int, gazetteer: Gazetteer, words: PlaceWords) -> Toponym | None:
    word = row.words[first]
    if not "\u0400" <= row.said.words[first][0] <= "\u052f" or len(word.text) > _LONGEST_WORD:
        return None
    if not row.said.capital[first]:
        return _in_small_letters(row, first, gazetteer, words)
    if _is_plainly_none(row, first):
        return None
    return (
        _of_adjective(row, first, gazetteer, words)
        or _known(row, first, gazetteer, words)
        or _line_between(row, first, gazetteer)
        or (_unknown(row, first, words) if len(word.text) >= _FEWEST_LETTERS else None)
    )


def _is_plainly_none(row: Row, first: int) -> bool:
    """ "Біля", "Вони"; and where a sentence may begin, "Тоді", "Нагадаємо"."""
    word, before = row.words[first], row.before(first)
    opens = before is None or not (before.is_word or before.text in {",", "(", "-"})
    if word.form.pos in _SERVING:
        return True
    return opens and (word.form.pos in _TELLING or word.may_be("pronoun", "adverb", "predicative"))


def _in_small_letters(row: Row, first: int, gazetteer: Gazetteer, words: PlaceWords) -> Toponym | None:
    """ "росія", "рф": states that some write so."""
    if words.small.isdisjoint(row.words[first].lemmas):
        return None
    entries = tuple(each for each in gazetteer.candidates(row.said.words[first]) if each.kind != "settlement")
    return _toponym(row, first, first + 1, entries) if entries else None


def _known(row: Row, first: int, gazetteer: Gazetteer, words: PlaceWords) -> Toponym | None:
    said = row.said
    shouted = said.words[first].isupper() and _is_told_of(row, first, words) and is_shouted(row, first)
    longest = min(_LONGEST, gazetteer.words_from(said.words[first]), row.closes[first] - first)
    for last in range(first + longest, first, -1):
        if not all(_may_continue(row, each, words) for each in range(first + 1, last)):
            continue
        text = said.between(first, last)
        if "\n\n" in text:
            continue
        entries = tuple(each for each in gazetteer.in_any_case(text) if _written_so(each, text, shouted=shouted))
        if last - first == 1 and _is_of_people(row, first):
            entries = tuple(each for each in entries if each.kind != "settlement")
        entries = _likeliest(entries, text, _CITY)
        if entries:
            return _toponym(row, first, last, entries)
    return None


def _is_of_people(row: Row, index: int) -> bool:
    """A state or its people, though some village has the name."""
    return any(map(load_peoples().country_of, row.words[index].lemmas))


def _likeliest(entries: tuple[Entry, ...], text: str, city: int) -> tuple[Entry, ...]:
    """ "Львові" is said of Львів: no village of another name that is written so in some case; "Сумщина" is the unit."""
    units = tuple(each for each in entries if each.kind in {"admin1", "country"})
    if units:
        return tuple(each for each in entries if each.kind != "settlement" or each.capital) or units
    greatest = max(entries, key=_people, default=None)
    if greatest is None or greatest.population < city or not _sounds_so(greatest, text):
        return entries
    own, key = fold(text), _key(greatest.name)
    return tuple(
        each
        for each in entries
        if each.kind != "settlement"
        or _key(each.name) == key
        or each.population * _FAR_SMALLER > greatest.population
        or (each.form == "official" and fold(each.name) == own)
    )


def _key(name: str) -> str:
    folded = fold(name)
    return sound(folded) or folded


def _sounds_so(entry: Entry, text: str) -> bool:
    """Whether it is still called so: not Aktau for Шевченко."""
    spelt = [_key(each) for each in latin_spellings(text.split(" ")[0])]
    key = _key(entry.name)
    start = key[: max(_FEWEST_LETTERS - 1, len(key) - _FEWEST_LETTERS + 1)]
    return entry.form != "generated" and any(each.startswith(start) for each in spelt)


def _people(entry: Entry) -> int:
    return entry.population


def _line_between(row: Row, first: int, gazetteer: Gazetteer) -> Toponym | None:
    """ "Липове-Вільха": the stretch from one to the other, known by the first."""
    parts = row.said.words[first].split("-")
    if len(parts) < 2 or not all(part and part[0].isupper() and len(part) >= _FEWEST_LETTERS for part in parts):
        return None
    ends = [gazetteer.in_any_case(part) for part in parts]
    return _toponym(row, first, first + 1, ends[0], line=True) if all(ends) else None


def _may_continue(row: Row, index: int, words: PlaceWords) -> bool:
    """A name of several words goes on in capitals, or in the word for what it is ("Харківська область")."""
    if row.said.capital[index] or not words.after.keys().isdisjoint(row.words[index].lemmas):
        return True
    inside = row.words[index].lower in _SMALL and row.said.capital[index - 1]
    return inside and index + 1 < len(row) and row.said.capital[index + 1]


def _toponym(
    row: Row,
    first: int,
    last: int,
    entries: tuple[Entry, ...],
    kind: PlaceKind | None = None,
    name_end: int = 0,
    *,
    line: bool = False,
) -> Toponym:
    name_end = name_end or last
    folded = fold(row.said.between(first, name_end))
    if entries:
        # One place in several cases is one name.
        folded = entries[0].id
    if line:
        folded += _LINE
    return Toponym(first=first, name_end=name_end, last=last, folded=folded, entries=entries, kind=kind)


def _is_told_of(row: Row, index: int, words: PlaceWords) -> bool:
    """Gone to, or beside a word of taking: "ВЗЯТ ИЗЮМ"."""
    before, after = row.before(index), row.after(index + 1)
    led = before is not None and before.lower in words.locative
    beside = [word for word in (before, after) if word is not None and word.pos != "noun"]
    return led or any(not words.taking.isdisjoint(word.lemmas) for word in beside)


def is_shouted(row: Row, index: int) -> bool:
    """A headline all in capitals."""
    sentence = [word for word in row.words[row.opens[index] : row.closes[index]] if word.is_word and len(word.text) > 3]
    return len(sentence) > 1 and all(word.is_upper for word in sentence)


def _written_so(entry: Entry, text: str, *, shouted: bool) -> bool:
    """ "СУ" is no town and "По" no river: what is short has to be written as it is known."""
    letters = text.replace(".", "")
    if not (shouted and len(letters) > _FEWEST_LETTERS) and letters.isupper() and 1 < len(letters) <= _LONGEST_ACRONYM:
        return entry.kind != "settlement"
    return len(letters) >= _FEWEST_LETTERS


def _of_adjective(row: Row, first: int, gazetteer: Gazetteer, words: PlaceWords) -> Toponym | None:
    """ "Сватівський напрямок", "Бахмутського району", "на Лиманській та Бахмутській ділянках"."""
    if _ADJECTIVES.isdisjoint(form.pos for form in row.words[first].forms):
        return None
    end = _noun_behind(row, first)
    if end is None:
        return None
    lemmas = row.words[end].lemmas
    name = row.said.words[first]
    if not words.directions.isdisjoint(lemmas) or (lemmas & words.site_words):
        entries = _of_name(name, gazetteer)
        return _toponym(row, first, first + 1, entries) if entries else None
    kind = next((words.after[each] for each in lemmas if each in words.after), None)
    if kind == "admin1":
        entries = gazetteer.candidates(f"{name} {row.said.words[end]}") or _whole_name(row, first, end, gazetteer)
        if entries:
            return _toponym(row, first, end + 1 if end == first + 1 else first + 1, entries, kind, first + 1)
        return None
    if kind == "admin2":
        entries = _of_name(name, gazetteer)
        return _toponym(row, first, end + 1 if end == first + 1 else first + 1, entries, kind, first + 1)
    return None


def _of_name(adjective: str, gazetteer: Gazetteer) -> tuple[Entry, ...]:
    """What an adjective may be made from, the compound ones too: новокаховський of Нова Каховка. It is as good a form
    of the name as any."""
    found = gazetteer.of_adjective(adjective)
    folded = fold(adjective)
    for prefix, whole in _COMPOUNDS.items():
        if folded.startswith(prefix) and len(folded) > len(prefix) + _FEWEST_LETTERS:
            bases = of_adjective(folded.removeprefix(prefix))
            compound = [f"{whole}{ending} {base}" for base in bases for ending in _ENDINGS]
            found += tuple(entry for name in compound for entry in gazetteer.candidates(name))
    plain = tuple(replace(each, form="official") for each in found if each.kind == "settlement")
    return _likeliest(tuple(dict.fromkeys(plain)), adjective, _TOWN)


def _whole_name(row: Row, first: int, end: int, gazetteer: Gazetteer) -> tuple[Entry, ...]:
    """ "Харківської обл.", "Сумська та Харківська області": the unit by its full name."""
    unit = "область"
    return tuple(
        each
        for form in row.words[first].forms
        if form.pos in _ADJECTIVES
        for each in gazetteer.candidates(f"{_feminine(form.lemma)} {unit}")
        if each.kind == "admin1"
    )[:1]


def _feminine(adjective: str) -> str:
    return adjective[:-2] + "а" if adjective.endswith("ий") and "ськ" in adjective else adjective[:-2] + "ая"


def _noun_behind(row: Row, first: int) -> int | None:
    """Where the noun of an adjective stands: behind it, or behind the adjectives it is listed with."""
    end = row.closes[first]
    for at in range(first + 1, min(end, first + 12)):
        word = row.words[at]
        if word.text in {",", "/"} or word.pos == "conjunction" or word.lower in {"та", "і", "й", "и"}:
            continue
        if word.may_be("adjective", "participle") and (row.said.capital[at] or not word.may_be("noun")):
            continue
        return at if word.may_be("noun") or word.pos == "unknown" else None
    return None


def _unknown(row: Row, first: int, words: PlaceWords) -> Toponym | None:
    """Capitalised words that nobody lists: whether they name a place, what stands around them must say."""
    word = row.words[first]
    if word.pos not in {"noun", "adjective", "unknown", "participle"} or word.is_upper:
        return None
    if not words.common.isdisjoint(word.lemmas) or _is_of_people(row, first):
        return None
    last = first + 1
    if row.words[first].pos == "adjective" and last < row.closes[first] and row.said.capital[last]:
        last += row.words[last].may_be("noun", "unknown")
    return _toponym(row, first, last, ())
