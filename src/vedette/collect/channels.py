"""Which number a channel of Telegram has, by the name that its exports as pages alone tell."""

import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from vedette.model.capture import Capture
from vedette.model.errors import IntegrityError
from vedette.model.media import MediaType
from vedette.model.source import slug
from vedette.model.telegram import whole_number
from vedette.model.telegram_page import page_channel

HEAD_BYTES = 64 * 1024
_MESSAGES = re.compile(r'"messages"\s*:\s*\[')


@dataclass(slots=True, kw_only=True)
class Channels:
    """Learnt from exports as JSON and from channels that are followed: those taken `before`, asked for once and only if
    there is a page to name, and those met since. A name that two channels bear tells nothing."""

    before: Callable[[], Iterable[tuple[str, int]]] = lambda: ()
    _known: dict[str, set[int]] = field(default_factory=dict)
    _asked: bool = False

    def note(self, head: bytes) -> None:
        found = told(head)
        if found is not None:
            self._known.setdefault(found[0], set()).add(found[1])

    def number(self, page: bytes) -> int | None:
        """Of the channel whose export the page begins."""
        if not self._asked:
            self._asked = True
            for known, number in self.before():
                self._known.setdefault(known, set()).add(number)
        name = page_channel(page)
        numbers = self._known.get(slug(name), set()) if name else set()
        return next(iter(numbers)) if len(numbers) == 1 else None


def told(head: bytes) -> tuple[str, int] | None:
    """Name and number, by the beginning of an export of one chat."""
    text = head.decode("utf-8", "replace").removeprefix("\ufeff")
    begins = _MESSAGES.search(text)
    if begins is None:
        return None
    try:
        chat = json.loads(f'{text[: begins.start()]}"messages":[]}}')
    except (ValueError, RecursionError):
        return None
    name, number = chat.get("name"), whole_number(chat.get("id"))
    return (slug(" ".join(name.split())), number) if isinstance(name, str) and name.strip() and number else None


def learnt(captures: Iterable[Capture], head: Callable[[str, int], bytes]) -> Iterable[tuple[str, int]]:
    """From what was captured; `head` reads the first bytes of a capture, by its hash."""
    for capture in captures:
        if capture.media_type == MediaType.TELEGRAM:
            try:
                found = told(head(capture.sha256, HEAD_BYTES))
            except IntegrityError:
                continue
            if found is not None:
                yield found
