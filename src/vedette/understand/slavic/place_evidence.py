"""How likely a capitalised name is to stand for a place: the signs for and against it, weighed by hand."""

from collections.abc import Sequence
from itertools import pairwise

from vedette.model.watch import Watch
from vedette.understand.light.forms import Form
from vedette.understand.light.running import Row
from vedette.understand.light.sentences import Word
from vedette.understand.place_names import Toponym
from vedette.understand.slavic.place_words import PlaceWords
from vedette.understand.slavic.toponyms import is_shouted

ACCEPTED = 0.0
SURE = 1.5
_GREAT = frozenset({"country", "admin1", "region", "water", "site"})
_PERSONAL = frozenset({"given", "surname", "patronymic"})
_OPENING_QUOTES = frozenset('«“„"')
_TOWN, _CITY = 5_000, 50_000
_REACH = 5
# As logits.
_UNLISTED, _KNOWN, _KNOWN_TOWN, _KNOWN_CITY, _KNOWN_GREAT = -1.5, 0.4, 1.2, 2.2, 2.6
_MADE_OF, _KIND, _STRONG, _LOCATIVE, _TAKING = 2.5, 4.0, 2.5, 1.2, 1.8
_ABROAD, _NEW = -1.0, 0.5
_PLAIN_FIRST, _NOUN_FIRST, _COMMON, _CAPITALS = -2.0, -0.8, -3.5, -3.0
_ATTRIBUTE, _LEADS, _SIGNED, _GIVEN = -3.0, 0.5, -2.5, -1.3
_PERSON, _SURNAME, _TITLE, _OWNED, _QUOTED, _NAMED_ON = -3.0, -0.8, -3.0, -3.0, -2.0, -0.8
_OF_NAME = -5.0
_LISTED, _FOLLOWED, _AGAIN, _PLACE_TAG = 2.0, 0.5, 1.0, 1.0


def weigh(row: Row, toponyms: Sequence[Toponym], words: PlaceWords, watch: Watch | None) -> list[Toponym]:
    """Those worth keeping, with their scores set."""
    for toponym in toponyms:
        toponym.score = _worth(row, toponym) + _name_itself(row, toponym, words) + _before(row, toponym, words)
        toponym.score += _behind(row, toponym, words) + _of_watch(toponym, watch)
    _join_lists(row, toponyms, words)
    sure = {toponym.folded for toponym in toponyms if toponym.score >= SURE and toponym.entries}
    for toponym in toponyms:
        if toponym.folded in sure and toponym.score < ACCEPTED:
            toponym.score += _AGAIN
    return [toponym for toponym in toponyms if toponym.score >= ACCEPTED]


def _worth(row: Row, toponym: Toponym) -> float:
    entries = toponym.entries
    if not entries:
        return _UNLISTED + _NEW * (not any(form.listed for form in row.words[toponym.first].forms))
    if toponym.kind in {"admin1", "admin2"}:
        return _MADE_OF
    if any(entry.kind in _GREAT or entry.capital for entry in entries):
        return _KNOWN_GREAT
    people = max(entry.population for entry in entries)
    return _KNOWN_CITY if people >= _CITY else _KNOWN_TOWN if people >= _TOWN else _KNOWN


def _of_watch(toponym: Toponym, watch: Watch | None) -> float:
    if watch is None or not any(entry.country in watch.countries for entry in toponym.entries):
        return 0.0
    return _FOLLOWED


def _name_itself(row: Row, toponym: Toponym, words: PlaceWords) -> float:
    word = row.words[toponym.first]
    score = 0.0
    single = toponym.name_end - toponym.first == 1
    opens = _opens(row, toponym.first)
    if single and _is_alone(row, toponym, words, opens=opens):
        pass
    elif single and not words.common.isdisjoint(word.lemmas):
        score += _COMMON
    elif single and opens and _is_plain(word):
        score += _PLAIN_FIRST
    elif single and opens and any(form.listed for form in word.forms) and not word.lower.endswith(words.endings):
        score += _NOUN_FIRST if _at_home(toponym, words) else _NOUN_FIRST + _ABROAD
    if single and word.is_upper and not is_shouted(row, toponym.first):
        great = any(entry.kind in _GREAT for entry in toponym.entries)
        score += 0.0 if great else _CAPITALS
    if single and word.form.name in _PERSONAL:
        score += _SURNAME
    if single and _is_given(word):
        score += _GIVEN
    if single and toponym.kind is None and _is_attribute(row, toponym, words):
        score += _ATTRIBUTE
    if single and _signs(row, toponym.first):
        score += _SIGNED
    if any(form.name == "place" for form in word.forms):
        score += _PLACE_TAG
    return score


