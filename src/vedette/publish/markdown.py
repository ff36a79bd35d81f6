"""A report as Markdown with footnotes; each footnote quotes the words and leads to the document's page beside it."""

import re
from collections.abc import Iterator

from vedette.model.observation import Observation
from vedette.publish.citation import Citation, Report, Section, Sentence, numbers
from vedette.publish.html import address, origin, seen_when
from vedette.publish.notices import notices
from vedette.publish.seeing import SEEN
from vedette.publish.wording import count_of, quote

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|!~&$])")
_LINE_START = re.compile(r"^(\s*)([-+=]|\d+[.)])(?=\s|$)")


def write_markdown(report: Report) -> str:
    """Names and quoted words are escaped: a captured text cannot bring in mark-up or links."""
    numbered = numbers(report.citations)
    parts = [
        f"# {escape(report.title)}: situation report, {report.period}",
        "Every sentence tells what somebody says, and leads to the words it stands on.",
        *map(escape, notices(report)),
    ]
    for section in report.sections:
        parts += _section(section, numbered)
    parts += [*_observed(report), *_failures(report), *_counts(report)]
    parts.append("\n".join(_footnotes(report, numbered)))
    return "\n\n".join(part for part in parts if part) + "\n"


def escape(text: str) -> str:
    """One line of plain text."""
    plain = _SPECIAL.sub(r"\\\1", " ".join(text.split()))
    return _LINE_START.sub(r"\1\\\2", plain)


def _section(section: Section, numbered: dict[Citation, int]) -> Iterator[str]:
    yield f"## {section.title}"
    if not section.groups:
        yield f"*{section.empty}*"
    for group in section.groups:
        if group.title:
            yield f"### {escape(group.title)}"
        yield "\n".join(_line(sentence, numbered) for sentence in group.sentences)


def _line(sentence: Sentence, numbered: dict[Citation, int]) -> str:
    marks = "".join(f"[^{numbered[citation]}]" for citation in sentence.citations)
    status = f" *({sentence.status})*" if sentence.status else ""
    # A figure belongs to the event before it.
    return f"{'' if sentence.status else '  '}- {escape(sentence.text)}{marks}{status}"


def _observed(report: Report) -> Iterator[str]:
    if report.observations:
        yield "## What sensors and lenses saw"
        yield "\n".join(_seen(one) for one in report.observations)


def _seen(one: Observation) -> str:
    """With its days: several places are seen in the same words."""
    return f"- {escape(SEEN[one.kind])}, {seen_when(one)}: {escape(one.note)} ({one.id})"


def _failures(report: Report) -> Iterator[str]:
    yield "## What could not be read"
    if report.unread:
        yield f"*{count_of(report.unread, 'item')}, not named here under the publication policy.*"
    elif not report.failures:
        yield "*Everything that was brought in could be read.*"
    else:
        yield "\n".join(f"- {escape(one.stage)}: {escape(one.item)}: {escape(one.reason)}" for one in report.failures)


def _counts(report: Report) -> Iterator[str]:
    yield "## Counts"
    yield "\n".join(f"- {escape(name)}: {count:,}" for name, count in report.counts)


def _footnotes(report: Report, numbered: dict[Citation, int]) -> Iterator[str]:
    for citation, number in numbered.items():
        yield f"[^{number}]: [{escape(origin(citation, report))}]({address(citation)}): {escape(quote(citation.text))}"
