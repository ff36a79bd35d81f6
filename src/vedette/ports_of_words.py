"""What a view tells of judgements: those of rules and of persons, and what is in doubt. Part of `ports.View`."""

from collections.abc import Sequence
from typing import Protocol

from vedette.model.correction import Correction
from vedette.model.ids import DocumentId
from vedette.model.link import Link
from vedette.model.misgiving import Misgiving, MisgivingQuery


class Words(Protocol):
    """All lists are in a stable order; ids not found are left out."""

    def links(self) -> Sequence[Link]: ...

    def links_of(self, ids: Sequence[str]) -> Sequence[Link]:
        """Judgements on pairs of which one or both are among these, oldest first."""
        ...

    def links_among(self, ids: Sequence[str]) -> Sequence[Link]:
        """Judgements on pairs of which both are among these, oldest first."""
        ...

    def judgements(self) -> Sequence[Link]:
        """What persons judged, oldest first; never what rules did."""
        ...

    def narrow_links(self, maker: str, bound: float, least: float, most: float, limit: int) -> Sequence[Link]:
        """Those of a rule whose score lies nearest to the bound, up to `limit` on each side of it."""
        ...

    def misgivings(self, query: MisgivingQuery) -> Sequence[Misgiving]:
        """The gravest first."""
        ...

    def told_in(self, mentions: Sequence[str]) -> dict[str, DocumentId]:
        """The document of each mention."""
        ...

    def corrections(self, documents: Sequence[DocumentId] | None = None) -> Sequence[Correction]:
        """What persons said of single statements and mentions, oldest first; of all documents for None."""
        ...
