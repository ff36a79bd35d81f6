"""A visible notice in reports that were published before a document they cite was edited, retracted or removed."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from html import escape
from pathlib import Path

from vedette.model.document import Document
from vedette.model.ids import DocumentId
from vedette.model.retraction import Retraction, is_withdrawn, last_words
from vedette.ports import View
from vedette.publish.markdown import escape as plain
from vedette.publish.wording import count_of
from vedette.reference.english import day

_START, _END = "<!-- corrections -->", "<!-- /corrections -->"
_OLD = re.compile(f"(?:\n\n(?={_START}\n))?{_START}.*?{_END}", re.DOTALL)
_LARGEST_CITATIONS = 64_000_000
_VERBS = {"retracted": "was retracted", "deleted": "was removed at its source"}


def correct_reports(view: View, reports: Path) -> list[str]:
    """Brings the notice of every report in the folder up to date; gives the names of those that changed."""
    folders = [folder for folder in sorted(reports.iterdir()) if folder.is_dir()] if reports.is_dir() else []
    cited = {folder: wanted for folder in folders if (wanted := _cited(folder / "citations.json"))}
    asked = sorted({one for wanted in cited.values() for one in wanted})
    said = _corrections(view, asked) if asked else {}
    return [folder.name for folder, wanted in cited.items() if _correct(folder, _of(wanted, said))]


def _cited(path: Path) -> Sequence[DocumentId]:
    """Empty where the report has no readable citations: `vedette verify` says so."""
    try:
        if path.stat().st_size > _LARGEST_CITATIONS:
            return ()
        rows = json.loads(path.read_text("utf-8"))
        return tuple(dict.fromkeys(DocumentId(row["document"]) for row in rows))
    except (OSError, ValueError, TypeError, KeyError):
        return ()


def _of(wanted: Iterable[DocumentId], said: Mapping[DocumentId, str]) -> list[str]:
    return [said[one] for one in wanted if one in said]


def _corrections(view: View, cited: Sequence[DocumentId]) -> Mapping[DocumentId, str]:
    """A sentence for each document that no longer stands as it was cited."""
    names = {source.id: source.name for source in view.sources()}
    retractions = last_words(view.retractions())
    current = view.current(cited)
    found: dict[DocumentId, str] = {}
    for document in view.documents(list(cited)):
        told = _told(document, retractions.get(document.origin), edited=document.id not in current)
        if told:
            source = names.get(document.source, document.source)
            found[document.id] = f"{source}, {document.title or document.label}: {told}"
    return found


def _told(document: Document, retraction: Retraction | None, *, edited: bool) -> str | None:
    if retraction is not None and is_withdrawn(document, retraction):
        why = f" ({retraction.why})" if retraction.why else ""
        return f"{_VERBS[retraction.how]}, noted on {day(retraction.made.date())}{why}."
    return "was edited since; cited is the earlier wording." if edited else None


def _correct(folder: Path, said: Sequence[str]) -> bool:
    page, text = folder / "index.html", folder / "report.md"
    changed = [_rewrite(page, _html(said), "</header>"), _rewrite(text, _markdown(said), "\n\n## ")]
    _name_by_standing(folder, stands=not said)
    return any(changed)


def _name_by_standing(folder: Path, *, stands: bool) -> None:
    """No notice can be put into a PDF: it says by its name that it was not corrected."""
    good, bad = folder / "report.pdf", folder / "report-uncorrected.pdf"
    with suppress(FileNotFoundError):
        bad.rename(good) if stands else good.rename(bad)


def _rewrite(path: Path, notice: str, before: str) -> bool:
    """The notice stands before the first `before`; an earlier one gives way."""
    try:
        old = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        return False
    bare = _OLD.sub("", old)
    head, mark, rest = bare.partition(before)
    new = f"{head}{notice}{mark}{rest}" if mark and notice else bare
    if new == old:
        return False
    part = path.with_suffix(".part")
    part.write_text(new, "utf-8")
    part.replace(path)
    return True


def _heading(said: Sequence[str]) -> str:
    return f"{count_of(len(said), 'document')} cited here no longer stand{'s' if len(said) == 1 else ''} as cited"


def _html(said: Sequence[str]) -> str:
    if not said:
        return ""
    items = "".join(f"<li>{escape(one)}</li>" for one in said)
    return f'{_START}<div class="notice"><strong>{_heading(said)}:</strong><ul>{items}</ul></div>{_END}'


def _markdown(said: Sequence[str]) -> str:
    return "".join(_lines(said))


def _lines(said: Sequence[str]) -> Iterator[str]:
    if said:
        yield f"\n\n{_START}\n> **{_heading(said)}:**\n"
        yield from (f">\n> - {plain(one)}\n" for one in said)
        yield _END
