"""Posts of X as its v2 interface gives them, one object or one page of them a line."""

import json
import re
from collections.abc import Iterator
from html import unescape
from typing import Any

from vedette.model.x_posts import Post

_NUMBER, _HANDLE = re.compile(r"\d{1,20}"), re.compile(r"\w{1,20}")
_SHARED = re.compile(r"RT @(\w{1,20}): ")
_MOST_A_LINE = 2_000


def is_post_line(value: object) -> bool:
    """A post, or a page of posts; other lines of JSONL have a text too, but not these fields."""
    if not isinstance(value, dict):
        return False
    if "data" in value and ("includes" in value or "meta" in value):
        return True
    told = {"author_id", "edit_history_tweet_ids", "public_metrics", "conversation_id"}
    return isinstance(value.get("text"), str) and isinstance(value.get("id"), str) and bool(told & set(value))


def posts_of(raw: bytes) -> list[Post]:
    """Those of one line. Raises ValueError for a line that holds none."""
    try:
        value = json.loads(raw)
    except RecursionError:
        raise ValueError("nested too deep") from None
    if not is_post_line(value):
        raise ValueError("no post")
    told = value.get("data", value) if "data" in value else value
    people, others = _people(value), _others(value)
    found = [_post(one, people, others) for one in (told if isinstance(told, list) else [told])[:_MOST_A_LINE]]
    return [post for post in found if post is not None]


def _post(one: object, people: dict[str, tuple[str, str]], others: dict[str, dict[str, Any]]) -> Post | None:
    if not isinstance(one, dict):
        return None
    number, text = one.get("id"), _text(one)
    if not isinstance(number, str) or not _NUMBER.fullmatch(number) or not text:
        return None
    handle, name = _author(one, people)
    shared, whole = _shared(one, text, people, others)
    edits = one.get("edit_history_tweet_ids")
    first = edits[0] if isinstance(edits, list) and edits and isinstance(edits[0], str) else number
    return Post(
        number=number,
        first=first if _NUMBER.fullmatch(first) else number,
        text=whole,
        created=str(one.get("created_at") or "")[:40],
        by=handle,
        name=name,
        language=one["lang"] if isinstance(one.get("lang"), str) else None,
        shared=shared,
        answers=next(_referenced(one, "replied_to"), None),
    )


def _text(one: dict[str, Any]) -> str:
    """The whole of a long post, where it was asked for."""
    long = one.get("note_tweet")
    text = long.get("text") if isinstance(long, dict) else None
    text = text if isinstance(text, str) and text else one.get("text")
    return unescape(text).strip() if isinstance(text, str) else ""


def _author(one: dict[str, Any], people: dict[str, tuple[str, str]]) -> tuple[str | None, str | None]:
    author = one.get("author")
    told = _person(author) if isinstance(author, dict) else people.get(str(one.get("author_id")))
    return told or (None, None)


def _shared(
    one: dict[str, Any], text: str, people: dict[str, tuple[str, str]], others: dict[str, dict[str, Any]]
) -> tuple[str | None, str]:
    """Whose post it passes on, and its words, whole where the page holds them."""
    opening = _SHARED.match(text)
    for number in _referenced(one, "retweeted"):
        other = others.get(number)
        if other is not None:
            handle, _ = _author(other, people)
            return handle or (opening[1] if opening else None), _text(other) or text
    return (opening[1], text[opening.end() :]) if opening else (None, text)


def _referenced(one: dict[str, Any], how: str) -> Iterator[str]:
    listed = one.get("referenced_tweets")
    for each in listed if isinstance(listed, list) else ():
        if isinstance(each, dict) and each.get("type") == how and _NUMBER.fullmatch(str(each.get("id"))):
            yield str(each["id"])


def _included(value: dict[str, Any], what: str) -> list[dict[str, Any]]:
    held = value.get("includes")
    listed = held.get(what) if isinstance(held, dict) else None
    return [one for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []


def _people(value: dict[str, Any]) -> dict[str, tuple[str, str]]:
    told = ((str(one.get("id")), _person(one)) for one in _included(value, "users"))
    return {number: person for number, person in told if person is not None}


def _person(one: dict[str, Any]) -> tuple[str, str] | None:
    handle, name = one.get("username"), one.get("name")
    if not isinstance(handle, str) or not _HANDLE.fullmatch(handle):
        return None
    return handle, name[:200] if isinstance(name, str) and name.strip() else handle


def _others(value: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {str(one.get("id")): one for one in _included(value, "tweets")}
