"""The application's route table: every way in, with all that it needs. A way that names nothing is not let in."""

from collections.abc import Sequence
from dataclasses import dataclass

from fastapi import APIRouter, FastAPI
from fastapi.params import Depends
from fastapi.routing import APIRoute

from vedette.model.access import Permission
from vedette.web.identity import Needs, needs

STATIC = "/static"


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """`needs` is empty for the ways that whoever is not signed in may go."""

    methods: frozenset[str]
    path: str
    needs: frozenset[Permission]


class Ways:
    """Includes routers and keeps what was included."""

    def __init__(self, app: FastAPI) -> None:
        self._app = app
        self._routers: list[APIRouter] = []
        self.found: list[Way] = []

    def let_in(self, router: APIRouter, permission: Permission) -> None:
        """Every route of it needs this, and what it names itself."""
        self._include(router, permission)

    def open_to_all(self, router: APIRouter) -> None:
        """Even to whoever is not signed in."""
        self._include(router)

    def _include(self, router: APIRouter, *permissions: Permission) -> None:
        self._routers.append(router)
        self.found.extend(_way(route, permissions) for route in router.routes)
        self._app.include_router(router, dependencies=[needs(one) for one in permissions])

    def hold(self) -> tuple[Way, ...]:
        """A route that came in another way is a bug, found when the application is made."""
        known = {way.path for way in self.found} | {STATIC}
        for route in self._app.routes:
            # FastAPI keeps an included router as one entry, or (before 0.120) its routes.
            whole = getattr(route, "original_router", None)
            if not any(whole is router for router in self._routers) and getattr(route, "path", None) not in known:
                raise TypeError(f"{route!r} was not let in by Ways: nobody said who may go there")
        return tuple(self.found)

    def forms(self) -> frozenset[str]:
        """Where forms are taken; such an address has no part that varies."""
        return frozenset(way.path for way in self.found if "POST" in way.methods)


def _way(route: object, permissions: Sequence[Permission]) -> Way:
    if not isinstance(route, APIRoute):
        raise TypeError(f"{route!r}: only plain routes can say what they need")
    return Way(methods=frozenset(route.methods or ()), path=route.path, needs=_own(route.dependencies) | {*permissions})


def _own(dependencies: Sequence[Depends]) -> frozenset[Permission]:
    return frozenset(one.dependency.permission for one in dependencies if isinstance(one.dependency, Needs))
