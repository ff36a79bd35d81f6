"""Which parts of a document are in which language: channels mix them from one line to the next."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from vedette.reference.language import guess_language
from vedette.understand.lexicon import load

_LINE = re.compile(r"[^\n]*\n+|[^\n]+")
_ADDRESS = re.compile(r"https?://\S+|www\.\S+|(?<![\w-])[\w-]{1,60}\.(?:com|org|net|me|ua|ru|info)\b\S*|[@#]\w+")
_CYRILLIC = re.compile("[\u0400-\u052f]")
_LATIN_WORD = re.compile("[A-Za-z\u00c0-\u024f]{2,}")
_UKRAINIAN = re.compile("[іїєґІЇЄҐ]")
_RUSSIAN = re.compile("[ыэёъЫЭЁЪ]")
_SLAVIC = frozenset({"uk", "ru"})
_LATIN = ("en", "de", "fr")
_FEWEST_LATIN_WORDS = 5
_FEWEST_SMALL_WORDS, _FAR_MORE = 3, 2
_SURE_SMALL_WORDS, _SURE_TIMES = 12, 6
_SAMPLE = 4_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """`text[start:end]` is in `language` (ISO 639-1), or in none that is known."""

    start: int
    end: int
    language: str | None


def language_runs(text: str, declared: str | None, also: tuple[str, ...] = ()) -> list[Run]:
    """Stretches of whole lines that cover the text, neighbours in different languages. `declared` is what the document
    is said to be in: it decides where the letters do not. `also` are languages that extensions read."""
    if declared in also:
        return [Run(start=0, end=len(text), language=declared)]
    main = declared or _surely(text, also) or guess_language(text, also)
    if not _CYRILLIC.search(text) and main not in _SLAVIC and not _is_mixed(text, main):
        return [Run(start=0, end=len(text), language=main)]
    lines = [(match.start(), match.end()) for match in _LINE.finditer(text)] or [(0, len(text))]
    found = [_language_of(text[start:end], main, also) for start, end in lines]
    decided = _decided(found, main)
    return list(_merged(lines, decided))


def _surely(text: str, also: Sequence[str]) -> str | None:
    """What hardly anybody would doubt, told by the small words of a text in Latin letters: the statistical guess takes
    half a second to load."""
    sample = text[:_SAMPLE]
    if also or _CYRILLIC.search(sample):
        return None
    counts = Counter(_small_words()[word] for word in _LATIN_WORD.findall(sample) if word in _small_words())
    (likeliest, most), (_, next_most) = (*counts.most_common(2), ("", 0), ("", 0))[:2]
    return likeliest if most >= _SURE_SMALL_WORDS and most >= _SURE_TIMES * next_most else None


def main_language(runs: Sequence[Run], declared: str | None) -> str | None:
    """Declared, or that of most of the text."""
    if declared is not None:
        return declared
    sizes: Counter[str | None] = Counter()
    for run in runs:
        sizes[run.language] += run.end - run.start
    return sizes.most_common(1)[0][0] if sizes else None


def _language_of(line: str, main: str | None, also: tuple[str, ...] = ()) -> str | None:
    """None where the line says nothing of it."""
    line = _ADDRESS.sub(" ", line[:_SAMPLE])
    cyrillic = len(_CYRILLIC.findall(line))
    words = _LATIN_WORD.findall(line)
    if cyrillic > sum(map(len, words)):
        ukrainian, russian = len(_UKRAINIAN.findall(line)), len(_RUSSIAN.findall(line))
        if ukrainian == russian:
            return "slavic"
        return "uk" if ukrainian > russian else "ru"
    if len(words) < _FEWEST_LATIN_WORDS:
        return None
    usual = main if main not in _SLAVIC and main is not None else guess_language(" ".join(words), also)
    return _of_small_words(words, usual) or usual


def _is_mixed(text: str, main: str | None) -> bool:
    """Whether a line in Latin letters is in another language than the rest; a look at the small words is enough."""
    return main in _LATIN and any(
        _of_small_words(_LATIN_WORD.findall(match[0][:_SAMPLE]), main) for match in _LINE.finditer(text)
    )


def _of_small_words(words: Sequence[str], usual: str | None) -> str | None:
    """The language whose small words a line has far more of than those of the usual one, where the statistical guess
    says the same or hardly matters: French names make no French of an English line. None where nothing speaks against
    the usual one."""
    counts = Counter(_small_words()[word] for word in words if word in _small_words())
    if not counts or usual not in _LATIN:
        return None
    likeliest, count = counts.most_common(1)[0]
    if likeliest == usual or count < _FEWEST_SMALL_WORDS or count < _FAR_MORE * counts[usual]:
        return None
    surely = count > _FAR_MORE * max(1, counts[usual])
    return likeliest if surely or guess_language(" ".join(words)) == likeliest else None


@cache
def _small_words() -> dict[str, str]:
    """Words of closed classes that one of the languages has alone. Those with a capital may be parts of names."""
    known = {
        language: {word for words in load(language, "words")["closed"].values() for word in words.split()}
        for language in _LATIN
    }
    counts = Counter(word for words in known.values() for word in words)
    return {word: language for language, words in known.items() for word in words if counts[word] == 1}


def _decided(found: Sequence[str | None], main: str | None) -> list[str | None]:
    """Every line with a language: Cyrillic ones without a telling letter have that of the Cyrillic line before or of
    the next, others that of whatever stands before."""
    told = [each for each in found if each in _SLAVIC]
    usual = main if main in _SLAVIC else Counter(told).most_common(1)[0][0] if told else "ru"
    decided: list[str | None] = []
    slavic = usual if main in _SLAVIC else told[0] if told else usual
    before = next((each for each in found if each not in {None, "slavic"}), main)
    for each in found:
        if each == "slavic":
            each = slavic
        elif each is None:
            each = before
        if each in _SLAVIC:
            slavic = each or slavic
        before = each
        decided.append(each)
    return decided


def _merged(lines: Sequence[tuple[int, int]], languages: Sequence[str | None]) -> Iterator[Run]:
    start = lines[0][0]
    for number, (_, end) in enumerate(lines):
        if number + 1 == len(lines) or languages[number + 1] != languages[number]:
            yield Run(start=start, end=end, language=languages[number])
            start = end
