"""Bodies as they are kept: what is packed is what is read, and what was changed is told."""

import zlib

import pytest

from vedette.model.document import Document
from vedette.model.errors import WorkspaceError
from vedette.store import packing
from vedette.store.rows import decode


def test_a_body_that_unpacks_without_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """A store that somebody changed claims what it likes."""
    monkeypatch.setattr(packing, "_LARGEST", 1_000)
    assert packing.unpack(packing.pack(b"x" * 1_000)) == b"x" * 1_000
    with pytest.raises(zlib.error, match="too large"):
        packing.unpack(packing.pack(b"x" * 1_001 + b"y" * 100_000))
    with pytest.raises(WorkspaceError, match="cannot be read"):
        decode(packing.pack(b'{"id": "' + b"x" * 100_000), Document)
