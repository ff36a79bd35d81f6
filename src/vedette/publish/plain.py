"""Others' text as a letter, a feed or a program may be given it: the letters, and nothing that acts."""

import re

# What no XML may hold, what could forge a line or a header, what turns the order of letters or is not seen.
_ACTING = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff\ufff9-\uffff"
    "\U000e0000-\U000e0fff]"
)


def plain(text: str) -> str:
    """On one line."""
    return _ACTING.sub("", " ".join(text.split()))


def shortened(text: str, longest: int) -> str:
    """Cut at a word."""
    return text if len(text) <= longest else f"{text[:longest].rsplit(' ', 1)[0]} …"
