"""Brings the translations of the pages up to date: `python scripts/texts.py`, then translate what is empty.

Texts that are gone are dropped; new ones are added without a translation, never guessed from a similar one.
"""

from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

WEB = Path(__file__).resolve().parents[1] / "src" / "vedette" / "web"
_METHODS = [("templates/**.html", "jinja2"), ("*.py", "python")]
_OPTIONS = {"templates/**.html": {"trimmed": "true", "silent": "false", "trim_blocks": "true", "lstrip_blocks": "true"}}
_KEYWORDS = {
    "_": None,
    "N_": None,
    "gettext": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
}


def template() -> Catalog:
    """Every text of the pages, untranslated, in the order of the files."""
    found = Catalog(project="vedette", charset="utf-8")
    extracted = extract_from_dir(WEB, _METHODS, _OPTIONS, keywords=_KEYWORDS, comment_tags=("L10N:",))
    for file, _, message, comments, context in sorted(extracted, key=lambda one: (one[0], one[1])):
        found.add(message, None, [(file, None)], auto_comments=comments, context=context)  # type: ignore[list-item]
    return found


def catalogue(code: str) -> Catalog:
    with (WEB / "locale" / code / "pages.po").open("rb") as file:
        return read_po(file, locale=code)


def update(code: str) -> int:
    """How many texts have no translation now."""
    path = WEB / "locale" / code / "pages.po"
    kept = catalogue(code) if path.exists() else Catalog(locale=code, project="vedette")
    kept.update(template(), no_fuzzy_matching=True)
    kept.obsolete.clear()
    kept.fuzzy = False
    with path.open("wb") as file:
        write_po(file, kept, width=None, omit_header=True, include_lineno=False, ignore_obsolete=True)
    return sum(1 for message in kept if message.id and not is_translated(message.string))


def is_translated(string: object) -> bool:
    return all(string) if isinstance(string, list | tuple) else bool(string)


if __name__ == "__main__":
    for folder in sorted((WEB / "locale").iterdir()):
        print(f"{folder.name}: {update(folder.name)} without a translation")
