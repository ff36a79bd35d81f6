"""Where a workspace's work is done (`[engine]` in `watch.toml`)."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class Machines:
    """`local`: processes of this machine. `ray`: a cluster at `address`. `shared`: its machines see the workspace under
    the same path, so that captures, too, can be read and looked at there."""

    kind: Literal["local", "ray"] = "local"
    address: str = "auto"
    shared: bool = False
