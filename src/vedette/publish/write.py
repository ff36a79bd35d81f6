"""Writes a report's folder: pages, Markdown, citations and, if asked for, a PDF, whole or not at all."""

import shutil
import tempfile
from pathlib import Path

from vedette.model.watch import Watch
from vedette.publish.citation import Report
from vedette.publish.html import write_html
from vedette.publish.markdown import write_markdown
from vedette.publish.pdf import write_pdf


def write_report(report: Report, folder: Path, watch: Watch | None = None, *, pdf: bool = False) -> Path:
    """Gives the page to open. A report of that name is replaced, anything else in the way is an OSError."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    part = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        write_html(report, part, watch)
        (part / "report.md").write_text(write_markdown(report), "utf-8", "backslashreplace")
        if pdf:
            (part / "report.pdf").write_bytes(write_pdf(report, watch))
        part.chmod(0o755)
        put(part, folder, "citations.json", "report")
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return folder / "index.html"


def put(part: Path, folder: Path, mark: str, what: str) -> None:
    """Only an empty folder, or one of this kind, known by the file `mark`, gives way; until the new one stands, it is
    kept."""
    if not folder.exists():
        part.rename(folder)
        return
    if any(folder.iterdir()) and not (folder / mark).is_file():
        raise FileExistsError(17, f"holds something that is no {what}", str(folder))
    former = part.with_name(f"{part.name}-former")
    folder.rename(former)
    try:
        part.rename(folder)
    except OSError:
        former.rename(folder)
        raise
    shutil.rmtree(former, ignore_errors=True)
