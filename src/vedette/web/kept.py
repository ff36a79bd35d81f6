"""What is worked out from the whole picture, kept until the picture changes."""

import gc
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, TypeVar

from vedette.ports import View

_MOST = 32
T = TypeVar("T")


class Kept:
    """Shared by the threads that answer. Of two that ask at once one works, and the other waits for it."""

    def __init__(self, most: int = _MOST) -> None:
        self._most = most
        self._lock = threading.Lock()
        self._gates: dict[Hashable, threading.Lock] = {}
        self._found: OrderedDict[tuple[Hashable, Hashable], Any] = OrderedDict()
        self._latest: dict[Hashable, tuple[Hashable, Any]] = {}
        self._making: set[Hashable] = set()
        self._at_work = 0

    def soon(self, view: View, key: Hashable, make: Callable[[], T]) -> T | None:
        """What was last made for `key`, of this picture or one before; None before the first. What is not of this
        picture is made anew meanwhile, so that nobody waits for it."""
        asked = (view.stamp(), key)
        with self._lock:
            found: tuple[Hashable, T] | None = self._latest.get(key)
            if (found is None or found[0] != asked[0]) and key not in self._making:
                self._making.add(key)
                threading.Thread(target=self._make, args=(asked[0], key, make), daemon=True).start()
        return found[1] if found else None

    def _make(self, stamp: Hashable, key: Hashable, make: Callable[[], Any]) -> None:
        try:
            made = self._made(make)
            with self._lock:
                self._latest[key] = (stamp, made)
        finally:
            with self._lock:
                self._making.discard(key)

    def get(self, view: View, key: Hashable, make: Callable[[], T]) -> T:
        """What `make` gives of the picture as it stands; `key` tells what is asked."""
        asked = (view.stamp(), key)
        with self._lock:
            gate = self._gates.setdefault(asked, threading.Lock())
        try:
            with gate:
                return self._kept_or_made(asked, make)
        finally:
            with self._lock:
                self._gates.pop(asked, None)

    def _kept_or_made(self, asked: tuple[Hashable, Hashable], make: Callable[[], T]) -> T:
        with self._lock:
            if asked in self._found:
                self._found.move_to_end(asked)
                found: T = self._found[asked]
                return found
        made = self._made(make)
        with self._lock:
            self._found[asked] = made
            while len(self._found) > self._most:
                self._found.popitem(last=False)
        return made

    def _made(self, make: Callable[[], T]) -> T:
        """What is kept goes when nothing names it any more: it is made and kept out of the garbage collector's sight.
        Walking over it again and again would make every few answers wait a quarter of a second."""
        with self._lock:
            self._at_work += 1
            gc.disable()
        try:
            return make()
        finally:
            with self._lock:
                self._at_work -= 1
                if not self._at_work:
                    gc.freeze()
                    gc.enable()
