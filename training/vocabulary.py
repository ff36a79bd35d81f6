"""Chooses the pieces that are kept: those of frequent words of English, Ukrainian, Russian, German and French."""

import math
import string
from collections import Counter

from e5_weights import Pretrained
from wordfreq import iter_wordlist, zipf_frequency

from vedette.understand.model.pieces import Pieces

# Most of what Vedette reads is in the first three.
SHARES = {"en": 1.0, "ru": 1.0, "uk": 1.0, "de": 0.5, "fr": 0.35}
WORDS = 150_000
KEPT = 44_000
_LETTERS = (
    string.printable
    + "ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØŒÙÚÛÜÝŸŠŽČĆŁŃŚŹŻĘĄ".lower()
    + "ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØŒÙÚÛÜÝŸŠŽČĆŁŃŚŹŻĘĄß"
    + "".join(map(chr, range(0x400, 0x460)))
    + "ҐґЄєІіЇї«»„“”‘’‚—–―…•№§°€£₽₴×≈±′″ʼ⚡❗‼️🔴🔥🇺🇦🇷"
)


def kept_pieces(pretrained: Pretrained) -> list[int]:
    """Old ids in their old order, the four special ones first."""
    whole = Pieces(pretrained.pieces, pretrained.scores.tolist())
    weight: Counter[int] = Counter()
    for language, share in SHARES.items():
        size = "large" if language in {"en", "de", "fr", "ru"} else "best"
        for count, word in enumerate(iter_wordlist(language, size)):
            if count >= WORDS:
                break
            often = share * math.pow(10, zipf_frequency(word, language, size))
            for form, part in ((word, 1.0), (word.capitalize(), 0.5), (word.upper(), 0.02)):
                for piece in whole.ids(form, True):
                    weight[piece] += often * part
            for piece in whole.ids(word, False):
                weight[piece] += often * 0.05
    letters = {
        index
        for index, piece in enumerate(pretrained.pieces)
        if len(piece.lstrip("▁")) <= 1 and all(letter in _LETTERS for letter in piece.lstrip("▁"))
    }
    chosen = letters | {0, 1, 2, 3}
    for piece, _ in weight.most_common():
        if len(chosen) >= KEPT:
            break
        chosen.add(piece)
    print(
        "pieces seen",
        len(weight),
        "letters",
        len(letters),
        "kept",
        len(chosen),
        "of the weight",
        sum(weight[i] for i in chosen) / sum(weight.values()),
        flush=True,
    )
    return sorted(chosen)
