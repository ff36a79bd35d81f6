"""Review: one doubtful pair at a time, judged with one key; every word kept, and taken back with one more."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from starlette.concurrency import run_in_threadpool

from vedette.doubts import Doubt, doubts
from vedette.model.access import Permission
from vedette.model.document import Document
from vedette.model.errors import UsageError
from vedette.model.event import Account
from vedette.model.ids import DocumentId
from vedette.model.link import Judgement, Link, last_words, mention_of, person, person_name
from vedette.model.query import StatementRow
from vedette.ports import View
from vedette.web import forms
from vedette.web.desk import Desk, link
from vedette.web.identity import Person, needs, require, visit
from vedette.web.parameters import BadParameterError

_AROUND = 220
_LATEST = 12
_LONGEST_WHY = 500
_SEE_OTHER = 303
_WORDS = {"same": Judgement.SAME, "different": Judgement.DIFFERENT, "unsure": Judgement.UNSURE}


class Judge(Protocol):
    """Notes a person's word; UsageError where it is not clear what is meant."""

    def __call__(self, left: str, right: str, judgement: Judgement, why: str, by: str) -> object: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Bench:
    """Where judgements are taken."""

    judge: Judge


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """An account with its words and what stands around them."""

    account: Account
    row: StatementRow | None
    before: str
    after: str


def router(desk: Desk, bench: Bench | None) -> APIRouter:
    routes = APIRouter()
    routes.get("/review")(_review(desk, bench))
    if bench is not None:
        routes.post("/review", dependencies=[needs(Permission.JUDGE)])(_take(desk, bench))
    return routes


def _review(desk: Desk, bench: Bench | None) -> Callable[[Request], Response]:
    def review(request: Request) -> Response:
        view = desk.view()
        queue = doubts(view)
        at = _place_in_queue(request.query_params.get("skip", "0"), len(queue))
        doubt = queue[at] if queue else None
        return desk.page(
            request,
            "review.html",
            bench=bench,
            doubt=doubt,
            named=_named(doubt) if doubt else ("", ""),
            sides=[_side(view, one) for one in (doubt.left, doubt.right)] if doubt else [],
            at=at,
            waiting=len(queue),
            latest=_latest(view, visit(request).person if bench else None),
            sources=desk.sources(view),
            note=request.query_params.get("note", "")[:_LONGEST_WHY],
        )

    return review


def _named(doubt: Doubt) -> tuple[str, str]:
    """How a judgement names the two: the events that may be one, or the accounts of one that may be two."""
    if doubt.joined:
        return doubt.left.mention, doubt.right.mention
    return doubt.left_event.id, doubt.right_event.id


def _place_in_queue(given: str, length: int) -> int:
    """Beyond the last it begins again."""
    if not (given.isascii() and given.isdigit() and len(given) < 7):
        raise BadParameterError("“skip” is a number of pairs to pass over.")
    return int(given) % length if length else 0


def _side(view: View, account: Account) -> Side:
    row = view.statement(account.statement)
    if row is None:
        return Side(account=account, row=None, before="", after="")
    text, span = row.document.text, row.statement.content
    return Side(
        account=account,
        row=row,
        before=text[max(0, span.start - _AROUND) : span.start],
        after=text[span.end : span.end + _AROUND],
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A person's word as the page tells it, by the reports it is about."""

    word: Link
    by: str
    reports: tuple[Document, ...]
    can_undo: bool


def _latest(view: View, asking: Person | None) -> list[Said]:
    """The newest first; a word on many pairs once."""
    judgements = view.judgements()
    standing = {one.id for one in last_words(judgements).values()}
    groups = {(one.maker, one.made, one.judgement): one for one in judgements}
    newest = list(reversed(groups.values()))[:_LATEST]
    told = view.told_in([mention_of(end) for one in newest for end in one.pair])
    papers: Mapping[DocumentId, Document] = {one.id: one for one in view.documents(sorted(set(told.values())))}
    return [
        Said(
            word=one,
            by=person_name(one.maker),
            reports=tuple(papers[told[end]] for end in map(mention_of, one.pair) if told.get(end) in papers),
            can_undo=asking is not None
            and asking.may(Permission.JUDGE)
            and one.maker == person(asking.name)
            and one.id in standing
            and one.judgement is not Judgement.WITHDRAWN,
        )
        for one in newest
    ]


def _take(desk: Desk, bench: Bench) -> Callable[[Request], object]:
    async def take(request: Request) -> Response:
        form = await forms.check(request)
        by = require(request, Permission.JUDGE).name
        noted = await run_in_threadpool(_note, desk, bench, form, by)
        about = " ".join(form.get(part, "") for part in ("word", "left", "right", "made"))
        await run_in_threadpool(visit(request).note, "judged", " ".join(about.split()))
        skip = form.get("skip", "")
        return RedirectResponse(link("/review", note=noted, skip=skip if skip.isdecimal() else ""), _SEE_OTHER)

    return take


def _note(desk: Desk, bench: Bench, form: Mapping[str, str], by: str) -> str:
    """What was done, in a word or two."""
    try:
        if form.get("word") == "undo":
            return _undo(desk.view(), bench, form.get("made", ""), by)
        judgement = _WORDS.get(form.get("word", ""))
        if judgement is None:
            raise BadParameterError("A judgement is same, different or unsure.")
        why = form.get("why", "").strip()[:_LONGEST_WHY]
        bench.judge(form.get("left", ""), form.get("right", ""), judgement, why, by)
    except UsageError as error:
        raise BadParameterError(str(error)) from error
    return f"Noted: {judgement}."


def _undo(view: View, bench: Bench, made: str, by: str) -> str:
    """Takes back all that was said at one moment: one word may be on many pairs."""
    own = [one for one in view.judgements() if one.maker == person(by)]
    standing = {one.id for one in last_words(own).values()}
    words = [one for one in own if one.made and one.made.isoformat() == made and one.id in standing]
    if not words:
        raise BadParameterError("That word no longer stands, or is not yours.")
    for pair in dict.fromkeys((mention_of(one.left), mention_of(one.right)) for one in words):
        bench.judge(*pair, Judgement.WITHDRAWN, "", by)
    return "Taken back."
