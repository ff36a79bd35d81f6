"""An analysis as a person reads it: who says what first, then places, times, figures, events."""

from collections import Counter
from collections.abc import Iterator

from rich.console import Console
from rich.markup import escape as unmarked
from rich.table import Table

from vedette.cli.output import count, shown
from vedette.model.analysis import Analysis
from vedette.model.document import Document
from vedette.model.interval import Interval
from vedette.model.mention import Mention, PlaceMention, Quantity
from vedette.model.statement import Statement

_OUTLET = "the outlet itself"
_NARROWEST = 100
_CERTAIN, _PROBABLE, _POSSIBLE = 2.5, 1.5, 0.5


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
        ("Figures", _figures(analysis)),
        ("Events", _events(document, analysis)),
    ):
        found = Counter(lines)
        if found:
            console.print(f"\n[bold]{title}[/bold]")
            console.print("\n".join(f"{line} × {times}" if times > 1 else line for line, times in found.items()))
    console.print()


def escape(text: str) -> str:
    """Others' text without marks that act: rich's own, and the terminal's."""
    return unmarked(shown(text))


def _first_line(text: str) -> str:
    return text.strip().split("\n", 1)[0][:120]


def _byline(document: Document, analysis: Analysis) -> str:
    day = f"published {_days(document.published)}" if document.published else "no publication date: pass --published"
    held = [each for each in analysis.statements if each.attributed]
    own = len(analysis.statements) - len(held)
    return f"{day} · {count(len(held), 'attributed statement')}, {own} in the outlet's own voice"


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
    """One of each place: as it was recognised most surely, once for every time it is named."""
    surest: dict[tuple[str, str | None], PlaceMention] = {}
    for each in sorted(analysis.places, key=lambda each: each.confidence):
        surest[(each.name, each.place)] = each
    for each in analysis.places:
        best = surest[(each.name, each.place)]
        yield f"  {escape(best.name)} [dim]{_where(best)}[/dim]"


def _where(place: PlaceMention) -> str:
    if place.lat is None or place.lon is None:
        return f"{place.kind}, not located"
    if place.kind == "country":
        return f"country, {place.confidence:.0%} sure"
    around = f" ± {place.radius_m / 1000:.0f} km" if place.radius_m else ""
    return f"{place.kind}, {place.lat:.2f} {place.lon:.2f}{around}, {place.confidence:.0%} sure"


def _figures(analysis: Analysis) -> Iterator[str]:
    for each in analysis.quantities:
        yield f"  {_bounds(each)} {escape(_counted(each))}".rstrip()


def _bounds(quantity: Quantity) -> str:
    low, high = quantity.low, quantity.high
    if low is None or high is None:
        return f"{_bound(low)} to {_bound(high)}"
    about = "about " if quantity.change == "~" else ""
    return about + (f"{low:,g}" if low == high else f"{low:,g} to {high:,g}")


def _counted(quantity: Quantity) -> str:
    """ "villages" once, where "village" of "more villages" would say it twice."""
    unit, of = quantity.unit or "", quantity.of or ""
    if unit.casefold() in of.casefold():
        return of
    return f"{unit} of {of}" if unit and of else unit or of


def _bound(value: float | None) -> str:
    return "…" if value is None else f"{value:,g}"


def _events(document: Document, analysis: Analysis) -> Iterator[str]:
    for each in analysis.mentions:
        yield f"  {escape(each.trigger.of(document.text))} [dim]{_event(each, analysis)}[/dim]"


def _happened(factuality: float) -> str:
    """By the grades of FactBank: certain from 3, probable from 2, possible from 1, on either side of not known."""
    size = abs(factuality)
    if size < _POSSIBLE:
        return "open whether it happened"
    words = "" if size >= _CERTAIN else "probably " if size >= _PROBABLE else "perhaps "
    return f"{words}happened" if factuality > 0 else f"{words}did not happen"


def _event(mention: Mention, analysis: Analysis) -> str:
    actors = [escape(each.name) for each in mention.actors if each.role == "actor"]
    place = analysis.places[mention.places[0]].name if mention.places else None
    targets = [escape(each.name) for each in mention.actors if each.role == "target" and each.name != place]
    parts = [
        _happened(mention.factuality),
        mention.change or (mention.subtype or mention.plover.lower()).replace("-", " "),
        f"by {', '.join(actors)}" if actors else None,
        f"on {', '.join(targets)}" if targets else None,
        f"at {escape(place)}" if place else None,
        _days(mention.when) if mention.when else None,
    ]
    return " · ".join(filter(None, parts))
