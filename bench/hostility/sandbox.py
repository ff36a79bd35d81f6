"""The folder a case may touch, and the watch over everything else."""

import os
import sys
import sysconfig
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from hostility.documents import CANARY
from hostility.words import SECRET

_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_CHANGING = frozenset(
    {
        "os.remove",
        "os.rename",
        "os.rmdir",
        "os.mkdir",
        "os.link",
        "os.symlink",
        "os.chmod",
        "os.chown",
        "os.truncate",
        "shutil.rmtree",
    }
)
_OUTSIDE = frozenset(
    {"socket.connect", "socket.getaddrinfo", "socket.bind", "socket.sendto", "urllib.Request", "ftplib.connect"}
)
_STARTING = frozenset(
    {"subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.fork", "pty.spawn", "ctypes.dlopen"}
)
_READABLE = tuple(
    str(Path(one).resolve())
    for one in {*sysconfig.get_paths().values(), sys.prefix, sys.base_prefix, str(Path(__file__).parents[2])}
)


@dataclass
class Sandbox:
    """`outer` holds the canary and the workspace; `reading` are folders that may be read besides our own code."""

    outer: Path
    reading: tuple[str, ...] = ()
    children: bool = False
    told: Path | None = None
    violations: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.workspace.mkdir(parents=True, exist_ok=True)
        self.canary.write_text(SECRET)

    @property
    def workspace(self) -> Path:
        return self.outer / "workspace"

    @property
    def canary(self) -> Path:
        return self.outer / "canary"

    @property
    def secret(self) -> bytes:
        return SECRET.encode()

    def named(self, payload: bytes) -> bytes:
        """With the canary's path where a case names it."""
        return payload.replace(CANARY.encode(), str(self.canary).encode())

    def file(self, payload: bytes, name: str = "item") -> Path:
        path = self.workspace / name
        path.write_bytes(self.named(payload))
        return path

    def strangers(self) -> list[str]:
        """What lies beside the workspace that was not there."""
        return sorted(one.name for one in self.outer.iterdir() if one.name not in {"workspace", "canary"})

    def watch(self) -> None:
        """From now on, for the life of this process: an audit hook cannot be taken away."""
        sys.addaudithook(self._asked)

    def _asked(self, event: str, args: tuple[Any, ...]) -> None:
        if event == "open":
            self._opened(args)
        elif event in _CHANGING:
            for one in args[1:2] if event == "os.symlink" else args[:2]:
                if isinstance(one, str | bytes) and not self._ours_itself(one):
                    self.violations.append(f"{event} {one!r}")
        elif event in _OUTSIDE or (event in _STARTING and not self.children and event != "ctypes.dlopen"):
            self.violations.append(f"{event} {args[:2]!r}"[:200])

    def _opened(self, args: tuple[Any, ...]) -> None:
        path, mode, flags = args
        if not isinstance(path, str | bytes):
            return
        writing = bool(flags & _WRITING) if isinstance(flags, int) else any(letter in (mode or "") for letter in "wax+")
        if self._ours(path) or (not writing and self._readable(path)):
            return
        self.violations.append(f"open {path!r} {mode or flags}")

    def _ours(self, path: str | bytes) -> bool:
        if os.fsdecode(path) == str(self.told):
            return True
        return _below(path, str(self.workspace)) or os.fsdecode(path) == os.devnull

    def _ours_itself(self, path: str | bytes) -> bool:
        """The name, not what a link of that name leads to."""
        named = Path(os.fsdecode(path))
        return named == self.workspace or self._ours(str(named.parent))

    def _readable(self, path: str | bytes) -> bool:
        return any(_below(path, place) for place in (*_READABLE, *self.reading))


def _below(path: str | bytes, place: str) -> bool:
    real = os.path.realpath(os.fsdecode(path).replace("\x00", ""))
    return real == place or real.startswith(place + os.sep)
