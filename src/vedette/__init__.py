"""Vedette follows a war from public sources and keeps every claim attributed.

`vedette.open("war")` opens a workspace; see docs/python.md. Nothing is imported before it is used.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from vedette.model.query import Query as Query
    from vedette.war import War as War
    from vedette.war import analyse as analyse
    from vedette.war import open as open

__all__ = ["Query", "War", "analyse", "open"]


def __getattr__(name: str) -> object:
    if name == "Query":
        from vedette.model.query import Query

        return Query
    if name in __all__:
        from vedette import war

        return getattr(war, name)
    raise AttributeError(f"module 'vedette' has no attribute {name!r}")
