"""Review: one doubtful thing at a time, judged with one key; several at once; every word kept, and taken back with one
more."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from starlette.concurrency import run_in_threadpool

from vedette.doubts import PAIR, Asked, Doubt, Item, Settled, narrow_pairs, queue
from vedette.model.access import Permission
from vedette.model.correction import Matter
from vedette.model.errors import UsageError
from vedette.ports import View
from vedette.web import forms
from vedette.web.desk import Desk, MissingError, link
from vedette.web.identity import needs, require, visit
from vedette.web.parameters import BadParameterError
from vedette.web.review_items import Single, line_of, sides_of, single_of
from vedette.web.said import Word, lately, record
from vedette.web.taking import Form, confirmed, taken_back, words_of
from vedette.web.terms import N_, Terms

KINDS = {PAIR: "one event or two", "speaker": "who speaks", "place": "where it was", "event": "whether it is an event"}
_LATEST = 12
_SHOWN = 20
_AHEAD = 200
_LONGEST = 500
_SEE_OTHER = 303
_FIELDS = frozenset({"skip", "done", "kind", "place", "of"})
_DONE = Terms(
    {
        "noted": N_("Noted."),
        "proposed": N_("Proposed: it counts once another person says the same."),
        "confirmed": N_("Confirmed."),
        "undone": N_("Taken back."),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bench:
    """Where judgements are taken: `append` keeps them in the store."""

    append: Callable[[Iterable[Word]], object]


def router(desk: Desk, bench: Bench | None) -> APIRouter:
    routes = APIRouter()
    routes.get("/review")(_review(desk, bench))
    if bench is not None:
        routes.post("/review", dependencies=[needs(Permission.JUDGE)])(_take(desk, bench))
    return routes


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """What the page asks about, and what waits after it. `more`: there are more than were counted."""

    item: Doubt | Single | None
    at: int
    waiting: int
    more: bool
    next: Sequence[Item]


def _review(desk: Desk, bench: Bench | None) -> Callable[[Request], Response]:
    def review(request: Request) -> Response:
        asked, skip, of = _asked(request)
        view, needed = desk.view(), desk.watch.persons_needed
        # Judgements alone do not change the picture, but the watermark.
        known = desk.kept.get(view, ("judged", view.watermark()), lambda: record(view, needed, _LATEST))
        turn = _one(view, of, needed) if of else _turn(desk, view, asked, skip, known.settled)
        return desk.page(
            request,
            "review.html",
            bench=bench,
            turn=turn,
            item=turn.item,
            is_pair=isinstance(turn.item, Doubt),
            sides=sides_of(view, turn.item) if isinstance(turn.item, Doubt) else [],
            lines=[line_of(view, one) for one in turn.next],
            filters=asked,
            kinds=KINDS,
            only=of,
            needed=needed,
            latest=lately(view, known, visit(request).person if bench else None),
            sources=desk.sources(view),
            note=_DONE.get(request.query_params.get("done", ""), ""),
        )

    return review


def _asked(request: Request) -> tuple[Asked, int, str]:
    given = request.query_params
    if unknown := sorted(set(given) - _FIELDS):
        raise BadParameterError(f"Review takes “kind”, “place”, “skip” and “of”, not “{unknown[0][:60]}”.")
    kind, skip = given.get("kind", ""), given.get("skip", "") or "0"
    if kind and kind not in KINDS:
        raise BadParameterError(f"“kind” is one of {', '.join(KINDS)}.")
    if not (skip.isascii() and skip.isdigit() and len(skip) < 5):
        raise BadParameterError("“skip” is a number of items to pass over.")
    return Asked(kind=kind, place=given.get("place", "").strip()[:_LONGEST]), int(skip), given.get("of", "")


def _turn(desk: Desk, view: View, asked: Asked, skip: int, done: Settled) -> Turn:
    """Beyond the last it begins again; what is read otherwise by now is passed over."""
    needed = desk.watch.persons_needed
    pairs = desk.kept.get(view, "narrow pairs", lambda: narrow_pairs(view))
    found = queue(view, pairs, asked, skip + _AHEAD, done)
    start = skip % len(found) if found else 0
    for at in range(start, len(found)):
        item = _shown(view, found[at], needed)
        if item is not None:
            more = len(found) >= skip + _AHEAD
            return Turn(item=item, at=at, waiting=len(found), more=more, next=found[at : at + _SHOWN])
    return Turn(item=None, at=0, waiting=0, more=False, next=())


def _shown(view: View, one: Item, needed: int) -> Doubt | Single | None:
    if isinstance(one, Doubt):
        return one
    try:
        return single_of(view, one.matter, one.target, needed, one.reasons)
    except UsageError:
        return None


def _one(view: View, of: str, needed: int) -> Turn:
    """What a link names, in doubt or not."""
    kind, _, target = of.partition(":")
    if kind not in list(Matter) or not target:
        raise BadParameterError(f"“of” names a {', a '.join(Matter)} and an id, as in of=speaker:sta_….")
    try:
        item = single_of(view, Matter(kind), target, needed)
    except UsageError as error:
        raise MissingError(str(error)) from error
    return Turn(item=item, at=0, waiting=1, more=False, next=())


def _take(desk: Desk, bench: Bench) -> Callable[[Request], object]:
    async def take(request: Request) -> Response:
        form = Form(fields=await forms.check_all(request))
        by = require(request, Permission.CONFIRM if form.of("word") == "confirm" else Permission.JUDGE).name
        done, told = await run_in_threadpool(_note, desk, bench, form, by)
        await run_in_threadpool(visit(request).note, "judged", told)
        asked = {name: form.of(name) for name in ("kind", "place", "skip", "of")}
        return RedirectResponse(link("/review", done=done, **asked), _SEE_OTHER)

    return take


def _note(desk: Desk, bench: Bench, form: Form, by: str) -> tuple[str, str]:
    """What was done, by its code; and what it was about."""
    view, now, word = desk.view(), datetime.now(UTC), form.of("word")
    try:
        match word:
            case "undo":
                words, done = taken_back(view, form.of("made"), by, now), "undone"
            case "confirm":
                words, done = confirmed(view, form.of("made"), form.of("maker"), by, now), "confirmed"
            case _:
                words, done = words_of(view, form, by, now, desk.watch.countries), "noted"
    except UsageError as error:
        raise BadParameterError(str(error)) from error
    bench.append(words)
    if desk.watch.persons_needed > 1 and done == "noted":
        done = "proposed"
    return done, " ".join([word or "wrong", *form.items])[:_LONGEST]
