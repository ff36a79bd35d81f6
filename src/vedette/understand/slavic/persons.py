"""Names of persons in a Ukrainian or Russian text: given names, surnames, patronymics, initials, titles."""

from collections.abc import Collection, Iterator

from vedette.understand.light.forms import Case, NameKind
from vedette.understand.light.running import Row
from vedette.understand.light.sentences import Word
from vedette.understand.slavic.entity_words import EntityWords

Stretch = tuple[int, int]
_LONGEST = 4
_NO_NAMES = frozenset({"pronoun", "adverb", "verb", "numeral", "particle", "gerund", "infinitive", "predicative"})
_ENDINGS = ("енко", "чук", "ський", "цький", "ський", "ук", "юк", "ич", "ов", "ев", "єв", "ін", "ский", "цкий", "ко",
            "ян", "швілі", "швили", "дзе", "енка", "ського", "цького", "енком", "енку", "ова", "єва", "іна", "ська",
            "чука", "юка", "ука")  # fmt: skip


def full_names(row: Row) -> Iterator[Stretch]:
    """Іван Коваль, Коваль Іван Петрович, О. М. Коваль, Коваль О.М."""
    at = 0
    while at < len(row):
        last = _with_initials(row, at) or _several(row, at)
        if last is None:
            at += 1
            continue
        yield at, last
        at = last


def _several(row: Row, first: int) -> int | None:
    """Two to four names in a row, one of them a given name or a patronymic."""
    if not _is_name_word(row.words[first]):
        return None
    last = first + 1
    while last < row.closes[first] and last - first < _LONGEST and _goes_on(row, last):
        last += 1
    while last - first > 1:
        kinds = [_kinds(word) for word in row.words[first:last]]
        if _make_a_name(kinds, row.words[first:last], opens=row.opens[first] == first):
            return last
        last -= 1
    return None


def _goes_on(row: Row, last: int) -> bool:
    """Another word of a name, on the same line."""
    gap = row.parse.text[row.words[last - 1].end : row.words[last].start]
    return "\n" not in gap and _is_name_word(row.words[last])


def _make_a_name(kinds: list[frozenset[NameKind]], words: tuple[Word, ...], *, opens: bool) -> bool:
    if len(kinds) > 3 or not _agree(words):
        return False
    given = [number for number, kind in enumerate(kinds) if "given" in kind]
    if any("patronymic" in kind for kind in kinds[1:]):
        return bool(given) or len(kinds) == 3
    if not given:
        return len(kinds) == 2 and not opens and _is_foreign(words[0]) and _is_surname(words[1])
    if len(kinds) > 2:
        return given[0] == 0 and all(_is_surname(word) for word in words[1:])
    if given[0] == 0:
        plain = words[0].form.name is None and opens
        return not plain or "surname" in kinds[1]
    return "surname" in kinds[0] or (not opens and _is_surname(words[0]))


def _is_foreign(word: Word) -> bool:
    """A name that the dictionary does not know: "Усман"."""
    return not any(form.listed for form in word.forms) or "surname" in _kinds(word)


def _is_surname(word: Word) -> bool:
    return "surname" in _kinds(word) or word.lower.endswith(_ENDINGS) or not any(form.listed for form in word.forms)


def _agree(words: tuple[Word, ...]) -> bool:
    """In one case, as far as the dictionary knows them."""
    common: set[Case | None] | None = None
    for word in words:
        cases = {form.case for form in word.forms if form.name is not None or form.pos in {"noun", "adjective"}}
        if not cases or not any(form.listed for form in word.forms):
            continue
        common = cases if common is None else common & cases
    return common is None or bool(common)


def _kinds(word: Word) -> frozenset[NameKind]:
    return frozenset(form.name for form in word.forms if form.name is not None)


def _is_name_word(word: Word) -> bool:
    return (
        word.is_capital
        and word.is_word
        and not word.is_upper
        and "\u0400" <= word.text[0] <= "\u052f"
        and (len(word.text) > 1 and word.pos not in {"preposition", "conjunction"})
    )


def _with_initials(row: Row, first: int) -> int | None:
    """О. М. Коваль; Коваль О.М."""
    after = _initials(row, first)
    if after > first:
        if after < row.closes[first] and _is_name_word(row.words[after]):
            return after + 1
        return None
    if not _is_name_word(row.words[first]) or not _is_surname(row.words[first]):
        return None
    after = _initials(row, first + 1) if first + 1 < row.closes[first] else first + 1
    return after if after > first + 1 else None


def _initials(row: Row, first: int) -> int:
    """The end of one or two initials that begin here."""
    at = first
    while at + 1 < row.closes[first] and at - first < 4:
        letter, dot = row.words[at], row.words[at + 1]
        if len(letter.text) == 2 and letter.text[1] == "." and letter.is_capital:
            at += 1
        elif len(letter.text) == 1 and letter.is_capital and dot.text == ".":
            at += 2
        else:
            break
    return at


def single_names(row: Row, words: EntityWords, known: Collection[str]) -> Iterator[tuple[int, int, float]]:
    """One capitalised word, and how sure it is a person's: a surname told in full elsewhere (`known`, lemmas), a given
    name, what stands behind a title or before "сказав"."""
    for at, word in enumerate(row.words):
        if not _is_name_word(word) or len(word.text) < 3:
            continue
        if word.form.pos in _NO_NAMES or word.may_be("pronoun"):
            continue
        opens = row.opens[at] == at or (row.before(at) is not None and not row.words[at - 1].is_word)
        kinds = _kinds(word)
        before, after = row.before(at), row.after(at + 1)
        titled = before is not None and not before.is_capital and not words.titles.isdisjoint(before.lemmas)
        says = after is not None and not words.saying.isdisjoint(after.lemmas)
        score = 0.0
        score += 2.0 if known and not word.lemmas.isdisjoint(known) else 0.0
        score += 1.0 if "given" in kinds or "patronymic" in kinds else 0.0
        score += 0.8 if "surname" in kinds else 0.0
        score += 0.5 if not any(form.listed for form in word.forms) and word.lower.endswith(_ENDINGS) else 0.0
        score += 1.0 if titled else 0.0
        score += 0.5 if says else 0.0
        score -= 1.0 if opens and _is_common(word) else 0.0
        if score > 0:
            yield at, at + 1, score


def _is_common(word: Word) -> bool:
    return any(form.listed and form.name is None for form in word.forms)
