"""The words in one picture: boxes, both readers on each line, the better reading of each."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from vedette.model.errors import UsageError
from vedette.observe.lettering import letters, tesseract
from vedette.observe.lettering.boxes import Boxes, Found
from vedette.observe.lettering.crop import SHOWINGS, Pixels, Quad, size
from vedette.observe.lettering.tesseract import NOTHING, Reading

_CYRILLIC = ("ukr", "rus")
_CLOSE = 0.06


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """`box` is left, top, right, bottom as fractions of the picture; `confidence` runs from 0 to 1."""

    text: str
    box: tuple[float, float, float, float]
    confidence: float


@dataclass(slots=True)
class Reader:
    """Holds the loaded models. `picture` is RGB, height × width × 3."""

    _boxes: Boxes = field(default_factory=Boxes, init=False)

    def quads(self, picture: Pixels) -> list[Quad]:
        return self._boxes.quads(picture)

    def lines(self, picture: Pixels) -> list[Line]:
        """In reading order; none where nothing is written. Raises UsageError where a reader is not installed."""
        return [line for line in self.each(picture, self.quads(picture)) if line]

    def each(self, picture: Pixels, quads: list[Quad]) -> list[Line | None]:
        """The line in each of these places, in this order; None where nothing is written after all."""
        check()
        found = self._boxes.read(picture, quads)
        read = [_latin(each) for each in found]
        open_ = [at for at, each in enumerate(found) if not read[at].text or letters.may_be_cyrillic(each.latin)]
        for at, reading in zip(open_, _cyrillic([found[at] for at in open_]), strict=True):
            read[at] = _decided(found[at], read[at], reading, found)
        return [
            _line(each, reading, picture) if reading.text else None for each, reading in zip(found, read, strict=True)
        ]


def _latin(each: Found) -> Reading:
    if not letters.is_latin(each.latin, *size(each.quad)):
        return NOTHING
    return Reading(text=" ".join(each.latin.text.split()), sure=each.latin.sure)


def check() -> None:
    """Raises UsageError with one line on what is missing."""
    if missing := [language for language in _CYRILLIC if language not in tesseract.languages()]:
        packages = " ".join(f"tesseract-ocr-{language}" for language in missing)
        raise UsageError(f"text in pictures needs more of Tesseract's languages: apt-get install {packages}")


def _decided(each: Found, latin: Reading, cyrillic: Reading, found: Sequence[Found]) -> Reading:
    """Of letters that might be either, those of the lines around it."""
    if latin.text:
        others = [one for one in found if one is not each]
        plainly = sum(not letters.is_latin(one.latin, *size(one.quad)) for one in others)
        if others and plainly * 2 <= len(others):
            return latin
        return cyrillic if cyrillic.sure >= (0.8 if others else letters.SURE) else latin
    return cyrillic if letters.is_written(each.latin, cyrillic) else NOTHING


def _cyrillic(found: Sequence[Found]) -> list[Reading]:
    """The surest reading of each line; of two nearly as sure, that in the language of the whole."""
    best = [dict.fromkeys(_CYRILLIC, NOTHING) for _ in found]
    for show in SHOWINGS:
        unsure = [at for at, each in enumerate(best) if max(one.sure for one in each.values()) < letters.SURE]
        if not unsure:
            break
        shown = [show(found[at].line) for at in unsure]
        for language in _CYRILLIC:
            for at, reading in zip(unsure, tesseract.read(shown, language), strict=True):
                best[at][language] = max(best[at][language], reading, key=lambda one: one.sure)
    weight = {language: sum(each[language].sure * len(each[language].text) for each in best) for language in _CYRILLIC}
    first, second = sorted(_CYRILLIC, key=lambda language: -weight[language])
    return [each[first] if each[first].sure >= each[second].sure - _CLOSE else each[second] for each in best]


def _line(each: Found, reading: Reading, picture: Pixels) -> Line:
    high, wide = picture.shape[:2]
    left, top = each.quad.min(axis=0)
    right, bottom = each.quad.max(axis=0)
    box = tuple(
        round(min(1.0, max(0.0, float(edge) / whole)), 4)
        for edge, whole in ((left, wide), (top, high), (right, wide), (bottom, high))
    )
    return Line(text=reading.text, box=(box[0], box[1], box[2], box[3]), confidence=round(reading.sure, 3))
