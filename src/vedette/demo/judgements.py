"""What the demo's editor notes by hand, once the demo war is built: words on what is one event, and reports taken back.

Made for the demo like its reports; see README.md.
"""

from dataclasses import dataclass

from vedette.model.link import Judgement
from vedette.model.mention import Change
from vedette.model.retraction import How

EDITOR = "the demo's editor"


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """An event that a report tells, by the report's label, its place, and what it did to control of it."""

    report: str
    place: str
    change: Change | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """Whether the report on the left tells of the event on the right. `taken_back` is why the word was withdrawn."""

    left: Told
    right: Told
    judgement: Judgement
    why: str
    taken_back: str = ""


_STAFF = "general-staff-of-the-armed-forces-of-ukraine"
_MINISTRY = "russian-ministry-of-defence"
_ADMINISTRATION = "oleh-syniehubov-kharkiv-regional-military-administration"

WORDS = (
    Word(
        left=Told(report=f"{_STAFF}/15380", place="Lukiantsi", change="advanced"),
        right=Told(report=f"{_MINISTRY}/38331", place="Lukiantsi", change="captured"),
        judgement=Judgement.SAME,
        why="“Partial success” near Lukiantsi is how the General Staff first spoke of its loss.",
    ),
    Word(
        left=Told(report="https://crimsonlantern.example/comment/2024/05/14/sleepwalkers", place="Kharkiv"),
        right=Told(report="2024-05-14-blinken-kyiv.txt", place="Kharkiv"),
        judgement=Judgement.DIFFERENT,
        why="The Lantern's column is comment; its author reports nothing of his own.",
    ),
    Word(
        left=Told(report=f"{_ADMINISTRATION}/22119", place="Pylna"),
        right=Told(report="2024-05-13-command-change.txt", place="Pylna"),
        judgement=Judgement.UNSURE,
        why="Whether the Herald means the fighting of 10 May is not clear from its words.",
    ),
    Word(
        left=Told(report="border-relay/6066", place="Vovchansk", change="advanced"),
        right=Told(report="https://frontstudies.example/assessments/2024-05-13", place="Vovchansk", change="advanced"),
        judgement=Judgement.DIFFERENT,
        why="The channel speaks of another street.",
        taken_back="The street is the same; its name was changed in 2016.",
    ),
)
RETRACTIONS: tuple[tuple[str, How, str], ...] = (
    ("frontline-ledger/2214", "deleted", "It is missing from the channel's export of 13 May."),
    (
        "zybyne-0512",
        "retracted",
        "Meridian Wire took it back on 13 May: the driver came from another village.",
    ),
)
