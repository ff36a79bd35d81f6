"""Names made comparable: case, accents, apostrophes and letters do not tell names apart."""

import re
import unicodedata
from functools import lru_cache

from vedette.reference.gazetteer_names import fold as spelt
from vedette.reference.gazetteer_names import latin_spellings
from vedette.reference.gazetteer_sounds import sound
from vedette.reference.given_names import given_name

_CYRILLIC = re.compile("[\u0400-\u052f]")
_LETTERS = re.compile(r"[^\W\d_]+(?:['’ʼ][^\W\d_]+)*")
_WORD = re.compile(r"[^\W_]+")
_APOSTROPHES = re.compile(r"['’ʼ`´](s\b)?")
# Words a name can do without; they are never what tells two names apart.
_EMPTY = frozenset({"the", "of", "a", "an", "and", "in", "for", "s", "de", "la", "le", "der", "die", "das"})
_A_NAME = 60
_SPELLINGS = {"defense": "defence", "defenders": "defence", "minister": "minister", "mod": "defence"}


def words(name: str) -> tuple[str, ...]:
    """Folded words, in order, without articles and prepositions. Those of names are remembered, those of whole texts
    are not asked for twice."""
    return _known_words(name) if len(name) <= _A_NAME else _words(name)


@lru_cache(maxsize=65536)
def _known_words(name: str) -> tuple[str, ...]:
    return _words(name)


def _words(name: str) -> tuple[str, ...]:
    plain = unicodedata.normalize("NFKD", _APOSTROPHES.sub("", name).casefold())
    bare = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return tuple(_SPELLINGS.get(word, word) for word in _WORD.findall(bare) if word not in _EMPTY)


def fold(name: str) -> str:
    return " ".join(words(name))


def same_name(left: str, right: str) -> bool:
    """Equal, or the words of one are all among the other's ("Syrskyi", "Oleksandr Syrskyi"); in other letters, by
    their sound ("Олег Коваленко", "Oleh Kovalenko"). Another given name or rank is somebody else."""
    a, b = frozenset(words(left)), frozenset(words(right))
    if not a or not b:
        return False
    return a <= b or b <= a or _sounds_alike(left, right)


def _sounds_alike(left: str, right: str) -> bool:
    if not (_CYRILLIC.search(left) or _CYRILLIC.search(right)):
        return False
    fewer, more = sorted((_sounds(left), _sounds(right)), key=len)
    return bool(fewer) and all(any(not word.isdisjoint(other) for other in more) for word in fewer)


@lru_cache(maxsize=65536)
def _sounds(name: str) -> tuple[frozenset[str], ...]:
    """What each word may sound like; nothing where a word is too short to be told by its sound."""
    found = []
    for word in _LETTERS.findall(name):
        given = given_name(spelt(word))
        latin = latin_spellings(word) if _CYRILLIC.search(word) else (word,)
        keys = {sound(spelt(each)) for each in latin} - {None}
        if not given and not keys:
            return ()
        found.append(frozenset({given} if given else {str(key) for key in keys}))
    return tuple(found)
