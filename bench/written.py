"""Tables that a command measured, in the page that shows them."""

from pathlib import Path

DOCS = Path(__file__).resolve().parent.parent / "docs"


def write(name: str, told: str, page: str = "reliability") -> None:
    """Between `<!-- name:begin -->` and `<!-- name:end -->` of the page."""
    start, end = f"<!-- {name}:begin -->", f"<!-- {name}:end -->"
    path = DOCS / f"{page}.md"
    text = path.read_text("utf-8")
    before, after = text.split(start)[0], text.split(end)[1]
    path.write_text(f"{before}{start}\n{told}\n{end}{after}", "utf-8")
