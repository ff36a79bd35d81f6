"""New images of a STAC catalogue, asked for again and again: each is told, and cut out around footprints."""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlsplit

from vedette.collect.collector import Given, Mark, Memory
from vedette.collect.item import Item
from vedette.collect.mail.message import held
from vedette.collect.patience import Pace
from vedette.model.errors import AnswerError, CaptureError, ReadError, UsageError
from vedette.model.media import MediaType
from vedette.model.task import Task

if TYPE_CHECKING:
    from vedette.collect.address import Fetched, Fetcher
    from vedette.observe.change.gathered import Gathered
    from vedette.observe.change.mosaic import Box
    from vedette.observe.change.ranges import Bounded
    from vedette.observe.change.remote import Search

SCENES = "scenes"
# An image turns up in a catalogue days after it was taken.
_LATE, _FIRST, _MOST = timedelta(days=14), timedelta(days=30), timedelta(days=90)
_BUDGET_S, _HARD_S, _TIMEOUT_S = 120.0, 600.0, 60.0
_TRIES = 3


def web_of(fetcher: "Fetcher", seconds: float, pace: Pace | None = None) -> "Bounded":
    """Answers and parts of images through a guarded fetcher. A `pace` is kept between pages and between images; the
    parts of one image are as one question."""
    from vedette.observe.change.ranges import Bounded

    def fetch(address: str, span: tuple[int, int] | None) -> "Fetched":
        if pace is not None and (span is None or span[0] == 0):
            pace.wait(urlsplit(address).netloc)
        if span is None:
            return fetcher.fetch(address)
        # Of packed bytes there are no parts.
        headers = (("Range", f"bytes={span[0]}-{span[1]}"), ("Accept-Encoding", "identity"))
        return replace(fetcher, headers=headers).fetch(address)

    return Bounded(fetch=fetch, seconds=seconds)


def scenes_of(task: Task, pace: Pace, workspace: Path, clock: Callable[[], datetime]) -> "SceneList":
    """Raises CaptureError where the footprints cannot be read."""
    from vedette.collect.address import Fetcher
    from vedette.observe.change.footprints import bounds_of
    from vedette.observe.change.gathered import Gathered
    from vedette.observe.change.remote import Search
    from vedette.reference.host import networks

    assert task.area is not None
    agent = f"vedette (+{task.contact})" if task.contact else "vedette"
    fetcher = Fetcher(timeout_s=_TIMEOUT_S, allow_private=task.private, allowed=networks(task.allow), user_agent=agent)
    web = web_of(fetcher, _HARD_S, pace)
    box, pixels = task.area, None
    if task.footprints:
        try:
            box = bounds_of(workspace / task.footprints) or task.area
        except ReadError as error:
            raise CaptureError(str(error)) from error
        pixels = Gathered(folder=workspace / SCENES / task.id, sensor=_sensor(task.sensor), box=box, web=web)
    search = Search(address=task.address, collection=task.collection, cloud=task.cloud)
    return SceneList(search=search, box=box, web=web, pixels=pixels, most=task.most, pace=pace, clock=clock)


def _sensor(name: str) -> Any:
    if name == "optical":
        from vedette.observe.optical.index import Optical

        return Optical()
    from vedette.observe.radar.echo import Radar

    return Radar()


@dataclass(frozen=True, slots=True, kw_only=True)
class SceneList:
    """Each image once, and again where the catalogue says that it was updated; the oldest first, at most `most` a round
    and none after two minutes. The first round looks a month back."""

    search: "Search"
    box: "Box"
    web: "Bounded"
    pixels: "Gathered | None"
    most: int
    pace: Pace
    clock: Callable[[], datetime]

    def collect(self, memory: Memory) -> Iterator[Given]:
        try:
            yield from self._round(memory)
        except (ReadError, UsageError) as error:
            raise _capture_error(error) from error

    def _round(self, memory: Memory) -> Iterator[Given]:
        from vedette.observe.change.catalogue import Days
        from vedette.observe.change.remote import features

        until, today = self.pace.clock() + _BUDGET_S, self.clock().astimezone(UTC).date()
        of = f"{self.search.address} {self.search.collection}"
        known = dict(memory) if memory.get("of") == of else {"of": of}
        days = Days(first=_first(known, today), last=today)
        seen = {key: day for key, day in _table(known.get("seen")).items() if str(day) >= str(days.first)}
        tries = _table(known.get("tries"))
        found = {_key(one): one for one in features(self.search, days, self.box, self.web) if _is_whole(one)}
        fresh = sorted((_moment(one), key) for key, one in found.items() if key not in seen)
        for moment, key in fresh[: self.most]:
            if self.pace.clock() > until:
                break
            trouble = self._pixels(found[key])
            yield self._item(found[key])
            if trouble is not None:
                yield trouble
                tries[key] = int(tries.get(key, 0)) + 1
            if trouble is None or tries[key] >= _TRIES:
                seen[key] = moment[:10]
                tries.pop(key, None)
            yield Mark(memory={**known, "seen": dict(seen), "tries": dict(tries)})
        else:
            if len(fresh) <= self.most and not tries:
                yield Mark(memory={"of": of, "seen": seen, "tries": tries, "asked": str(today)})

    def _pixels(self, feature: Mapping[str, Any]) -> tuple[str, CaptureError] | None:
        """Brought before the image counts as seen. Who asks to be left alone ends the round."""
        if self.pixels is None:
            return None
        try:
            self.pixels.take(feature, self.search.address)
        except ReadError as error:
            told = _capture_error(error)
            if isinstance(told, AnswerError) and told.wait_s:
                raise
            return self._address(feature), CaptureError(f"cannot be cut out: {told}")
        return None

    def _item(self, feature: Mapping[str, Any]) -> Item:
        payload = json.dumps(feature, sort_keys=True, indent=1).encode()
        return Item(
            address=self._address(feature), name="scene.json", open=lambda: held(payload), media=MediaType.SCENE
        )

    def _address(self, feature: Mapping[str, Any]) -> str:
        named = quote(str(feature["id"])[:200].encode("utf-8", "replace"))
        return f"{self.search.address.rstrip('/')}/collections/{self.search.collection}/items/{named}"


def _capture_error(error: Exception) -> CaptureError:
    """With how long the server asks to be left alone, where it does."""
    line, cause = str(error).replace("allow it with --allow-private", "allow it with `private`"), error.__cause__
    if isinstance(cause, AnswerError):
        return AnswerError(line, status=cause.status, wait_s=cause.wait_s)
    return CaptureError(line)


def _first(known: Mapping[str, Any], today: date) -> date:
    """What is published late is seen, too; what was missed for months is not made up for beyond three."""
    try:
        asked = date.fromisoformat(str(known.get("asked")))
    except ValueError:
        return today - _FIRST
    return max(min(asked, today) - _LATE, today - _MOST)


def _is_whole(feature: object) -> bool:
    return (
        isinstance(feature, dict) and isinstance(feature.get("id"), str) and isinstance(feature.get("properties"), dict)
    )


def _key(feature: Mapping[str, Any]) -> str:
    told = f"{feature['id']}\n{feature['properties'].get('updated')}"
    return hashlib.sha256(told.encode("utf-8", "replace")).hexdigest()[:16]


def _moment(feature: Mapping[str, Any]) -> str:
    properties = feature["properties"]
    return str(properties.get("datetime") or properties.get("start_datetime") or "")


def _table(found: object) -> dict[str, Any]:
    return dict(found) if isinstance(found, dict) else {}
