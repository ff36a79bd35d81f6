"""What a language's lexicon says of the words around a deed."""

from dataclasses import dataclass
from functools import cache

from vedette.understand.lexicon import load


@dataclass(frozen=True, slots=True, kw_only=True)
class FactualityWords:
    """Dictionary forms. `achieving` to `tried` govern a deed, `failed` says what became of an attempt, `hindering`
    hinders with a "not" before it; `whether` to `wish` open its clause; `conditions` begin with `by_first`."""

    negation: frozenset[str]
    none: frozenset[str]
    achieving: frozenset[str]
    possible: frozenset[str]
    wanted: frozenset[str]
    obliged: frozenset[str]
    averting: frozenset[str]
    hindering: frozenset[str]
    tried: frozenset[str]
    carrying: frozenset[str]
    verbal: frozenset[str]
    failed: frozenset[str]
    future: frozenset[str]
    unsure: frozenset[str]
    never: frozenset[str]
    purpose: frozenset[str]
    whether: frozenset[str]
    asking: frozenset[str]
    until: frozenset[str]
    wish: frozenset[str]
    would: frozenset[str]
    seeming: frozenset[str]
    believing: frozenset[str]
    asked: frozenset[str]
    evidence: frozenset[str]
    unknown: frozenset[str]
    false: frozenset[str]
    that: frozenset[str]
    conditions: tuple[tuple[str, ...], ...]

    @property
    def governing(self) -> frozenset[str]:
        verbs = self.achieving | self.possible | self.wanted | self.obliged
        return verbs | self.averting | self.hindering | self.tried | self.future


@cache
def factuality_words(language: str) -> FactualityWords:
    raw, condition = load(language, "factuality"), load(language, "modality")["condition"]
    clause, evidence = raw["clause"], raw["evidence"]
    above = {name: _set(words) for name, words in raw["above"].items()}
    return FactualityWords(
        negation=_set(raw["negation"]),
        none=_set(raw["none"]),
        unsure=_set(raw["beside"]["possible"]),
        never=_set(raw["beside"]["never"]),
        evidence=_set(evidence["words"]),
        unknown=_set(evidence["unknown"]),
        false=_set(evidence["false"]),
        that=_set(evidence["that"]),
        believing=_set(condition["believing"]),
        conditions=tuple(tuple(each.split("_")) for each in f"{condition['markers']} {condition['phrases']}".split()),
        **above,
        **{name: _set(words) for name, words in clause.items()},
    )


@cache
def governing(language: str) -> frozenset[str]:
    return factuality_words(language).governing


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())
