"""The situation reports that `vedette report` wrote, served as they are."""

import re
from collections.abc import Callable
from pathlib import Path

from fastapi import APIRouter, Request
from fastapi.responses import FileResponse, RedirectResponse, Response

from vedette.web.desk import Desk, MissingError
from vedette.web.security import REPORT_POLICY
from vedette.web.terms import N_

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,120}")
_FIRST_PAGE = "index.html"
_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".md": "text/plain; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".pdf": "application/pdf",
}


def router(desk: Desk) -> APIRouter:
    routes = APIRouter()
    routes.get("/report/{name:path}")(_report(desk))
    return routes


def names(folder: Path) -> list[str]:
    """The folders that hold a report, the newest first by name."""
    if not folder.is_dir():
        return []
    found = (path.parent.name for path in folder.glob(f"*/{_FIRST_PAGE}"))
    return sorted((name for name in found if _NAME.fullmatch(name)), reverse=True)


def _report(desk: Desk) -> Callable[[Request, str], Response]:
    def report(request: Request, name: str) -> Response:
        if name in names(desk.reports):
            return RedirectResponse(f"/report/{name}/{_FIRST_PAGE}")
        path = inside(desk.reports, name)
        if path is None:
            raise MissingError(
                N_("There is no such report. Write one with: vedette report WORKSPACE --date 2024-05-13")
            )
        headers = {"Content-Security-Policy": REPORT_POLICY}
        return FileResponse(path, media_type=_TYPES[path.suffix], headers=headers)

    return report


def inside(folder: Path, name: str) -> Path | None:
    """The file called `name` below `folder`, each part a plain name; never one outside it."""
    parts = name.split("/")
    if len(parts) > 3 or not all(_NAME.fullmatch(part) for part in parts):
        return None
    root = folder.resolve()
    path = root.joinpath(*parts).resolve()
    if not path.is_relative_to(root) or path.suffix not in _TYPES or not path.is_file():
        return None
    return path
