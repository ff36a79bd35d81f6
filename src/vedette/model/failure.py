"""An item that could not be worked through, and why."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """`item` is a capture, document or mention id, or the address of what could not be captured; `reason` tells
    the user in one line what happened and what to do."""

    stage: str
    version: str
    item: str
    reason: str
