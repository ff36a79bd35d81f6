"""What a report says of itself before anything else: what the watch says first, that it is empty, or that something is
held back."""

from collections.abc import Iterator

from vedette.publish.citation import Report
from vedette.publish.wording import count_of
from vedette.reference.english import day


def notices(report: Report) -> Iterator[str]:
    """Whole paragraphs."""
    if report.notice:
        yield report.notice
    if report.is_empty:
        yield f"Nothing is told of {report.period}.{_instead(report)}"
    if report.held:
        yield (
            f"{count_of(report.held, 'event')} of these days {'is' if report.held == 1 else 'are'} held back under the "
            "publication policy until its delay is over."
        )


def _instead(report: Report) -> str:
    if not report.nearby:
        return ""
    return f" The nearest days of which something is told: {', '.join(day(one) for one in report.nearby)}."
