"""What `vedette alerts` was told to watch for, and what it told last."""

import re
from collections.abc import Callable

from fastapi import APIRouter, Request
from fastapi.responses import FileResponse, Response

from vedette.alerting import Noticed
from vedette.web.desk import Desk, MissingError
from vedette.web.terms import N_

_FEED = re.compile(r"(?P<rule>.+)\.(?P<form>atom|rss)")
_TYPES = {"atom": "application/atom+xml", "rss": "application/rss+xml"}


def router(desk: Desk, noticed: Callable[[], Noticed] | None) -> APIRouter:
    """Without `noticed` there are no rules to show."""
    routes = APIRouter()
    routes.get("/alerts")(_alerts(desk, noticed))
    routes.get("/alerts/{name}")(_feed(noticed))
    return routes


def _alerts(desk: Desk, noticed: Callable[[], Noticed] | None) -> Callable[[Request], Response]:
    def alerts(request: Request) -> Response:
        return desk.page(request, "alerts.html", noticed=noticed() if noticed else None)

    return alerts


def _feed(noticed: Callable[[], Noticed] | None) -> Callable[[str], Response]:
    def feed(name: str) -> Response:
        """Only a rule's own feed is served, by the rule's name: no path is made of what was asked for."""
        match = _FEED.fullmatch(name)
        found = noticed() if noticed else None
        if match and found and any(rule.name == match["rule"] and rule.feed for rule in found.rules):
            path = found.folder / name
            if path.is_file():
                return FileResponse(path, media_type=_TYPES[match["form"]])
        raise MissingError(
            N_("There is no such feed. A rule with feed = true has one after `vedette alerts WORKSPACE`.")
        )

    return feed
