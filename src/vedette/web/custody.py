"""Writes down who was shown restricted media, before they are shown."""

from collections.abc import Callable
from dataclasses import dataclass

from fastapi import Request

from vedette.evidence.custody import Custody, reasons
from vedette.model.capture import Capture
from vedette.model.ids import SourceId
from vedette.web.identity import visit


def peer(request: Request) -> str:
    return request.client.host if request.client else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Keeper:
    """`address` tells where a request came from; without a `custody` nothing is noted."""

    custody: Custody | None = None
    withheld: tuple[SourceId, ...] = ()
    address: Callable[[Request], str] = peer

    def note(self, request: Request, capture: Capture) -> None:
        """Raises WorkspaceError where it cannot be noted: then nothing is shown."""
        why = reasons(capture, self.withheld)
        if self.custody is None or not why:
            return
        person = visit(request).person
        who = person.name if person else "nobody signed in"
        self.custody.note(who, "page", capture.id, request.url.path, self.address(request), why)
