"""Tables that a command measured, in the page that shows them."""

from pathlib import Path

PAGE = Path(__file__).resolve().parent.parent / "docs" / "reliability.md"


def write(name: str, told: str) -> None:
    """Between `<!-- name:begin -->` and `<!-- name:end -->` of docs/reliability.md."""
    start, end = f"<!-- {name}:begin -->", f"<!-- {name}:end -->"
    text = PAGE.read_text("utf-8")
    before, after = text.split(start)[0], text.split(end)[1]
    PAGE.write_text(f"{before}{start}\n{told}\n{end}{after}", "utf-8")
