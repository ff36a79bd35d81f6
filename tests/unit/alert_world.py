"""A workspace with rules, whose reports are given by hand."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, cast

from desk import WATCH, Desk
from store_facts import a_capture

from vedette.alerting import tell
from vedette.model.watch import Watch
from vedette.ports import Archive, Engine
from vedette.publish.delivery import Outcome, Ways
from vedette.store.sqlite import SqliteStore
from vedette.workspace import Workspace

DAY = date(2024, 5, 12)
NOW = datetime(2024, 6, 1, 12, tzinfo=UTC)
EVIL = "<script>alert(1)</script> ]]> &amp; \u202eevil\x00\x1b[2J"
_SIDES = '\n[[side]]\nid = "north"\nname = "Northland"\n[[side]]\nid = "south"\nname = "Southmark"\n'
TAKEN: dict[str, Any] = {"change": "captured", "actor": "Northland troops", "when": DAY}


@dataclass
class World:
    """`rules` is the text of the tables; every look is an hour after the one before."""

    workspace: Workspace
    desk: Desk = field(default_factory=Desk)
    now: datetime = NOW

    @property
    def folder(self) -> Path:
        return self.workspace.path

    def rules(self, text: str) -> None:
        (self.folder / "watch.toml").write_text(f'name = "The war"\n{_SIDES}{text}', "utf-8")

    def watch(self, **changes: Any) -> None:
        self.workspace = replace(self.workspace, watch=replace(self.workspace.watch, **changes))

    def report(self, source: str, text: str, day: date = DAY, **told: Any) -> None:
        self.desk.report(source, text, day, **{**TAKEN, **told})
        self.fuse()

    def fuse(self) -> None:
        capture = a_capture()
        papers = [replace(document, capture=capture.id) for document in self.desk.documents]
        self.workspace.store.append([*WATCH.sources, capture, *papers, *self.desk.analyses])
        self.workspace.store.replace_picture(*self.desk.picture(), "test")

    def look(self, *, dry: bool = False, **ways: Any) -> Outcome:
        self.now += timedelta(hours=1)
        chosen = Ways(**{"environ": {}, "timeout_s": 5.0, "longest_s": 5.0, **ways})
        return tell(self.workspace, now=self.now, ways=chosen, dry=dry)

    def lines(self, **ways: Any) -> list[str]:
        return [one.line for one in self.look(**ways).found]


@contextmanager
def world(folder: Path, rules: str, watch: Watch = WATCH) -> Iterator[World]:
    store = SqliteStore(folder / "vedette.db", create=True)
    made = World(
        workspace=Workspace(
            path=folder, watch=watch, store=store, archive=cast(Archive, None), engine=cast(Engine, None)
        )
    )
    made.rules(rules)
    try:
        yield made
    finally:
        store.close()
