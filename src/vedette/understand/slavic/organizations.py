"""Names of bodies in a Ukrainian or Russian text: legal forms, quotation marks, institutions, abbreviations."""

import re
from collections.abc import Iterator

from vedette.understand.light.running import Row
from vedette.understand.light.sentences import Word
from vedette.understand.slavic.entity_words import EntityWords

Stretch = tuple[int, int]
_OPENING, _CLOSING = frozenset('«“„"'), frozenset('»”"“')
_LONGEST_QUOTED, _LONGEST_NAME = 14, 14
_ACRONYM = re.compile(r"[А-ЯІЇЄҐЁ][А-ЯІЇЄҐЁа-яіїєґё]{0,2}[А-ЯІЇЄҐЁ]{1,6}")
_ROMAN = re.compile(r"[IVXLCDMІХ]+")
_LATIN = re.compile(r"[A-Z][A-Za-z0-9&-]+")
_ABOUT = frozenset({"з", "із", "по", "у", "в", "при", "від", "для", "с", "за", "со"})
_OF_STATE = frozenset({"україни", "рф", "сша", "росії", "украины", "россии", "білорусі", "беларуси"})
_MIXED = re.compile(r"[А-ЯІЇЄҐЁ][а-яіїєґё]+[А-ЯІЇЄҐЁ]{2,}")
_AND = frozenset({"та", "і", "й", "и"})


def legal_bodies(row: Row, words: EntityWords) -> Iterator[Stretch]:
    """ТОВ «Липова»: the form with the whole of what is quoted."""
    for at in range(len(row)):
        if not _is_form(row, at, words):
            continue
        start = at + 1
        while start < row.closes[at] and start - at < 5 and _is_of_form(row.words[start], words):
            start += 1
        if start < row.closes[at] and row.words[start].text in _OPENING:
            end = closing(row, start)
            if end is not None:
                yield at, end + 1


def _is_form(row: Row, at: int, words: EntityWords) -> bool:
    """A legal form, or what stands like one before quotation marks: СФГ «…»."""
    text = row.words[at].text
    if text in words.legal_forms:
        return True
    after = row.after(at + 1)
    acronym = _ACRONYM.fullmatch(text) is not None and text not in words.not_bodies
    return acronym and after is not None and after.text in {"«", "“", "„"}


def _is_of_form(word: Word, words: EntityWords) -> bool:
    """ "ТОВ фірма «…»", "ТОВ Будівельна компанія «…»"."""
    return word.is_capital or word.pos == "adjective" or not words.bodies.isdisjoint(word.lemmas)


def closing(row: Row, opening: int) -> int | None:
    """Where the quotation marks that open here close, those inside them counted."""
    depth = 0
    straight = row.words[opening].text == '"'
    for at in range(opening, min(row.closes[opening], opening + _LONGEST_QUOTED + 2)):
        text = row.words[at].text
        if straight:
            if text == '"' and at > opening:
                return at
        elif text in "«„" or (text == "“" and at == opening):
            depth += 1
        elif text in "»”“":
            depth -= 1
            if depth == 0:
                return at
            if text == "»" and not any(word.text == "»" for word in row.words[at + 1 : at + 2]):
                return at
    return None


def quoted_bodies(row: Row, words: EntityWords) -> Iterator[Stretch]:
    """«Липова» after "компанія", or alone with a capital; no titles of works, no sentences."""
    at = 0
    while at < len(row):
        if row.words[at].text not in _OPENING:
            at += 1
            continue
        end = closing(row, at)
        if end is None or end == at + 1:
            at += 1
            continue
        if _is_name(row, at, end, words):
            yield at + 1, end
        at = end + 1


def _is_name(row: Row, opening: int, end: int, words: EntityWords) -> bool:
    inside = row.words[opening + 1 : end]
    if not (inside[0].is_capital or inside[0].text[0].isdigit()) or len(inside) > _LONGEST_QUOTED:
        return False
    before = row.before(opening)
    lemmas = before.lemmas if before is not None else frozenset()
    if not words.bodies.isdisjoint(lemmas) or not words.heads.isdisjoint(lemmas):
        return True
    if not _is_of_business(row, words):
        return False
    if not words.works.isdisjoint(lemmas | inside[0].lemmas) or any(
        word.form.pos in {"verb", "conjunction"} for word in inside[1:]
    ):
        return False
    return len(inside) <= 4 and (before is not None and before.text not in {":", "—", "–"}) and inside[-1].text not in {
        "!", "?", ".", "…", ",",
    }  # fmt: skip


def _is_of_business(row: Row, words: EntityWords) -> bool:
    """Whether the text tells of companies: elsewhere a name in quotation marks is a title or a saying."""
    return any(word.text in words.legal_forms for word in row.words)


def institutions(row: Row, words: EntityWords) -> Iterator[Stretch]:
    """Міністерство оборони України, Липівської міської ради, Головного управління юстиції у … області."""
    for at, word in enumerate(row.words):
        if words.heads.isdisjoint(word.lemmas) or not word.may_be("noun", "unknown"):
            continue
        first = _start(row, at)
        if not row.said.capital[first]:
            continue
        opens = row.opens[at] == first
        last = _end(row, at)
        if opens and first == at and last == at + 1:
            continue
        if last - first > 1 or (word.is_capital and not opens):
            yield first, last


