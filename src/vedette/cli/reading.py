"""An analysis as a person reads it: who says what first, then places, times, figures, events."""

from collections.abc import Iterator

from rich.console import Console
from rich.markup import escape as unmarked
from rich.table import Table

from vedette.cli.output import shown
from vedette.model.analysis import Analysis
from vedette.model.document import Document
from vedette.model.interval import Interval
from vedette.model.mention import Mention, PlaceMention, Quantity
from vedette.model.statement import Statement

_OUTLET = "the outlet itself"
_NARROWEST = 100


def show_analysis(document: Document, analysis: Analysis) -> None:
    """On standard output, as wide as the terminal."""
    console = Console(highlight=False)
    if not console.is_terminal:
        console = Console(highlight=False, width=max(console.width, _NARROWEST))
    console.print()
    console.print(f"[bold]{escape(document.title or _first_line(document.text))}[/bold]")
    console.print(f"[dim]{escape(_byline(document, analysis))}[/dim]\n")
    console.print(_statements(document, analysis))
    for title, lines in (
        ("Places", _places(analysis)),
        ("Figures", _figures(document, analysis)),
        ("Events", _events(document, analysis)),
    ):
        found = list(dict.fromkeys(lines))
        if found:
            console.print(f"\n[bold]{title}[/bold]")
            console.print("\n".join(found))
    console.print()


def escape(text: str) -> str:
    """Others' text without marks that act: rich's own, and the terminal's."""
    return unmarked(shown(text))


def _first_line(text: str) -> str:
    return text.strip().split("\n", 1)[0][:120]


def _byline(document: Document, analysis: Analysis) -> str:
    day = f"published {_days(document.published)}" if document.published else "no publication date: pass --published"
    held = [each for each in analysis.statements if each.attributed]
    return (
        f"{day} · {len(held)} attributed statements, {len(analysis.statements) - len(held)} in the outlet's own voice"
    )


def _statements(document: Document, analysis: Analysis) -> Table:
    table = Table(show_lines=False, pad_edge=False, box=None, expand=True, header_style="bold", padding=(0, 1, 1, 0))
    table.add_column("Who says so", ratio=3)
    table.add_column("What", ratio=8)
    table.add_column("How", ratio=2)
    table.add_column("Said", ratio=2, no_wrap=True)
    for each in analysis.statements:
        table.add_row(_who(each), _what(each, document.text), _how(each), _days(each.said) if each.said else "")
    return table


def _who(statement: Statement) -> str:
    if not statement.attributed:
        return f"[dim]{_OUTLET}[/dim]"
    name = escape(statement.speaker.name) if statement.speaker else "[dim]not named[/dim]"
    return f"{name}\n[dim]via {escape(statement.via.name)}[/dim]" if statement.via else name


def _what(statement: Statement, text: str) -> str:
    content = escape(" ".join(statement.content.of(text).split()))
    marks = []
    if statement.condition is not None:
        marks.append(f"condition: {escape(' '.join(statement.condition.of(text).split()))}")
    if statement.loaded:
        marks.append("loaded words")
    return content + "".join(f"\n[dim]{mark}[/dim]" for mark in marks)


def _how(statement: Statement) -> str:
    return (
        statement.kind if statement.certainty == "asserted" else f"{statement.kind}\n[dim]{statement.certainty}[/dim]"
    )


def _days(interval: Interval) -> str:
    first, last = interval.first_day, interval.last_day
    return f"{first}" if first == last else f"{first} – {last}"


def _places(analysis: Analysis) -> Iterator[str]:
    for each in analysis.places:
        yield f"  {escape(each.name)} [dim]{_where(each)}[/dim]"


def _where(place: PlaceMention) -> str:
    if place.lat is None or place.lon is None:
        return f"{place.kind}, not located"
    around = f" ± {place.radius_m / 1000:.0f} km" if place.radius_m else ""
    return f"{place.kind}, {place.lat:.2f} {place.lon:.2f}{around}, {place.confidence:.0%} sure"


def _figures(document: Document, analysis: Analysis) -> Iterator[str]:
    for each in analysis.quantities:
        words = escape(" ".join(each.span.of(document.text).split()))
        yield f"  {words} [dim]{_bounds(each)}[/dim]"


def _bounds(quantity: Quantity) -> str:
    low, high = quantity.low, quantity.high
    value = f"{low:,g}" if low is not None and low == high else f"{_bound(low)} to {_bound(high)}"
    return " ".join(filter(None, [value, quantity.unit, f"of {escape(quantity.of)}" if quantity.of else None]))


def _bound(value: float | None) -> str:
    return "…" if value is None else f"{value:,g}"


def _events(document: Document, analysis: Analysis) -> Iterator[str]:
    for each in analysis.mentions:
        yield f"  {escape(each.trigger.of(document.text))} [dim]{_event(each, analysis)}[/dim]"


def _event(mention: Mention, analysis: Analysis) -> str:
    actors = [escape(each.name) for each in mention.actors if each.role == "actor"]
    targets = [escape(each.name) for each in mention.actors if each.role == "target"]
    place = analysis.places[mention.places[0]].name if mention.places else None
    parts = [
        mention.subtype or mention.plover.lower(),
        f"by {', '.join(actors)}" if actors else None,
        f"on {', '.join(targets)}" if targets else None,
        f"at {escape(place)}" if place else None,
        _days(mention.when) if mention.when else None,
    ]
    return " · ".join(filter(None, parts))
