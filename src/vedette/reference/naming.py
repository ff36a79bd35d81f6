"""How a speaker is called inside a sentence: an article where it needs one, no capital that only began a sentence."""

from collections.abc import Sequence

from vedette.reference.institutions import Institutions
from vedette.reference.parties import names_somebody

_INSTITUTIONS = frozenset(
    {"ministry", "staff", "administration", "institute", "service", "command", "office", "government", "council"}
)
# Of these, unnamed, there is one to speak of: the army, the police.
_ONLY = _INSTITUTIONS | frozenset({"army", "military", "police", "navy", "presidency", "parliament", "enemy", "public"})
# What one has no plural of, and no article before.
_MASS = frozenset({"footage", "video", "intelligence", "imagery", "everyone", "nobody", "police", "media"})
_DETERMINER_WORDS = (
    "the a an some several many most both all other another no its his her their our two three four five six seven "
    "eight nine ten dozens hundreds thousands"
)
_DETERMINERS = frozenset(_DETERMINER_WORDS.split())
_COUNTED = _DETERMINERS - {"the"}
_COMMON_WORDS = (
    "clips footage video videos pictures photographs images satellite heat combat published new unconfirmed local "
    "early reports sources source officials official officers officer residents resident witnesses witness doctors "
    "rescuers volunteers soldiers bloggers blogger analysts analyst experts people figures surveys commentators "
    "everyone nobody others"
)
_COMMON = _COUNTED | frozenset(_COMMON_WORDS.split())
_JOINTS = ("of", "from", "in", "at", "on", "with", "near", "who", "that")


def speaker(name: str) -> str:
    """As it stands inside a sentence: with an article where it needs one, and no capital that only began a sentence."""
    words = name.split()
    if not words:
        return name
    if _only_begins_a_sentence(name, words):
        words[0] = f"{words[0][0].lower()}{words[0][1:]}"
    first = words[0].casefold()
    if words[0].endswith(("'s", "’s")):
        return " ".join(words) if words[0][0].isupper() else f"the {' '.join(words)}"
    if first in _DETERMINERS:
        return " ".join(words)
    return " ".join([*_article(words), *words])


def _only_begins_a_sentence(name: str, words: Sequence[str]) -> bool:
    """ "Two Ukrainian bloggers", "Clips from Tuesday"; not "Russian officials", nor a name that nobody knows."""
    first = words[0].casefold()
    if first in _COUNTED:
        return True
    return first in _COMMON and not is_name(name) and (len(words) == 1 or words[1][0].islower())


def _article(words: Sequence[str]) -> list[str]:
    if any(word.casefold() in _INSTITUTIONS for word in words):
        return ["the"]
    if not words[0][0].islower():
        return []
    head = _head(words).casefold()
    if head in _MASS or head.endswith("s"):
        return []
    return ["the" if head in _ONLY else "an" if words[0][0] in "aeiou" else "a"]


def _head(words: Sequence[str]) -> str:
    """The noun that the rest hangs on: "officer" of "officer of a brigade"."""
    ends = [at for at, word in enumerate(words) if at and word.casefold() in _JOINTS]
    return words[ends[0] - 1] if ends else words[-1]


def is_name(name: str) -> bool:
    """ "Ukraine's defence ministry" is one, "new footage from Sunday" and "West of the town" are not."""
    return names_somebody(name) or (name != name.lower() and Institutions.load().country_of(name) is not None)
