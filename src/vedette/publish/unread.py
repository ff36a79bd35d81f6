"""What could not be read, as the public may know it: files by their base names, addresses by their hosts."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from urllib.parse import unquote, urlsplit

from vedette.model.failure import Failure
from vedette.model.ids import CaptureId, DocumentId
from vedette.ports import View

_ADDRESS = re.compile(r"\b[a-z][a-z0-9+.-]*://[^\s'\"<>]+", re.IGNORECASE)
# An absolute path, or one from the home folder; of Windows, too.
_PATH = re.compile(r"(?<![\w/.<])(?:[A-Za-z]:[\\/]|~?/)(?:[^\s'\"<>:;,]+[\\/])*[^\s'\"<>:;,]+")
_TAIL = ".,;:)!?"


def public_failures(view: View) -> tuple[Failure, ...]:
    """By the name of the document or of the file in place of an id, and without the folders of this machine."""
    failures = view.failures()
    names = _names(view, [failure.item for failure in failures])
    return tuple(_public(failure, names) for failure in failures)


def public_name(address: str) -> str:
    """ "file:///home/ann/notes.txt" is notes.txt, "https://example.org/a?token=b" is example.org."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return "an address"
    if parts.scheme in ("http", "https"):
        return parts.hostname or "an address"
    path = unquote(parts.path) if parts.scheme == "file" else address
    return re.split(r"[\\/]", path.rstrip("\\/"))[-1] or "a folder"


def _names(view: View, items: Sequence[str]) -> Mapping[str, str]:
    documents = view.documents([DocumentId(item) for item in items])
    captures = view.captures([CaptureId(item) for item in items])
    return {
        **{one.id: one.title or public_name(one.label) for one in documents},
        **{one.id: public_name(one.address) for one in captures},
    }


def _public(failure: Failure, names: Mapping[str, str]) -> Failure:
    name = names.get(failure.item) or public_name(failure.item)
    reason = failure.reason
    for form in _forms(failure.item):
        reason = reason.replace(form, name)
    reason = _PATH.sub(_short, _ADDRESS.sub(_short, reason))
    return replace(failure, item=name, reason=reason)


def _forms(item: str) -> tuple[str, ...]:
    """As a reason may name it; a path with spaces in it can be found in no other way."""
    path = unquote(item.removeprefix("file://"))
    return (f"file://{item}", item, path) if "/" in path else (item,)


def _short(found: re.Match[str]) -> str:
    """Without the full stop of the sentence, which belongs to no name."""
    words = found[0].rstrip(_TAIL)
    return public_name(words) + found[0][len(words) :]
