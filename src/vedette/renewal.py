"""Keeping the picture up to date with the facts: only what came is fused while a process lives, everything when in
doubt."""

import gc
import hashlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain, islice
from typing import TYPE_CHECKING, TypeVar

import msgspec

from vedette.model.ids import DocumentId
from vedette.model.link import Link, mention_of
from vedette.model.observation import ObservationQuery
from vedette.model.retraction import is_withdrawn, last_words
from vedette.model.watch import Watch
from vedette.ports import News, Progress, Stamp, Store, View

if TYPE_CHECKING:
    from vedette.fuse.growing import Growing
    from vedette.fuse.growing_events import Paper
    from vedette.fuse.witness import Witnesses
    from vedette.model.analysis import Analysis

T = TypeVar("T")

_ALL = ObservationQuery(limit=2**31)
_MENTION = "men_"
_AT_ONCE = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Renewed:
    """`whole` where everything was fused again; else how many events are new or different, and how many are no more.
    `corrected` where a report may no longer stand as it was cited."""

    whole: bool
    corrected: bool
    events: int
    gone: int


class Renewal:
    """Keeps in memory what the picture was made of, to add to it. Whatever else has touched the picture since, another
    recipe, and new sources make it begin anew."""

    def __init__(self, watch: Watch) -> None:
        self._watch = watch
        self._growing: Growing | None = None
        self._stamp: Stamp | None = None

    def renew(self, store: Store, progress: Progress) -> Renewed | None:
        """None where the picture is up to date."""
        view, recipe = store.view(), recipe_of(self._watch)
        stamp = view.stamp()
        if stamp is not None and stamp == Stamp(recipe=recipe, seen=view.watermark()):
            return None
        # Taken up again only if all goes well: half a change must not be built upon.
        growing, self._growing = self._growing, None
        found = self._add(store, growing, stamp, recipe, progress) if stamp and stamp.recipe == recipe else None
        return found or self._begin(store, recipe, progress)

    def _add(
        self, store: Store, growing: "Growing | None", stamp: Stamp, recipe: str, progress: Progress
    ) -> Renewed | None:
        """None where only a new beginning is sure to be right."""
        view = store.view()
        news = view.news(stamp.seen)
        if news.sources:
            return None
        if growing is None or stamp != self._stamp:
            growing = self._former(view, news, progress)
        if growing is None:
            return None
        gone = [one for one in (*news.shown, *news.hidden) if growing.holds(one)]
        witnesses = self._witnesses(view) if news.observations or any(map(_on_sight, news.judgements)) else None
        new = _papers(view, self._watch.persons_needed, news.shown)
        change, links = growing.change(new=new, gone=gone, links=news.judgements, witnesses=witnesses)
        store.update_picture(change, links, recipe, news.until)
        self._keep(view, growing)
        corrected = bool(gone) or news.withdrawn
        return Renewed(whole=False, corrected=corrected, events=len(change.events), gone=len(change.events_gone))

    def _witnesses(self, view: View) -> "Witnesses":
        from vedette.fuse.witness import Witnesses

        return Witnesses(view.observations(_ALL), view.judgements(), self._watch.persons_needed)

    def _former(self, view: View, news: News, progress: Progress) -> "Growing | None":
        """What the picture in the store was made of. Only while nothing of that has changed can it be told from what is
        new."""
        if news.hidden or news.withdrawn or news.observations or not news.unheard:
            return None
        progress("fuse", 0, 1)
        heard = {link.id for link in news.judgements}
        links = (link for link in view.judgements() if link.id not in heard)
        growing = self._load(view, links, frozenset(news.shown))
        progress("fuse", 1, 1)
        return growing

    def _begin(self, store: Store, recipe: str, progress: Progress) -> Renewed:
        view = store.view()
        progress("fuse", 0, 1)
        seen = view.watermark()
        growing = self._load(view, view.judgements(), frozenset())
        picture = growing.picture()
        store.replace_picture(picture, growing.links(), recipe, seen)
        self._keep(view, growing)
        progress("fuse", 1, 1)
        return Renewed(whole=True, corrected=True, events=len(picture.events), gone=0)

    def _load(self, view: View, links: Iterable[Link], but: frozenset[DocumentId]) -> "Growing":
        from vedette.fuse.growing import Growing

        growing = Growing(sources=view.sources(), links=links, watch=self._watch, observations=view.observations(_ALL))
        with _unswept():
            growing.change(new=(paper for paper in _papers(view, self._watch.persons_needed) if paper[0].id not in but))
        return growing

    def _keep(self, view: View, growing: "Growing") -> None:
        self._growing, self._stamp = growing, view.stamp()


@contextmanager
def _unswept() -> Iterator[None]:
    """Millions of facts that stay, none of which is a circle: looking for circles takes a fifth of the time."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _on_sight(link: Link) -> bool:
    """What is not told in words."""
    return not all(mention_of(end).startswith(_MENTION) for end in link.pair)


def recipe_of(watch: Watch) -> str:
    """Sides and sources are part of the recipe: an edited watch gives another picture."""
    from vedette.fuse.picture import RECIPE

    return f"{RECIPE}/{hashlib.sha256(msgspec.json.encode(watch)).hexdigest()[:16]}"


def _papers(view: View, needed: int, ids: Iterable[DocumentId] | None = None) -> "Iterator[Paper]":
    """What stands and is understood, as persons corrected it; a few are held at a time."""
    withdrawn = last_words(view.retractions())
    for read in _some(_read(view, needed, ids)):
        found = view.documents([one.document for one in read])
        papers = {one.id: one for one in found if not is_withdrawn(one, withdrawn.get(one.origin))}
        yield from ((papers[one.document], one) for one in read if one.document in papers)


def _read(view: View, needed: int, ids: Iterable[DocumentId] | None) -> "Iterator[Analysis]":
    from vedette.fuse.corrected import analyses

    if ids is None:
        return analyses(view, None, needed)
    return chain.from_iterable(analyses(view, some, needed) for some in _some(ids))


def _some(ones: Iterable[T]) -> Iterator[list[T]]:
    rest = iter(ones)
    while some := list(islice(rest, _AT_ONCE)):
        yield some
