"""What a reader typed to search for, as words: whole where quoted, else with whatever ending they have in a text."""

import re
from dataclasses import dataclass

_PART = re.compile(r'"([^"]*)"|“([^”]*)”|«([^»]*)»|(\S+)')
_WORD = re.compile(r"[^\W_]+(?:['’ʼ][^\W_]+)*")
_CYRILLIC = re.compile(r"[а-яёіїєґў'’ʼ]+")
_ENDINGS = re.compile(
    r"(?:иями|ями|ами|ого|его|ому|ему|ими|ыми|іми|ою|ею|єю|ів|їв|ов|ев|єв|ий|ый|ій|ой|ей|ах|ях|ам|ям|ом|ем|єм|их|ых|іх"
    r"|(?:ов|ев|єв)(?:а|у|ом|ем|і|е|ы|и)|ая|яя|ої|ою|ую|юю|а|я|у|ю|і|ї|и|ы|о|е|є|й|ь)$"
)
_SHORTEST_STEM = 3
_SHORTEST_OPEN = 3
_MOST = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """Words that follow one another, in lower case. `open` is whether the last may go on."""

    words: tuple[str, ...]
    open: bool = False


def terms(typed: str) -> tuple[Term, ...]:
    """Each to be found, in any order. At most 32; what holds no letter and no digit is left out."""
    found = [term for match in _PART.finditer(typed) for term in _terms(match)][:_MOST]
    if found and not typed.rstrip().endswith(('"', "”", "»")):
        # The last may be unfinished.
        found[-1] = Term(words=found[-1].words, open=True)
    return tuple(found)


def _terms(match: re.Match[str]) -> list[Term]:
    *quoted, bare = match.groups()
    for phrase in quoted:
        if phrase is not None:
            words = tuple(_WORD.findall(phrase.lower()))
            return [Term(words=words)] if words else []
    return [_bare(word) for word in _WORD.findall(bare.lower())]


def _bare(word: str) -> Term:
    stem = stem_of(word)
    return Term(words=(stem,), open=len(stem) >= _SHORTEST_OPEN)


def stem_of(word: str) -> str:
    """Without a case ending, or an English plural's; coarse on purpose, since more is found rather than less."""
    if _CYRILLIC.fullmatch(word):
        cut = _ENDINGS.sub("", word)
    elif word.endswith("s") and not word.endswith("ss") and word.isascii():
        cut = word[:-1]
    else:
        return word
    return cut if len(cut) >= _SHORTEST_STEM else word
