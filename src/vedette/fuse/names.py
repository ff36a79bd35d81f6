"""Names made comparable, without knowing any language: case, accents and apostrophes do not tell names apart."""

import re
import unicodedata
from functools import lru_cache

_WORD = re.compile(r"[^\W_]+")
_APOSTROPHES = re.compile(r"['’ʼ`´](s\b)?")
# Words a name can do without; they are never what tells two names apart.
_EMPTY = frozenset({"the", "of", "a", "an", "and", "in", "for", "s", "de", "la", "le", "der", "die", "das"})
_SPELLINGS = {"defense": "defence", "defenders": "defence", "minister": "minister", "mod": "defence"}


@lru_cache(maxsize=65536)
def words(name: str) -> tuple[str, ...]:
    """Folded words, in order, without articles and prepositions."""
    plain = unicodedata.normalize("NFKD", _APOSTROPHES.sub("", name).casefold())
    bare = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return tuple(_SPELLINGS.get(word, word) for word in _WORD.findall(bare) if word not in _EMPTY)


def fold(name: str) -> str:
    return " ".join(words(name))


def same_name(left: str, right: str) -> bool:
    """Equal, or the words of one are all among the other's ("Syrskyi", "Oleksandr Syrskyi")."""
    a, b = frozenset(words(left)), frozenset(words(right))
    return bool(a) and bool(b) and (a <= b or b <= a)