def _start(row: Row, head: int) -> int:
    """Back over adjectives that agree with it to the first that has a capital."""
    first = head
    best = head
    while first - 1 >= row.opens[head] and head - first < 6:
        word = row.words[first - 1]
        if word.lower in _AND or word.text == "," or word.text == "-":
            if best == head or not row.words[first - 2].may_be("adjective"):
                break
        elif not (word.may_be("adjective", "participle") and _agrees(word, row.words[head])):
            break
        first -= 1
        if word.is_capital:
            best = first
    return best


def _agrees(adjective: Word, noun: Word) -> bool:
    cases = {(form.case, form.number) for form in noun.forms}
    return any((form.case, form.number) in cases for form in adjective.forms if form.pos != "noun")


def _end(row: Row, head: int) -> int:
    """On over what stands in the genitive, "з питань …", "у Липівській області" and a name in quotation marks."""
    last = at = head + 1
    closes = min(row.closes[head], head + _LONGEST_NAME)
    while at < closes:
        word = row.words[at]
        if word.text in _OPENING and at == last:
            end = closing(row, at)
            return end + 1 if end is not None and row.said.capital[at + 1 if at + 1 < len(row) else at] else last
        if _is_genitive(word) and word.pos in {"noun", "adjective", "participle", "unknown"}:
            at += 1
            if word.may_be("noun", "unknown"):
                last = at
            continue
        following = row.words[at + 1] if at + 1 < closes else None
        if following is None or at != last:
            break
        if word.lower in _AND and at > head + 1 and _is_genitive(following) and not following.is_capital:
            at += 1
        elif word.lower in _ABOUT and _is_of_office(row, at, closes):
            at, last = _office(row, at, closes)
            if at == last:
                break
        else:
            break
    return last


def _is_genitive(word: Word) -> bool:
    return any(form.case == "genitive" for form in word.forms) or (word.is_upper and word.pos == "unknown")


def _is_of_office(row: Row, at: int, closes: int) -> bool:
    """ "з питань", "у Липівській області"."""
    following = row.words[at + 1]
    if "питання" in following.lemmas or "вопрос" in following.lemmas:
        return True
    unit = row.words[at + 2] if at + 2 < closes else None
    return (
        following.is_capital
        and unit is not None
        and bool(unit.lemmas & {"область", "район", "місто", "край", "округ", "обл."})
    )


def _office(row: Row, at: int, closes: int) -> tuple[int, int]:
    if row.words[at + 1].is_capital:
        return at + 3, at + 3
    end = at + 2
    while end < closes and _is_genitive(row.words[end]):
        end += 1
    return end, end


def abbreviated(row: Row, words: EntityWords) -> Iterator[Stretch]:
    """СБУ, Мінфін, Укравтодор."""
    for at, word in enumerate(row.words):
        if not word.is_capital or word.text in words.not_bodies or word.text in words.legal_forms:
            continue
        opens = row.opens[at] == at
        if _is_acronym(row, at):
            yield _with_place(row, at)
        elif _MIXED.fullmatch(word.text) or (not opens and len(word.text) > 5 and _is_blend(word, words)):
            yield at, at + 1
        elif not opens and _LATIN.fullmatch(word.text) and len(word.text) > 2:
            last = at + 1
            while last < row.closes[at] and _LATIN.fullmatch(row.words[last].text):
                last += 1
            yield at, last


def _with_place(row: Row, at: int) -> Stretch:
    """ "Липівської ОДА", "НАН України"."""
    first, last = at, at + 1
    before, after = row.before(at), row.after(at + 1)
    if before is not None and before.is_capital and not before.is_upper and before.pos == "adjective":
        first = at - 1
    if after is not None and after.lower in _OF_STATE:
        last = at + 2
    return first, last


def _is_acronym(row: Row, at: int) -> bool:
    text = row.words[at].text
    return bool(_ACRONYM.fullmatch(text)) and not _ROMAN.fullmatch(text) and not _is_shouted(row, at)


def _is_blend(word: Word, words: EntityWords) -> bool:
    text = word.text
    stem = next((text[len(each) :] for each in words.beginnings if text.startswith(each)), None)
    if stem is None or any(form.listed and form.pos == "adjective" for form in word.forms):
        return False
    if text.startswith(("Мін", "Мин", "Держ", "Гос")) and not any(form.listed for form in word.forms):
        return True
    lower = text.lower()
    cut = [lower, *(lower[:-length] for length in (1, 2) if len(lower) > 6)]
    return any(each.endswith(words.endings) for each in cut)


def _is_shouted(row: Row, index: int) -> bool:
    long = [word for word in row.words[row.opens[index] : row.closes[index]] if word.is_word and len(word.text) > 3]
    return len(long) > 1 and all(word.is_upper for word in long)
