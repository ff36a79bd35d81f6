"""The anatomy of posts of X (Twitter): the account holder's own archive, and the v2 interface's objects, one a line."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from html import unescape

import msgspec

from vedette.model.errors import ReadError

MOST_POSTS = 250_000
"""Of one file: its reports are held together until they are stored."""
_ASSIGNED = re.compile(rb"\s*(?:window\.)?YTD\.[A-Za-z_]{1,40}\.part\d{1,6}\s*=\s*")
_SHARED = re.compile(r"RT @(\w{1,20}): ")
_CREATED = re.compile(r"\w{3} (\w{3}) (\d{1,2}) (\d{2}:\d{2}:\d{2}) \+0000 (\d{4})")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NUMBER = re.compile(r"\d{1,20}")
_HANDLE = re.compile(r"\w{1,20}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """`number` is that of this version, `first` that of the post before it was edited. `by` is the handle of who posted
    it, `shared` that of whose post he passed on."""

    number: str
    first: str
    text: str
    created: str
    by: str | None = None
    name: str | None = None
    language: str | None = None
    shared: str | None = None
    answers: str | None = None
    media: tuple[str, ...] = ()

    @property
    def origin(self) -> str:
        return f"x:{self.first}"

    @property
    def edited(self) -> bool:
        return self.number != self.first

    def address(self, handle: str | None) -> str | None:
        by = self.by or handle
        return f"https://x.com/{by}/status/{self.number}" if by and _HANDLE.fullmatch(by) else None


class _Url(msgspec.Struct):
    url: str = ""
    expanded_url: str | None = None


class _Variant(msgspec.Struct):
    url: str = ""


class _Video(msgspec.Struct):
    variants: list[_Variant] = []


class _Media(msgspec.Struct):
    url: str = ""
    media_url_https: str = ""
    video_info: _Video | None = None


class _Entities(msgspec.Struct):
    urls: list[_Url] = []
    media: list[_Media] = []


class _Edits(msgspec.Struct):
    editTweetIds: list[str] = []  # noqa: N815 - the archive's own name
    initialTweetId: str = ""  # noqa: N815


class _EditInfo(msgspec.Struct):
    initial: _Edits | None = None
    edit: _Edits | None = None


class _Kept(msgspec.Struct):
    """A post as an archive keeps it."""

    id_str: str
    full_text: str
    created_at: str = ""
    lang: str | None = None
    in_reply_to_status_id_str: str | None = None
    entities: _Entities | None = None
    extended_entities: _Entities | None = None
    edit_info: _EditInfo | None = None


class _Row(msgspec.Struct):
    tweet: _Kept


class _Account(msgspec.Struct):
    username: str = ""
    accountDisplayName: str = ""  # noqa: N815


class _AccountRow(msgspec.Struct):
    account: _Account


@dataclass(frozen=True, slots=True, kw_only=True)
class Posts:
    """Oldest first; `broken` is how many entries could not be understood."""

    posts: tuple[Post, ...]
    broken: int = 0


def moment(created: str) -> datetime | None:
    """Of `Sun May 12 10:11:12 +0000 2024`, or of ISO 8601."""
    found = _CREATED.fullmatch(created.strip())
    try:
        if not found:
            return datetime.fromisoformat(created).astimezone(UTC)
        clock = f"{found[4]}-{_MONTHS.index(found[1].lower()) + 1:02}-{int(found[2]):02}T{found[3]}+00:00"
        return datetime.fromisoformat(clock)
    except (ValueError, OverflowError):
        return None


def is_archive(head: bytes) -> bool:
    """Of `tweets.js` and its parts, by how they begin."""
    return bool(re.match(rb"\s*window\.YTD\.tweets?\.part\d{1,6}\s*=", head))


def archive_posts(payload: bytes) -> Posts:
    """Raises ReadError for what is no list of posts."""
    rows = _rows(payload)
    found, broken = [], 0
    for row in rows:
        try:
            found.append(_kept(_one(row)))
        except (msgspec.DecodeError, ValueError, RecursionError):
            broken += 1
    return Posts(posts=tuple(sorted(found, key=lambda post: int(post.number))), broken=broken)


def account(payload: bytes) -> tuple[str, str] | None:
    """Handle and name, of `account.js`; None where it does not tell."""
    try:
        told = msgspec.json.decode(_value(payload), type=list[_AccountRow])[0].account
    except (msgspec.DecodeError, ValueError, IndexError, RecursionError):
        return None
    return (told.username, told.accountDisplayName) if _HANDLE.fullmatch(told.username) else None


def _rows(payload: bytes) -> list[msgspec.Raw]:
    value = _value(payload)
    if value.count(b"{") > 40 * MOST_POSTS or value.count(b",") > 200 * MOST_POSTS:
        raise ReadError("holds more than posts do: ask X for the archive again")
    try:
        rows = msgspec.json.decode(value, type=list[msgspec.Raw])
    except (msgspec.DecodeError, ValueError, RecursionError):
        raise ReadError("is a damaged archive of X: unpack it again, or ask X for it again") from None
    if len(rows) > MOST_POSTS:
        raise ReadError(f"holds more than {MOST_POSTS:,} posts: split it and add the parts")
    return rows


def _value(payload: bytes) -> bytes:
    head = _ASSIGNED.match(payload)
    return payload[head.end() :].rstrip(b" \r\n\t;") if head else payload


def _one(row: msgspec.Raw) -> _Kept:
    try:
        return msgspec.json.decode(row, type=_Row).tweet
    except msgspec.ValidationError:
        # Archives before 2019 have the post itself.
        return msgspec.json.decode(row, type=_Kept)


def _kept(post: _Kept) -> Post:
    if not _NUMBER.fullmatch(post.id_str):
        raise ValueError(post.id_str)
    media = [
        *(post.entities.media if post.entities else ()),
        *(post.extended_entities.media if post.extended_entities else ()),
    ]
    text = post.full_text
    for each in post.entities.urls if post.entities else ():
        if each.url and each.expanded_url:
            text = text.replace(each.url, each.expanded_url[:2000])
    for one in media:
        text = text.replace(one.url, "") if one.url else text
    text = unescape(text).strip()
    shared = _SHARED.match(text)
    return Post(
        number=post.id_str,
        first=_first(post),
        text=text[shared.end() :] if shared else text,
        created=post.created_at,
        language=post.lang,
        shared=shared[1] if shared else None,
        answers=post.in_reply_to_status_id_str,
        media=tuple(dict.fromkeys(_files(post.id_str, media))),
    )


def _first(post: _Kept) -> str:
    """Each edit is a post of its own; the archive tells of which."""
    info = post.edit_info or _EditInfo()
    told = (
        *(info.initial.editTweetIds[:1] if info.initial else ()),
        *((info.edit.initialTweetId,) if info.edit else ()),
    )
    return next((one for one in told if _NUMBER.fullmatch(one)), post.id_str)


def _files(number: str, media: list[_Media]) -> Iterator[str]:
    """Their names in the archive's folder of media."""
    for one in media:
        for address in (
            one.media_url_https,
            *(each.url for each in (one.video_info.variants if one.video_info else ())),
        ):
            name = address.partition("?")[0].rpartition("/")[2]
            if name and re.fullmatch(r"[\w.-]{1,120}", name):
                yield f"{number}-{name}"
