"""Recognising a declared source by what a capture calls itself."""

from collections.abc import Iterable, Sequence
from urllib.parse import urlsplit

from vedette.model.source import Source

_TELEGRAM_HOSTS = frozenset({"t.me", "telegram.me"})


def publisher(names: Iterable[str | None], sources: Sequence[Source]) -> Source | None:
    """The first source that a name (host, channel, site or source id) belongs to; earlier names win."""
    for name in names:
        key = _key(name or "")
        found = next((source for source in sources if key and _goes_by(source, key)), None)
        if found:
            return found
    return None


def host_names(address: str | None) -> tuple[str, ...]:
    """By what an address may be known: the channel for a Telegram page, else the host; nothing for a file."""
    try:
        parts = urlsplit(address or "")
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return ()
    if parts.scheme not in {"http", "https"} or not host:
        return ()
    if host not in _TELEGRAM_HOSTS:
        return (host,)
    segments = [segment for segment in parts.path.split("/") if segment and segment != "s"]
    return tuple(segments[:1])


def _key(name: str) -> str:
    return " ".join(name.split()).casefold().removeprefix("www.").removeprefix("@")


def _goes_by(source: Source, key: str) -> bool:
    known = {_key(name) for name in (source.id, source.name, *source.match)} - {""}
    return key in known or any("." in name and " " not in name and key.endswith("." + name) for name in known)
