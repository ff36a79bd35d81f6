"""Tidings as a letter in plain text."""

from collections.abc import Sequence
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP

from vedette.model.alert import Alert, Tiding
from vedette.model.ids import content_id
from vedette.model.watch import Watch
from vedette.publish.plain import plain, shortened
from vedette.publish.wording import count_of

_LONGEST_SUBJECT = 180
_MOST_WORDS = 3
_NO_FACTS = "Each line is what the named sources said, with its status. None of it is stated as fact."


def paragraph(one: Tiding, pages: str) -> str:
    """Who says so and in which words, and where to look: a few lines."""
    lines = [one.line]
    for origin in one.origins[:_MOST_WORDS]:
        lines.append(f"{origin.name}: {origin.words}{f' {origin.address}' if origin.address else ''}")
    more = len(one.origins) - _MOST_WORDS
    if more > 0:
        lines.append(f"and {count_of(more, 'citation')} more")
    return "\n".join([*lines, f"{one.about} {pages}{one.path}"])


def letter(
    rule: Alert, told: Sequence[Tiding], watch: Watch, sender: str, to: str, now: datetime, day: str = ""
) -> EmailMessage:
    """The same tidings to the same person have the same Message-ID, by which a second copy can be known.

    `day` makes it a digest.
    """
    made = EmailMessage(policy=SMTP)
    made["From"] = sender
    made["To"] = to
    made["Subject"] = shortened(_subject(rule, told, watch, day), _LONGEST_SUBJECT)
    made["Date"] = now
    key = content_id("msg", to, day, *(one.id for one in told))
    made["Message-ID"] = f"<{key}@{sender.rpartition('@')[2]}>"
    made["Auto-Submitted"] = "auto-generated"
    parts = [plain(watch.notice), *(paragraph(one, rule.pages) for one in told), _NO_FACTS]
    made.set_content("\n\n".join(filter(None, parts)) + "\n", cte="base64")
    return made


def _subject(rule: Alert, told: Sequence[Tiding], watch: Watch, day: str) -> str:
    start = f"[{plain(watch.name)}] {rule.name}"
    if day:
        return f"{start}: digest of {day}, {count_of(len(told), 'item')}"
    return f"{start}: {told[0].line}" if len(told) == 1 else f"{start}: {count_of(len(told), 'item')}"