def _is_alone(row: Row, toponym: Toponym, words: PlaceWords, *, opens: bool) -> bool:
    """ "Зелене захоплено", "взято Зелёное", "у Новому": an adjective with a capital and no noun, which is taken or gone
    to, can but name a place."""
    word, after = row.words[toponym.first], row.after(toponym.last)
    if not _at_home(toponym, words) or not toponym.entries or word.is_upper:
        return False
    if not any(form.pos == "adjective" and form.number == "singular" for form in word.forms):
        return False
    if after is not None and (after.is_capital or after.pos in {"noun", "adjective", "unknown", "number", "numeral"}):
        return False
    if after is not None and after.pos == "conjunction" and _shares_noun(row, toponym.last + 1):
        return False
    before = row.before(toponym.first)
    led = not opens and before is not None and before.lower in words.locative
    return led or _is_done_to(row, toponym, words)


def _shares_noun(row: Row, index: int) -> bool:
    """ "Старого та Нового Заповітів": the noun of both stands behind the second."""
    second, noun = row.after(index), row.after(index + 1)
    return second is not None and second.may_be("adjective") and noun is not None and noun.pos in {"noun", "unknown"}


def _is_done_to(row: Row, toponym: Toponym, words: PlaceWords) -> bool:
    """A word of taking right behind it, but for an adverb, or right before."""
    near = [row.after(toponym.last), row.before(toponym.first)]
    if near[0] is not None and near[0].pos == "adverb":
        near[0] = row.after(toponym.last + 1)
    said = {"під", "под"}
    return any(
        word is not None and (word.lower in said or (word.pos != "noun" and not words.taking.isdisjoint(word.lemmas)))
        for word in near
    )


def _is_attribute(row: Row, toponym: Toponym, words: PlaceWords) -> bool:
    """ "Чорноморського флоту": an adjective of the noun behind it, which is no stretch of a front and no site."""
    word, after = row.words[toponym.first], row.after(toponym.last)
    if after is None or after.is_capital or not after.may_be("noun") or after.may_be("preposition", "conjunction"):
        return False
    if not (words.directions | words.site_words).isdisjoint(after.lemmas):
        return False
    nouns = {(form.case, form.number, form.gender) for form in after.forms if form.pos == "noun"}
    return any((form.case, form.number, form.gender) in nouns for form in word.forms if form.pos == "adjective")


def _signs(row: Row, index: int) -> bool:
    """ "Місто знеструмлене, – Коваль": who said it, behind a dash at the end."""
    before, word = row.before(index), row.words[index]
    if before is None or before.text not in {"—", "–", "-"} or index + 1 < row.closes[index]:
        return False
    return index - row.opens[index] > _REACH and word.may_be("noun", "adjective") and word.form.case == "nominative"


def _at_home(toponym: Toponym, words: PlaceWords) -> bool:
    return not toponym.entries or any(entry.country in words.homelands for entry in toponym.entries)


def _opens(row: Row, first: int) -> bool:
    """Whether its capital may be that of a sentence."""
    before = row.before(first)
    return before is None or not (before.is_word or before.text[0].isdigit() or before.text in {",", "(", "-", "–"})


def _is_plain(word: Word) -> bool:
    """A word of the dictionary that is more than a noun: "Звільнено", "Нові", "Після"."""
    return any(_is_common(form) for form in word.forms)


def _is_common(form: Form) -> bool:
    return form.listed and form.name is None and form.pos not in {"noun", "unknown"}


