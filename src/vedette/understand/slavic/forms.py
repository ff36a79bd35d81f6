"""What a Ukrainian or Russian word may be: its dictionary forms, with case, number and the rest, by pymorphy3."""

from functools import cache, lru_cache
from importlib import import_module
from typing import Any

from vedette.understand.light.forms import UNREADABLE, Case, Form, Gender, NameKind, PartOfSpeech

_PARTS: dict[str, PartOfSpeech] = {
    "NOUN": "noun", "ADJF": "adjective", "ADJS": "adjective", "COMP": "adjective", "VERB": "verb",
    "INFN": "infinitive", "PRTF": "participle", "PRTS": "participle", "GRND": "gerund", "NUMR": "numeral",
    "ADVB": "adverb", "NPRO": "pronoun", "PRED": "predicative", "PREP": "preposition", "CONJ": "conjunction",
    "PRCL": "particle", "INTJ": "interjection",
}  # fmt: skip
_CASES: dict[str, Case] = {
    "nomn": "nominative", "gent": "genitive", "gen1": "genitive", "gen2": "genitive", "datv": "dative",
    "accs": "accusative", "acc2": "accusative", "ablt": "instrumental", "loct": "locative", "loc1": "locative",
    "loc2": "locative", "voct": "vocative",
}  # fmt: skip
_GENDERS: dict[str, Gender] = {"masc": "masculine", "femn": "feminine", "neut": "neuter"}
_TENSES = ("past", "pres", "futr", "impr")
_NAMES: dict[str, NameKind] = {
    "Name": "given", "Surn": "surname", "Patr": "patronymic", "Geox": "place", "Orgn": "organization",
}  # fmt: skip
_MOST_FORMS = 8
_CACHED = 200_000
_LONGEST_WORD = 60
_APOSTROPHES = str.maketrans({"’": "'", "ʼ": "'", "`": "'", "‘": "'", "\u0301": None})


@lru_cache(maxsize=_CACHED)
def forms_of(lower: str, language: str) -> tuple[Form, ...]:
    """The readings of a word in small letters, the likeliest first; never empty."""
    if len(lower) > _LONGEST_WORD:
        return UNREADABLE
    found: dict[Form, None] = {}
    for parse in _analyser(language).parse(lower.translate(_APOSTROPHES))[:_MOST_FORMS]:
        found[_form(parse)] = None
    clipped = language == "uk" and lower.endswith(("ть", "ться"))
    return tuple(sorted(found, key=lambda form: _is_unlikely(form, clipped=clipped))) or UNREADABLE


def _is_unlikely(form: Form, *, clipped: bool) -> bool:
    """ "Захоплено" is a deed far more often than an adverb; a vocative stands in no report; and "захопить" is what will
    be done, not the `clipped` infinitive of songs."""
    if clipped and form.pos == "infinitive":
        return True
    return form.case == "vocative" or (form.pos == "adverb" and form.lemma.endswith(("но", "то")))


def _form(parse: Any) -> Form:
    grammemes = parse.tag.grammemes
    pos = _PARTS.get(str(parse.tag.POS), "unknown")
    tense = next((each for each in _TENSES if each in grammemes), None)
    impersonal = "Impe" in grammemes or ("PRTS" in grammemes and "neut" in grammemes)
    if pos == "verb" and tense is None and not impersonal:
        pos = "infinitive"  # the Ukrainian dictionary calls both a verb
    if pos == "adjective" and "pssv" in grammemes:
        pos = "participle"
    gender = next((_GENDERS[each] for each in _GENDERS if each in grammemes), None)
    return Form(
        lemma=parse.normal_form,
        pos=pos,
        case=next((_CASES[each] for each in _CASES if each in grammemes), None),
        number="plural" if "plur" in grammemes else "singular" if "sing" in grammemes or gender else None,
        gender=gender,
        animate=True if "anim" in grammemes else False if "inan" in grammemes else None,
        tense=tense,
        perfective=True if "perf" in grammemes else False if "impf" in grammemes else None,
        passive="pssv" in grammemes,
        impersonal=impersonal,
        person=next((int(each[0]) for each in ("1per", "2per", "3per") if each in grammemes), None),
        name=next((_NAMES[each] for each in _NAMES if each in grammemes), None),
        listed=bool(parse.is_known),
    )


@cache
def _analyser(language: str) -> Any:
    """One a process: it takes half a second to load."""
    return import_module("pymorphy3").MorphAnalyzer(lang=language)


@lru_cache(maxsize=_CACHED)
def nominative(lower: str, case: str, gender: str | None, language: str) -> str:
    """The nominative of a word that stands in `case`, of the same number, and of the `gender` where it has one in that
    case; the word itself where the dictionary cannot say."""
    if len(lower) > _LONGEST_WORD:
        return lower
    fitting = [
        parse
        for parse in _analyser(language).parse(lower.translate(_APOSTROPHES))[:_MOST_FORMS]
        if _CASES.get(str(parse.tag.case)) == case
    ]
    same = [parse for parse in fitting if _GENDERS.get(str(parse.tag.gender)) == gender]
    for parse in (*same, *fitting):
        made = parse.inflect({"nomn"})
        if made is not None:
            return str(made.word)
    return lower
