"""What kind of act a statement is, how sure its holder is, and under which condition."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from vedette.model.statement import Certainty, Kind
from vedette.understand.lexicon import load
from vedette.understand.light.sentences import Word

_ORDER: tuple[Certainty, ...] = ("unconfirmed", "possible", "probable", "confirmed")
_SETTLED: dict[str, Kind] = {
    "denial": "denial",
    "admission": "admission",
    "threat": "threat",
    "speculation": "speculation",
    "intent": "intent",
    "call": "call",
    "question": "question",
    "prediction": "prediction",
}
_LONGEST_CONDITION = 30
Sequences = tuple[tuple[str, ...], ...]
ByFirst = dict[str, Sequences]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Words:
    certainty: dict[Certainty, tuple[frozenset[str], ByFirst]]
    conditions: ByFirst
    then: frozenset[str]
    believing: frozenset[str]
    may: frozenset[str]
    hearsay: frozenset[str]
    kinds: dict[str, frozenset[str]]
    platforms: dict[str, str]


@cache
def _words(language: str) -> _Words:
    raw = load(language, "modality")
    return _Words(
        certainty={level: _split(raw["certainty"][level]) for level in _ORDER},
        conditions=_by_first(_sequences(f"{raw['condition']['markers']} {raw['condition']['phrases']}")),
        then=frozenset(raw["condition"]["then"].split()),
        believing=frozenset(raw["condition"]["believing"].split()),
        may=frozenset(raw["condition"]["may"].split()),
        hearsay=frozenset(raw["hearsay"]["words"].split()),
        kinds={name: frozenset(words.split()) for name, words in raw["kinds"].items()},
        platforms={word: name for name, words in raw["platforms"].items() for word in words.split()},
    )


def _sequences(words: str) -> Sequences:
    return tuple(tuple(each.split("_")) for each in words.split())


def _by_first(sequences: Sequences) -> ByFirst:
    found: dict[str, list[tuple[str, ...]]] = {}
    for sequence in sequences:
        found.setdefault(sequence[0], []).append(sequence)
    return {first: tuple(each) for first, each in found.items()}


def _split(words: str) -> tuple[frozenset[str], ByFirst]:
    found = _sequences(words)
    single = frozenset(each[0] for each in found if len(each) == 1)
    return single, _by_first(tuple(each for each in found if len(each) > 1))


def certainty_of(words: Sequence[Word], act: str, language: str) -> Certainty:
    """The weakest hedge decides; a denial is a denial."""
    if act == "denial":
        return "denied"
    levels = _words(language).certainty
    for level in _ORDER:
        single, sequences = levels[level]
        if any(word.lower in single or word.lemma in single for word in words):
            return level
        if any(_opened(words, at, sequences) for at in range(len(words))):
            return level
    return "possible" if act == "speculation" else "asserted"


def is_hearsay(words: Sequence[Word], language: str) -> bool:
    """ "Говорят, что": a plural that nobody is the subject of."""
    told = _words(language).hearsay
    return any(word.lower in told for word in words)


def _opened(words: Sequence[Word], at: int, sequences: ByFirst) -> tuple[str, ...] | None:
    """The sequence that stands at a word, if one does."""
    for first in (words[at].lower, words[at].lemma):
        for sequence in sequences.get(first, ()):
            if _holds(words, at, sequence):
                return sequence
    return None


def _holds(words: Sequence[Word], at: int, sequence: tuple[str, ...]) -> bool:
    part = words[at : at + len(sequence)]
    return len(part) == len(sequence) and all(
        word.lower == told or word.lemma == told for word, told in zip(part, sequence, strict=True)
    )


def find_condition(words: Sequence[Word], language: str) -> tuple[int, int] | None:
    """Indices into `words` (end exclusive) of the first condition: from its conjunction to the comma that ends it."""
    known = _words(language)
    for at in range(len(words)):
        sequence = _opened(words, at, known.conditions)
        if sequence is None:
            continue
        end = at + len(sequence)
        if any(not known.believing.isdisjoint(word.lemmas) for word in words[end : end + 2]):
            continue
        while end < min(len(words), at + _LONGEST_CONDITION):
            following = words[end + 1].lower if end + 1 < len(words) else ""
            if words[end].text in ",.;—–" and not (
                words[end].text == "," and following in {"что", "що", "который", "який"}
            ):
                break
            if words[end].lower in known.then or (len(sequence) > 1 and _is_subject(words[end])):
                break
            end += 1
        return (at, end) if end > at + len(sequence) else None
    return None


def _is_subject(word: Word) -> bool:
    """ "В случае удара | мы ответим"."""
    return word.pos == "pronoun" and any(form.case == "nominative" and form.person for form in word.forms)


def kind_of(
    words: Sequence[Word], act: str, language: str, *, attributed: bool, conditional: bool, witness: bool
) -> Kind:
    """The act of the cue, unless what is said itself threatens, asks, calls or foretells."""
    if act in _SETTLED:
        return _SETTLED[act]
    kinds = _words(language).kinds
    lemmas = {word.lemma for word in words} | {word.lower for word in words}
    future = any(form.tense == "futr" for word in words for form in word.forms[:1])
    own = attributed and not witness
    forceful = bool(lemmas & kinds["force"])
    if own and forceful and future and (conditional or act == "warning") and lemmas & kinds["own"]:
        return "threat"
    if act == "warning":
        return "prediction" if future else "claim"
    if words and words[-1].text == "?":
        return "question"
    if own and lemmas & kinds["obligation"]:
        return "call"
    if future:
        return "intent" if own and lemmas & kinds["own"] else "prediction"
    if attributed and _may_be(words, _words(language).may):
        return "prediction"
    if act == "judgement" or lemmas & kinds["evaluation"]:
        return "judgement"
    if own and lemmas & kinds["own"] and lemmas & kinds["adverse"]:
        return "admission"
    if act == "claim":
        return "claim"
    return "report" if witness or not attributed else "claim"


def _may_be(words: Sequence[Word], may: frozenset[str]) -> bool:
    """ "Враг может ударить": what may come; not "мог ударить", which may have been, nor "не может"."""
    for at, word in enumerate(words):
        if word.form.tense != "pres" or word.lemma not in may or (at and words[at - 1].lower in {"не", "ні"}):
            continue
        if any(each.pos == "infinitive" for each in words[at + 1 : at + 5]):
            return True
    return False


def is_witness(words: Sequence[Word], language: str) -> bool:
    """Pollsters, agencies, outlets and observers report where a party claims."""
    told = _words(language).kinds["witnesses"]
    return any(word.lemma in told or word.lower in told or word.pos == "latin" for word in words)


def platform_of(word: Word, language: str) -> str | None:
    """What carries words: "в своём телеграм-канале" is Telegram."""
    platforms = _words(language).platforms
    name = platforms.get(word.lemma) or platforms.get(word.lower)
    return {"x": "X", "vk": "VKontakte", "youtube": "YouTube"}.get(name, name.capitalize()) if name else None