def _before(row: Row, toponym: Toponym, words: PlaceWords) -> float:
    word = row.before(toponym.first)
    if word is None:
        return 0.0
    if word.text in _OPENING_QUOTES:
        owner = row.before(toponym.first, 2)
        if owner is None or words.before.keys().isdisjoint(owner.lemmas):
            return _QUOTED + _OWNED * (owner is not None and not words.owners.isdisjoint(owner.lemmas))
        return 0.0
    if not words.before.keys().isdisjoint({*word.lemmas, word.lower}):
        return _KIND
    if word.text == ":" and _announces(row.before(toponym.first, 2), words):
        return _KIND
    if word.is_capital and _is_country_of_name(row, toponym, word):
        return _OF_NAME
    if word.lower in words.strong or not words.parts.isdisjoint(word.lemmas):
        return _STRONG
    if word.lower in words.locative:
        return _LOCATIVE
    if word.is_capital and _is_given(word) and any(form.name == "surname" for form in row.words[toponym.first].forms):
        return _PERSON
    if _is_initial(row, toponym.first):
        return _PERSON
    if not words.titles.isdisjoint(word.lemmas):
        return _LEADS if _is_led(row, toponym, word) else _TITLE
    if not words.owners.isdisjoint(word.lemmas):
        return _LEADS if _is_led(row, toponym, word) else _OWNED
    if not words.taking.isdisjoint(word.lemmas):
        return _TAKING
    return 0.0


def _is_led(row: Row, toponym: Toponym, head: Word) -> bool:
    """ "мер Житомира", "завод Запоріжжя": a town in the genitive behind what is its own."""
    if max((entry.population for entry in toponym.entries), default=0) < _TOWN or head.text in _OPENING_QUOTES:
        return False
    cases = {form.case for form in row.words[toponym.last - 1].forms}
    return "genitive" in cases and (head.form.case != "genitive" or not toponym.entries)


def _announces(word: Word | None, words: PlaceWords) -> bool:
    """ "звільнено села: Липове, Вільху"."""
    return word is not None and not words.before.keys().isdisjoint(word.lemmas)


def _is_country_of_name(row: Row, toponym: Toponym, before: Word) -> bool:
    """ "Збройні Сили України": the end of a body's name."""
    genitive = any(form.case == "genitive" for form in row.words[toponym.first].forms)
    return genitive and before.may_be("noun") and any(entry.kind == "country" for entry in toponym.entries)


def _is_given(word: Word) -> bool:
    return any(form.name in {"given", "patronymic"} for form in word.forms)


def _is_initial(row: Row, first: int) -> bool:
    dot, letter = row.before(first), row.before(first, 2)
    return dot is not None and letter is not None and dot.text == "." and len(letter.text) == 1 and letter.is_capital


def _behind(row: Row, toponym: Toponym, words: PlaceWords) -> float:
    after = row.after(toponym.last)
    if after is None:
        return 0.0
    if _is_taken(row, toponym, words):
        return _TAKING
    if not after.is_capital or after.is_upper:
        return 0.0
    word = row.words[toponym.first]
    if _is_given(word) and any(form.name in _PERSONAL for form in after.forms):
        return _PERSON
    if _is_given(after):
        return _PERSON
    return _NAMED_ON if not toponym.entries else 0.0


def _is_taken(row: Row, toponym: Toponym, words: PlaceWords) -> bool:
    """ "Липове звільнено", "Липове повністю перейшло під контроль"."""
    common = not words.common.isdisjoint(row.words[toponym.first].lemmas)
    if common and not _is_alone(row, toponym, words, opens=_opens(row, toponym.first)):
        return False
    for word in row.words[toponym.last : min(row.closes[toponym.first], toponym.last + _REACH)]:
        if not words.taking.isdisjoint(word.lemmas):
            return True
        if word.is_capital or word.text in {",", ";", ":"}:
            return False
    return False


def _join_lists(row: Row, toponyms: Sequence[Toponym], words: PlaceWords) -> None:
    """ "Липова, Вільха та Гай": what stands in a list with a place is a place."""
    for pairs in (list(pairwise(toponyms)), [(later, earlier) for earlier, later in pairwise(toponyms)][::-1]):
        for one, other in pairs:
            earlier, later = (one, other) if one.first < other.first else (other, one)
            if later.first - earlier.last > 4 or row.opens[earlier.first] != row.opens[later.first]:
                continue
            listed = _unbracketed(row, earlier.last, later.first) in words.joints
            if listed and one.score >= SURE and other.score < one.score:
                other.score = min(one.score, other.score + _LISTED)


def _unbracketed(row: Row, first: int, last: int) -> str:
    """ "Липова (підтвердження), Вільха": what stands between names, without the brackets."""
    kept: list[str] = []
    depth = 0
    for text in row.said.lower[first:last]:
        depth += text == "("
        if depth == 0:
            kept.append(text)
        depth -= text == ")"
    return " ".join(kept).replace(" ,", ",")
