"""Stages that need no model, importable by worker processes."""

import os
import signal
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from store_facts import a_document, a_statement, an_analysis

from vedette.model.analysis import Analysis
from vedette.model.capture import Capture
from vedette.model.document import Document
from vedette.ports import Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class CheapRead:
    """A capture's address is its text; every seventh is unreadable."""

    pause: float = 0.0
    name: str = "read"
    version: str = "1"

    def __call__(self, batch: Sequence[Capture]) -> Iterator[Outcome[Document]]:
        for capture in batch:
            time.sleep(self.pause)
            if int(capture.sha256) % 7 == 6:
                yield Outcome(item=capture.id, failure=f"{capture.address}: no text in it")
            else:
                text = f"Troops entered Vovchansk, report {capture.sha256}."
                document = a_document(text, origin=capture.address, label=capture.sha256, capture=capture)
                yield Outcome(item=capture.id, results=(document,))


@dataclass(frozen=True, slots=True, kw_only=True)
class CheapUnderstand:
    """One statement a document, with a place in it."""

    pause: float = 0.0
    name: str = "understand"
    version: str = "1"

    def __call__(self, batch: Sequence[Document]) -> Iterator[Outcome[Analysis]]:
        for document in batch:
            time.sleep(self.pause)
            statement = a_statement(document, "Troops entered Vovchansk", speaker="Ministry")
            analysis = an_analysis(document, statement, version=self.version, place="Vovchansk")
            yield Outcome(item=document.id, results=(analysis,))


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubling:
    """Numbers to their doubles, with the process that did it."""

    name: str = "doubling"
    version: str = "1"

    def __call__(self, batch: Sequence[int]) -> Iterator[Outcome[tuple[int, int]]]:
        for number in batch:
            yield Outcome(item=str(number), results=((number * 2, os.getpid()),))


@dataclass(frozen=True, slots=True, kw_only=True)
class Dying:
    """Kills its own process at one number, as the kernel does when memory runs out."""

    at: int
    name: str = "dying"
    version: str = "1"

    def __call__(self, batch: Sequence[int]) -> Iterator[Outcome[int]]:
        for number in batch:
            if number == self.at:
                os.kill(os.getpid(), signal.SIGKILL)
            yield Outcome(item=str(number), results=(number,))


@dataclass(frozen=True, slots=True, kw_only=True)
class Buggy:
    """Raises what no stage should."""

    name: str = "buggy"
    version: str = "1"

    def __call__(self, batch: Sequence[object]) -> Iterator[Outcome[int]]:
        raise KeyError("a bug")


@dataclass(frozen=True, slots=True, kw_only=True)
class Lingering:
    """Writes its process id into a folder and stays at work."""

    folder: Path
    name: str = "lingering"
    version: str = "1"

    def __call__(self, batch: Sequence[int]) -> Iterator[Outcome[int]]:
        (self.folder / str(os.getpid())).touch()
        time.sleep(60)
        yield Outcome(item="never")
