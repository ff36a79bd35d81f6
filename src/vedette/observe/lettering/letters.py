"""Which of several readings of a line holds: Latin or Cyrillic letters, or nothing that was written."""

import re

from vedette.observe.lettering.tesseract import Reading

_LATIN = re.compile("[A-Za-zÀ-ɏ]")
_FOREIGN = re.compile("[\u2e80-\ud7ff\uf900-\ufaff\uff00-\uffef]")
_WRITTEN = re.compile(r"\w")
# Letters and digits that a Latin eye sees in Cyrillic lettering.
_LOOK_ALIKE = re.compile(r"[ABCEHIKMOPTXYabceghikmnoprtuxyÏïÈèËëÉéŸ0346\W]+")
_LETTER_WIDTH = 0.42

SURE = 0.9
_LATIN_SURE = 0.8
_LEAST_SEEN = 0.55
_LEAST_SURE = 0.15
_SURE_ALONE = 0.75


def is_latin(latin: Reading, width: float, height: float) -> bool:
    """The Latin reader leaves out letters it does not know: then there are too few for the width of the line."""
    text = " ".join(latin.text.split())
    written = len(re.sub(r"\s", "", text))
    expected = width / (_LETTER_WIDTH * max(1.0, height))
    return (
        latin.sure >= _LATIN_SURE
        and not _FOREIGN.search(text)
        and len(text) >= 0.5 * expected
        and (len(_LATIN.findall(text)) >= 0.5 * written > 0 or _is_number(text))
    )


def _is_number(text: str) -> bool:
    return bool(re.fullmatch(r"[\d\s.,:;/°%+()-]*\d[\d\s.,:;/°%+()-]*", text))


def may_be_cyrillic(latin: Reading) -> bool:
    """Whether every letter has a Cyrillic twin, so that the letters alone do not tell."""
    return bool(_LOOK_ALIKE.fullmatch(latin.text)) and not _is_number(latin.text)


def is_written(latin: Reading, cyrillic: Reading) -> bool:
    """Leaves, bricks and rivets look like letters to one reader, seldom to both."""
    if not _WRITTEN.search(cyrillic.text) or cyrillic.sure < _LEAST_SURE:
        return False
    seen = latin.sure >= _LEAST_SEEN and not _FOREIGN.search(latin.text)
    if len(re.findall(r"\w", cyrillic.text)) < 2:
        return seen and cyrillic.sure >= _SURE_ALONE
    return seen or cyrillic.sure >= _SURE_ALONE
