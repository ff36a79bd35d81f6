"""Rules of a language compiled to regular expressions over classes of tokens.

Every set of classes a token may have is written as one private-use character, so a rule runs over a text of one
character a token. The rules themselves are data: `lexicon/{language}/times.toml`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from vedette.understand.times.tokens import Token, Vocabulary, times_of

_PIECE = re.compile(r"\(\?[:=!]|\(\?<[=!]|[()?|]|\{(\w[\w|:]*)\}|<(\w+)>|([\w'’]+)")
_OTHER = "."
_FIRST_SYMBOL = 0xE000


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """`needs` names captures or words of which one must be there; `skip` leading words that stay outside the span."""

    make: str
    pattern: re.Pattern[str]
    names: tuple[tuple[str, str], ...]
    needs: tuple[str, ...] = ()
    skip: frozenset[str] = frozenset()
    value: str | None = None


@dataclass(slots=True)
class Found:
    """A rule's match. `captured` holds what the tokens mean under the rule's names."""

    rule: Rule
    first: int
    last: int
    captured: dict[str, Any]


class Grammar:
    def __init__(self, language: str) -> None:
        lexicon = times_of(language)
        self._macros: dict[str, str] = lexicon["macros"]
        patterns = [rule["pattern"] for rule in lexicon["rule"]] + list(self._macros.values())
        wanted = [
            name
            for p in patterns
            for group in re.findall(r"\{([^}]*)\}", p)
            for name in group.split(":")[-1].split("|")
        ]
        literals = {word.lower() for p in patterns for *_, word in _PIECE.findall(p) if word}
        literals |= {name[2:] for name in wanted if name.startswith("w_")}
        self.vocabulary = Vocabulary(language, frozenset(literals))
        self._symbols: dict[frozenset[str], str] = {}
        for kind in self.vocabulary.kinds():
            self._symbols.setdefault(kind, chr(_FIRST_SYMBOL + len(self._symbols)) if kind else _OTHER)
        self._of_class: dict[str, set[str]] = {}
        for kind, symbol in self._symbols.items():
            for each in kind:
                self._of_class.setdefault(each, set()).add(symbol)
        self.rules = tuple(self._rule(raw) for raw in lexicon["rule"])

    def _rule(self, raw: dict[str, Any]) -> Rule:
        names: list[tuple[str, str]] = []
        source = "".join(self._compile(raw["pattern"], names))
        return Rule(
            make=raw["make"],
            pattern=re.compile(source),
            names=tuple(names),
            needs=tuple(raw.get("needs", ())),
            skip=frozenset(raw.get("skip", ())),
            value=raw.get("value"),
        )

    def _compile(self, pattern: str, names: list[tuple[str, str]]) -> Iterator[str]:
        for piece in _PIECE.finditer(pattern):
            group, macro, word = piece.groups()
            if macro:
                yield from self._compile(self._macros[macro], names)
            elif group:
                name, _, classes = group.rpartition(":")
                options = tuple(classes.split("|"))
                names.append((name or options[0], "|".join(options)))
                yield f"({self._any(options)})"
            elif word:
                yield self._any((f"w_{word.lower()}",))
            else:
                yield piece[0]

    def _any(self, classes: tuple[str, ...]) -> str:
        symbols = "".join(sorted(set().union(*(self._of_class.get(each, ()) for each in classes))))
        if not symbols:
            raise ValueError(f"no word is of class {classes}")
        return f"[{symbols}]"

    def find(self, tokens: list[Token]) -> list[Found]:
        """Matches in order, none overlapping: the longest first, then the earlier rule."""
        line = "".join(
            self._symbols.get(frozenset(token.classes), _OTHER) if token.classes else _OTHER for token in tokens
        )
        candidates = [
            (match.start() - match.end(), order, match)
            for order, rule in enumerate(self.rules)
            for match in rule.pattern.finditer(line)
        ]
        candidates.sort(key=lambda c: (c[0], c[1]))
        taken = bytearray(len(tokens))
        found: list[Found] = []
        for _, order, match in candidates:
            if any(taken[match.start() : match.end()]):
                continue
            one = self._read(self.rules[order], match, tokens)
            if one is not None:
                taken[one.first : one.last] = b"\x01" * (one.last - one.first)
                found.append(one)
        return sorted(found, key=lambda one: one.first)

    def _read(self, rule: Rule, match: re.Match[str], tokens: list[Token]) -> Found | None:
        captured: dict[str, Any] = {}
        for index, (name, classes) in enumerate(rule.names, 1):
            at = match.start(index)
            if at >= 0 and name not in captured:
                options = tokens[at].classes
                captured[name] = next(options[c] for c in classes.split("|") if c in options)
        first, last = match.span()
        if first < last and tokens[first].text in rule.skip:
            first += 1
        words = {f"w_{token.text}" for token in tokens[first:last]}
        if first == last or (rule.needs and not any(n in captured or n in words for n in rule.needs)):
            return None
        return Found(rule, first, last, captured)


@cache
def grammar(language: str) -> Grammar:
    return Grammar(language)
