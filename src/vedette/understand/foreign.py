"""Languages that extensions read: each by its own code, checked, and placed by the same gazetteer."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from vedette.extension.asked import asked
from vedette.extension.checks import BrokenContractError, checked_analysis
from vedette.extension.found import Extension, ExtensionError, load, taking_part
from vedette.model.analysis import Analysis
from vedette.model.document import Document
from vedette.model.mention import PlaceCandidate, PlaceMention
from vedette.model.span import Span
from vedette.model.watch import Watch
from vedette.reference.gazetteer import Gazetteer
from vedette.reference.gazetteer_layer import Entry
from vedette.understand.joining import Material

_MOST_CANDIDATES = 3
_ALONE, _AMONG_OTHERS = 0.8, 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A stretch as the reader of a language is given it (`ports_of_extensions.Stretch`)."""

    document: Document
    start: int
    end: int
    gazetteer: Gazetteer
    watch: Watch | None = None

    def span(self, start: int, end: int) -> Span:
        return Span(document=self.document.id, start=start, end=end)

    def place(self, start: int, end: int, name: str = "") -> PlaceMention | None:
        """Those of the watch's countries and area before all others, the likeliest first."""
        written = self.document.text[start:end]
        entries = self.gazetteer.candidates(name or written)
        ranked = sorted(entries, key=self._is_far)
        if not ranked:
            return None
        best, rest = ranked[0], ranked[1 : 1 + _MOST_CANDIDATES]
        confidence = _AMONG_OTHERS if rest else _ALONE
        return PlaceMention(
            span=self.span(start, end),
            name=written,
            kind=best.kind,
            place=best.id,
            lat=best.lat,
            lon=best.lon,
            radius_m=best.radius_m,
            country=best.country,
            confidence=confidence,
            candidates=tuple(
                PlaceCandidate(place=one.id, name=one.name, probability=(1 - confidence) / len(rest)) for one in rest
            ),
        )

    def _is_far(self, entry: Entry) -> bool:
        if self.watch is None:
            return False
        box = self.watch.bbox
        inside = box is not None and box[0] <= entry.lon <= box[2] and box[1] <= entry.lat <= box[3]
        return not (inside or entry.country in self.watch.countries)


def readers(use: Sequence[str]) -> tuple[Extension, ...]:
    """Those that can be loaded; what is wrong with the rest is told once a run, not at every document."""
    return tuple(one for one in taking_part(use, "languages") if _loads(one))


def _loads(extension: Extension) -> bool:
    try:
        load(extension)
    except ExtensionError:
        return False
    return True


def analyse(material: Material, extension: Extension, start: int, end: int) -> Analysis:
    """Raises ExtensionError where it breaks down, or gives what may not be."""
    document = material.document
    part = Part(document=document, start=start, end=end, gazetteer=material.gazetteer, watch=material.watch)
    try:
        with asked():
            given = checked_analysis(load(extension)(part), document, start, end)
    except MemoryError:
        raise
    except BrokenContractError as error:
        raise extension.failed(str(error)) from error
    except Exception as error:
        raise extension.broke(error) from error
    return replace(given, version=material.version, language=extension.name)
