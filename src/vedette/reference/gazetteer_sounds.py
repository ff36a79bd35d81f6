"""A key that the ways of writing one Slavic name in Latin letters share: Gatyshche, Hatyshche, Hatische.

Only what nobody spells exactly is looked up by it. What folds together: h, kh and g; the shadings of i and y; the glide
before e, u and a; ts and c; doubled letters; the endings of Russian adjectives.
"""

import re
from functools import lru_cache

_RULES = (
    ("shch|shh|sch|stch|szcz", "S"),
    ("sh|sz", "s"),
    ("zh|dz", "z"),
    ("kh|gh|[gh]", "h"),
    ("tch|ch|cz", "C"),
    ("ck|q", "k"),
    ("ts|tz|c", "c"),
    ("w", "v"),
    ("x", "ks"),
    ("(?:oye|oie|oje|oe)\\b", "oe"),
    ("(?:aya|aia|aja)\\b", "aa"),
    ("[iyj]+e|yo|jo|io", "e"),
    ("[iyj]+u", "u"),
    ("[iyj]+a", "a"),
    ("[iyj]+", "i"),
    (r"(.)\1+", r"\1"),
)
_COMPILED = tuple((re.compile(pattern), key) for pattern, key in _RULES)
_SHORTEST = 5


@lru_cache(maxsize=50_000)
def sound(folded: str) -> str | None:
    """None for a name too short to be told from others by it, or not in plain Latin letters."""
    if len(folded) < _SHORTEST or not folded.isascii():
        return None
    for pattern, key in _COMPILED:
        folded = pattern.sub(key, folded)
    return folded
