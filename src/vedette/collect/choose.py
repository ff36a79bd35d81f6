"""The collector of a task, with its secrets from the environment."""

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from vedette.collect.address import Fetcher
from vedette.collect.collector import Collector
from vedette.collect.fires import FireDays
from vedette.collect.firms import Area, Firms
from vedette.collect.mail.mailbox import Mailbox
from vedette.collect.patience import Pace
from vedette.collect.telegram import TelegramChannel
from vedette.collect.video import VideoFetcher
from vedette.collect.video_list import VideoList
from vedette.collect.web import WebPage
from vedette.model.errors import CaptureError, UsageError
from vedette.model.ids import SourceId
from vedette.model.task import Task
from vedette.reference.host import networks


def collector_of(
    task: Task,
    environment: Mapping[str, str],
    folder: Path,
    source_of: Callable[[str, str], SourceId | None],
    pace: Pace,
    scenes: Callable[[Task, Pace], Collector],
    extended: Callable[[Task], Collector],
) -> Collector:
    """`folder` holds what is too large for memory while it is taken; `source_of` an address and a channel's name is who
    published it; `pace` is that of all sources of a round; `scenes` makes the collector of images, which another room
    looks at, `extended` that of an extension. Raises CaptureError naming the variable that is missing."""
    secret = partial(_secret, environment)
    match task.kind:
        case "web":
            return _web(task, pace)
        case "mailbox":
            return Mailbox(
                host=task.host,
                port=task.port,
                tls=task.tls,
                folder=task.folder,
                user=secret(task.user_env),
                password=secret(task.password_env),
                allow_private=task.private,
                allowed=networks(task.allow),
            )
        case "telegram":
            return _telegram(task, secret, folder)
        case "videos":
            fetcher = VideoFetcher(most=task.most, allow_private=task.private, folder=folder, allow=task.allow)
            return VideoList(address=task.address, fetcher=fetcher, source_of=source_of)
        case "fires":
            return _fires(task, secret)
        case "scenes":
            return scenes(task, pace)
        case "extension":
            return extended(task)


def _web(task: Task, pace: Pace) -> Collector:
    agent = f"vedette (+{task.contact})" if task.contact else "vedette"
    fetcher = Fetcher(allow_private=task.private, allowed=networks(task.allow), user_agent=agent)
    return WebPage(
        address=task.address, fetcher=fetcher, pace=pace, articles=task.articles, match=task.match, most=task.most
    )


def _telegram(task: Task, secret: Callable[[str], str], folder: Path) -> Collector:
    from vedette.collect.telethon import Account, telethon_channel

    number = secret(task.api_id_env)
    if not number.isdecimal():
        raise CaptureError(f"{task.api_id_env} is no number: take it from my.telegram.org")
    account = Account(api_id=int(number), api_hash=secret(task.api_hash_env), session=secret(task.session_env))
    opened = partial(telethon_channel, account, task.channel)
    return TelegramChannel(name=task.channel, open=opened, folder=folder, media=task.media)


def _fires(task: Task, secret: Callable[[str], str]) -> Collector:
    assert task.area is not None
    west, south, east, north = task.area
    area = Area(west=west, south=south, east=east, north=north)
    fetcher = Fetcher(timeout_s=60, allow_private=task.private, allowed=networks(task.allow))
    try:
        return FireDays(firms=Firms(key=secret(task.key_env), source=task.sensor, area=area, fetcher=fetcher))
    except UsageError as error:
        raise CaptureError(str(error)) from error


def _secret(environment: Mapping[str, str], name: str) -> str:
    found = environment.get(name, "")
    if not found:
        raise CaptureError(f"the variable {name} is not set: set it where `vedette collect` runs")
    return found
