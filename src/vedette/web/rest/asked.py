"""What a program asks: the filters of the pages, a form, and how far it has read."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Literal, get_args

from fastapi import Request

from vedette.model.query import Query
from vedette.model.watch import Watch
from vedette.ports import View
from vedette.web.parameters import BadParameterError, parse

Form = Literal["json", "geojson", "csv"]
FORMS: tuple[Form, ...] = get_args(Form)
MOST, USUAL = 1_000, 100
CURSOR = r"[0-9]{1,10}\.[0-9a-f]{16}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """`mark` is the state of the store when the first page was read; empty on the first page."""

    query: Query
    form: Form
    mark: str = ""

    def after(self, rows: int, mark: str) -> str:
        """The cursor of the page that follows one with so many rows."""
        return f"{self.query.offset + rows}.{self.mark or mark}"


def asked_of(request: Request, watch: Watch, filters: tuple[str, ...], forms: tuple[Form, ...]) -> Asked:
    """BadParameterError for what is not among `filters`, `limit`, `cursor` and, of several forms, `f`."""
    given = {name: value for name, value in request.query_params.items() if value.strip()}
    known = (*filters, "limit", "cursor", *(("f",) if len(forms) > 1 else ()))
    if unknown := sorted(set(given) - set(known)):
        raise BadParameterError(f"There is no parameter “{unknown[0][:60]}” here; there are {', '.join(known)}.")
    query = parse({name: given[name] for name in filters if name in given}, watch, limit=_limit(given)).query
    offset, mark = _read_on(given)
    return Asked(query=replace(query, offset=offset), form=_form(given, forms), mark=mark)


def _limit(given: Mapping[str, str]) -> int:
    value = given.get("limit", str(USUAL)).strip()
    if not (value.isascii() and value.isdigit() and len(value) < 6 and 1 <= int(value) <= MOST):
        raise BadParameterError(f"“limit” is a whole number from 1 to {MOST}.")
    return int(value)


def _form(given: Mapping[str, str], forms: tuple[Form, ...]) -> Form:
    value = given.get("f", forms[0]).strip()
    if value not in forms:
        raise BadParameterError(f"“f” is one of {', '.join(forms)}.")
    return value


def _read_on(given: Mapping[str, str]) -> tuple[int, str]:
    cursor = given.get("cursor", "").strip()
    if not cursor:
        return 0, ""
    if not re.fullmatch(CURSOR, cursor, re.ASCII):
        raise BadParameterError("“cursor” is what an answer before gave as “next”; leave it out to begin.")
    offset, _, mark = cursor.partition(".")
    return int(offset), mark


def state_of(view: View) -> str:
    """Another one as soon as anything is: a fact, a judgement, the picture."""
    stamp = view.stamp()
    told = f"{view.watermark()} {stamp.recipe if stamp else ''} {stamp.seen if stamp else ''}"
    return sha256(told.encode()).hexdigest()[:16]


def tag_of(request: Request, state: str) -> str:
    """A weak validator: the same question of the same state has the same facts as its answer."""
    told = sha256(f"{state} {request.url.path}?{request.url.query}".encode("utf-8", "replace")).hexdigest()[:24]
    return f'W/"{told}"'


def is_known(request: Request, tag: str) -> bool:
    given = request.headers.get("if-none-match", "")
    return given.strip() == "*" or tag.removeprefix("W/") in {
        one.strip().removeprefix("W/") for one in given.split(",")
    }


PLACED = ("from", "to", "datetime", "bbox")
