"""Posts of X: an account's own archive, and lines as the v2 interface gives them."""

import io
import re

from vedette.model.capture import CHANNEL, Capture
from vedette.model.errors import ReadError
from vedette.model.x_lines import posts_of
from vedette.model.x_posts import MOST_POSTS, Post, archive_posts, moment
from vedette.read.clean import MAX_TEXT, clean, line
from vedette.read.dates import instant, published
from vedette.read.draft import Draft, Publisher, Reading

_LONGEST_LINE = 16 * 1024 * 1024


def read_x_archive(payload: bytes, capture: Capture) -> Reading:
    """The archive does not name its owner among the posts: who captured it says so."""
    found = archive_posts(payload)
    drafts = tuple(filter(None, (_draft(post, capture, capture.header(CHANNEL)) for post in found.posts)))
    if not drafts:
        raise ReadError("is an archive of X without a post that has text: check whether it is whole")
    return Reading(drafts=drafts, problem=f"{found.broken} entries are no posts" if found.broken else None)


def read_x_lines(payload: bytes, capture: Capture) -> Reading:
    posts: dict[str, Post] = {}
    broken = 0
    for raw in io.BytesIO(payload.removeprefix(b"\xef\xbb\xbf")):
        if not raw.strip():
            continue
        try:
            told = posts_of(raw) if len(raw) <= _LONGEST_LINE else []
        except ValueError:
            told = []
        broken += not told
        posts.update((post.number, post) for post in told)
        if len(posts) > MOST_POSTS:
            raise ReadError(f"holds more than {MOST_POSTS:,} posts: split it and add the parts")
    ordered = sorted(posts.values(), key=lambda post: int(post.number))
    drafts = tuple(filter(None, (_draft(post, capture, None) for post in ordered)))
    if not drafts:
        raise ReadError("holds no post of X with text: add lines as its v2 interface gives them")
    return Reading(drafts=drafts, problem=f"{broken} lines hold no post" if broken else None)


def _draft(post: Post, capture: Capture, owner: str | None) -> Draft | None:
    text = clean(post.text)
    if not text or len(text) > MAX_TEXT:
        return None
    handle = line(post.by or owner)
    created = moment(post.created)
    told = created.isoformat() if created else None
    return Draft(
        text=text,
        label=f"{handle or 'x'}/{post.number}",
        origin=post.origin,
        publisher=_publisher(handle, line(post.name)),
        published=published(told, capture.fetched),
        modified=instant(told, capture.fetched) if post.edited else None,
        language=_language(post.language),
        address=post.address(handle),
        forwarded_from=post.shared,
        reply_to=f"x:{post.answers}" if post.answers else None,
        media=post.media,
    )


def _publisher(handle: str | None, name: str | None) -> Publisher:
    if handle is None:
        return Publisher()
    return Publisher(names=(f"x.com/{handle}", handle), host=handle, name=name or handle, kind="account")


def _language(code: str | None) -> str | None:
    """`und`, `zxx` and the interface's own `q…` codes are no languages."""
    return code.lower() if code and re.fullmatch(r"[A-Za-z]{2}", code) else None
