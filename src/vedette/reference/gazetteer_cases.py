"""From a name as it stands in a sentence to the name as it stands on a map, for Russian and Ukrainian.

"Купянска" is of Купянск, "Часовом Яру" at Часов Яр, "Великої Новосілки" of Велика Новосілка. What endings there are is
data (`data/cases.tsv`). Every nominative that the ending allows is given: which of them is a place, a look-up tells.
Names are folded throughout.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import cache, lru_cache
from itertools import product

from vedette.reference.countries import read_table
from vedette.reference.gazetteer_names import fold

_SHORTEST_STEM = 2
_WHOLE = "="  # what stands after it in the table is no ending but a word
_MOST = 200
_VOWELS = frozenset("аеиоуыэюяіє")
_CLOSED = re.compile("[ое](?=[бвгджзклмнпрстфхцчшщ]ь?$)")
_PLURALS = ("ы", "и", "і", "а", "о")
_ADJECTIVE = re.compile(
    "(?P<stem>.{2,}?)(?P<suffix>ь?[сцз]ьк|[сцз]к)(?:ии|ая|ое|ие|ого|ои|ую|им|ом|ому|их|ими|ою|ем|а|е|і|у|оі|іи|ім|ої)"
)
_OF_STEM = ("", "ь", "ск", "ськ", "цк", "цьк", "а", "я", "о", "е", "и", "ы", "і", "ка", "ки", "са", "сса", "ц", "ець",
            "ец", "ця", "ца", "ці", "цы", "ная", "на", "ное", "не", "жжя", "жье", "ий", "ье")  # fmt: skip
# What the suffix swallows: кременчуцький of Кременчук, криворізький of Кривий Ріг.
_CHANGED = {"цк": ("к", "ч", "ка", "ки", "чі"), "зк": ("г", "га", "ги", "ж"), "ск": ("х", "ха", "ш")}


def is_cyrillic(folded: str) -> bool:
    return bool(folded) and "\u0400" <= folded[0] <= "\u04ff"


@lru_cache(maxsize=50_000)
def nominatives(word: str) -> tuple[str, ...]:
    """What a folded word may be a case of, itself not among them."""
    found = dict.fromkeys(_nominatives(word))
    found.pop(word, None)
    return tuple(found)


def bare_plurals(word: str) -> tuple[str, ...]:
    """Сум, of Суми: a plural or a neuter that lost its ending. Nearly any word may be one, so ask last."""
    return tuple(word + ending for ending in _PLURALS) if word and word[-1] not in _VOWELS else ()


def readings(folded: str, opens: Callable[[str], bool] = lambda _: True) -> Iterator[str]:
    """The names, of one or several words, that this one may be a case of. `opens` tells whether a name of several words
    begins with a word, which spares most of the look-ups."""
    choices = [(word, *nominatives(word)) for word in folded.split(" ")]
    if len(choices) > 1:
        choices[0] = tuple(filter(opens, choices[0]))
    for number, words in enumerate(product(*choices)):
        if number >= _MOST:
            return
        name = " ".join(words)
        if name != folded:
            yield name


def of_adjective(folded: str) -> tuple[str, ...]:
    """The names that an adjective may come from: харківський of Харків, купянское of Купянск."""
    match = _ADJECTIVE.fullmatch(folded)
    if match is None:
        return ()
    stem, changed = match["stem"], _CHANGED.get(match["suffix"].lstrip("ь").replace("ь", ""), ())
    shorter = [stem.removesuffix(ending) for ending in ("в", "ь", "ен")]
    stems = [stem, *_closed(stem), *_opened(stem), *shorter]
    return tuple(dict.fromkeys(base + fold(ending) for base in stems for ending in (*_OF_STEM, *changed)))


def _nominatives(word: str) -> Iterator[str]:
    yield from (whole.removeprefix(_WHOLE) for whole in _endings().get(_WHOLE + word, ()))
    for length in range(min(5, len(word) - _SHORTEST_STEM) + 1):
        stem, ending = word[: len(word) - length], word[len(word) - length :]
        for nominative in _endings().get(ending, ()):
            if not nominative and (stem[-1] in _VOWELS or stem[-1] in "ьъ"):
                continue
            yield stem + nominative
            yield from _closed(stem + nominative)


def _closed(name: str) -> list[str]:
    """Ukrainian і for о and е where the syllable closes: Рогу, Ріг; Тернополя, Тернопіль."""
    return [_CLOSED.sub("і", name)] if _CLOSED.search(name) else []


def _opened(stem: str) -> list[str]:
    """Сватове for сватівський, Кремінна for кремінський."""
    at = stem.rfind("і")
    return [stem[:at] + vowel + stem[at + 1 :] for vowel in "оеє"] if at > 0 else []


@cache
def _endings() -> dict[str, tuple[str, ...]]:
    """Nominative endings by the ending of another case, both folded as names are; whole words bear a mark."""
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for row in read_table("cases.tsv"):
        mark = _WHOLE if row["nominative"].startswith(_WHOLE) else ""
        for ending in row["other cases"].split():
            found[mark + fold(ending)][fold(row["nominative"])] = None
    return {ending: tuple(nominatives) for ending, nominatives in found.items()}
