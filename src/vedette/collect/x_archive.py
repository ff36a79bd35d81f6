"""The archive that X gives to the holder of an account: a folder, or the ZIP of it."""

import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePosixPath
from typing import BinaryIO
from urllib.parse import quote

from vedette.collect.file import file_address, file_item
from vedette.collect.item import MIB, Found, Item
from vedette.collect.packed import open_zip
from vedette.model.capture import CHANNEL, MESSAGE, PUBLISHED
from vedette.model.errors import CaptureError, ReadError
from vedette.model.media import MediaType
from vedette.model.x_posts import Post, account, archive_posts, moment

_POSTS = re.compile(r"(?:.*/)?data/tweets?(?:-part(\d{1,6}))?\.js")
_MEDIA = re.compile(r"data/tweets?_media/(\d{1,20})-[^/]+")
_ACCOUNT = "data/account.js"
_LARGEST = 256 * MIB
_MOST_MEDIA = 200_000

Open = Callable[[str], AbstractContextManager[BinaryIO]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """Files of an archive by their names below `root`; `place` gives the address of one."""

    names: list[str]
    open: Open
    place: Callable[[str], str]

    def read(self, name: str, limit: int) -> bytes:
        with self.open(name) as handle:
            found = handle.read(limit + 1)
        if len(found) > limit:
            raise CaptureError(f"is larger than {limit // MIB} MB: no archive of X is")
        return found


def posts_files(names: list[str]) -> list[str]:
    """The files that hold the posts, in order; empty for what is no archive of X."""
    found = [(int(match[1] or 0), name) for name in names if (match := _POSTS.fullmatch(name))]
    return [name for _, name in sorted(found)]


def x_folder_items(folder: Path) -> Iterator[Found]:
    names = sorted(
        path.relative_to(folder).as_posix()
        for pattern in ("data/*.js", "data/tweet*_media/*")
        for path in folder.glob(pattern)
        if path.is_file() and path.resolve().is_relative_to(folder.resolve())
    )
    return _items(
        Held(
            names=names,
            open=lambda name: file_item(folder / name).open(),
            place=lambda name: file_address(folder / name),
        )
    )


def x_zip_items(path: Path) -> Iterator[Found]:
    """Some archives lie in a folder of their own inside the ZIP."""
    try:
        with open_zip(path) as packed:
            names = packed.names()
            root = posts_files(names)[0].rpartition("data/")[0]
            held = Held(
                names=[name.removeprefix(root) for name in names if name.startswith(root)],
                open=lambda name: packed.open(root + name),
                place=lambda name: f"{file_address(path)}#{quote(name)}",
            )
            yield from _items(held)
    except CaptureError as error:
        yield file_address(path), error


def _items(held: Held) -> Iterator[Found]:
    owner = _owner(held)
    named = ((CHANNEL, owner),) if owner else ()
    known: dict[str, Post] = {}
    for name in posts_files(held.names):
        try:
            known |= {post.number: post for post in archive_posts(held.read(name, _LARGEST)).posts}
        except ReadError:
            # Captured all the same: reading tells of it.
            pass
        except CaptureError as error:
            yield held.place(name), error
            continue
        yield _item(held, name, named, owner, MediaType.X_ARCHIVE)
    yield from _media(held, known, owner)


def _media(held: Held, known: dict[str, Post], owner: str | None) -> Iterator[Found]:
    """Pictures and films of posts, each with its post; those of posts that are not there are left out."""
    for name in held.names[:_MOST_MEDIA]:
        found = _MEDIA.fullmatch(name)
        post = known.get(found[1]) if found else None
        if post is None:
            continue
        at = moment(post.created)
        headers = ((MESSAGE, post.origin), (CHANNEL, owner or "X"), *(((PUBLISHED, at.isoformat()),) if at else ()))
        yield _item(held, name, headers, owner, None)


def _item(
    held: Held, name: str, headers: tuple[tuple[str, str], ...], owner: str | None, media: MediaType | None
) -> Item:
    return Item(
        address=held.place(name),
        name=PurePosixPath(name).name,
        open=partial(held.open, name),
        headers=headers,
        media=media,
        names=(f"x.com/{owner}", owner) if owner else (),
    )


def _owner(held: Held) -> str | None:
    if _ACCOUNT not in held.names:
        return None
    try:
        told = account(held.read(_ACCOUNT, MIB))
    except CaptureError:
        return None
    return told[0] if told else None
