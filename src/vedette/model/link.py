"""An append-only judgement about two things."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from vedette.model.ids import LinkId, content_id


class Judgement(StrEnum):
    SAME = "same"
    DIFFERENT = "different"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """`left` and `right` are mention or observation ids, `left < right`. A later link on the same pair by a person
    overrides every rule; a later one by the same maker overrides the earlier.
    """

    id: LinkId
    left: str
    right: str
    judgement: Judgement
    maker: str
    reasons: tuple[str, ...] = ()
    score: float | None = None
    made: datetime | None = None


def link_id(left: str, right: str, judgement: Judgement, maker: str, nonce: str = "") -> LinkId:
    """`nonce` tells apart a person's repeated judgements on one pair; rules leave it empty."""
    return LinkId(content_id("lnk", *sorted((left, right)), judgement, maker, nonce))
