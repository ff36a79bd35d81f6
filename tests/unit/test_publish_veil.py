"""Names that may not leave: found in every writing, and every span still cuts out its own words."""

import re
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vedette.model.document import Document, Mark
from vedette.model.ids import CaptureId, DocumentId, SourceId
from vedette.model.source import Source
from vedette.model.span import Span
from vedette.model.watch import A_PERSON, A_SOURCE
from vedette.publish.veil import veil_of

_NAME = "Ivan Pérez"
_DOCUMENT = DocumentId("doc")


def _paper(text: str, **more: object) -> Document:
    return Document(
        id=_DOCUMENT, capture=CaptureId("cap"), source=SourceId("s"), origin="o", label="l", text=text,
        **more,  # type: ignore[arg-type]
    )  # fmt: skip


@pytest.mark.parametrize(
    "written",
    ["Ivan Pérez", "IVAN PEREZ", "ivan-perez", "@ivanperez", "Ivan\n Pérez", "Iva\u00adn Pe\u0301rez", "ivan_perez2024",
     f"see/{quote('Ivan Pérez')}?a=1"],
)  # fmt: skip
def test_every_writing_of_a_name_is_found(written: str) -> None:
    """Case, accents, what stands between the words, letters nobody sees, addresses."""
    told = veil_of([_NAME], ()).text(f"Then {written} said so")
    assert A_PERSON in told
    assert not re.search("p[eé]?\u0301?rez|%C3", told, re.IGNORECASE)


@pytest.mark.parametrize("written", ["Ivanna Perezova", "Ivan of Perez", "evt_12ivan34"])
def test_another_name_stays(written: str) -> None:
    """A name inside another word, or one of its words alone."""
    assert veil_of([_NAME], ()).text(written) == written


def test_an_id_is_no_text() -> None:
    """Three hexadecimal letters are nobody."""
    known = "evt_12abe34567890abcdef12345"
    assert veil_of(["Abe"], ()).text(known) == known


def test_a_withheld_source_is_named_nowhere() -> None:
    """By name, host, channel and an id that is no ordinary word."""
    source = Source(id=SourceId("the-gazette"), name="The Gazette", match=("gazette.example.org",))
    told = veil_of((), [source]).text("The Gazette (https://gazette.example.org/1, the-gazette) wrote; relay")
    assert "gazette" not in told.casefold()
    assert told.count(A_SOURCE) == 3
    assert told.endswith("relay")


def test_a_plain_id_is_hidden_where_it_is_a_channel() -> None:
    """In a handle, a link, or as who was forwarded; the word itself stays a word."""
    veil = veil_of((), [Source(id=SourceId("relay"), name="Relay of the North")])
    assert veil.text("@relay, t.me/relay: a relay failed") == f"@{A_SOURCE}, t.me/{A_SOURCE}: a relay failed"
    assert veil.document(_paper("x", forwarded_from="Relay")).forwarded_from == A_SOURCE


@given(
    parts=st.lists(st.sampled_from(["Ivan Pérez", " said ", "Ivan", "Pérez", "x", " ", "IVAN  PÉREZ"]), max_size=12),
    data=st.data(),
)  # fmt: skip
def test_a_span_moves_with_its_words(parts: list[str], data: st.DataObject) -> None:
    """Outside names the words are the same; a span that touches a name holds what stands in its place."""
    text = "".join(parts)
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    veil = veil_of([_NAME], (), lambda _: text)
    shown = veil.document(_paper(text)).text
    moved = veil.span(Span(document=_DOCUMENT, start=start, end=end))
    if A_PERSON not in moved.of(shown) and A_PERSON not in veil.text(text[start:end]):
        assert moved.of(shown) == text[start:end]
    assert veil.text(shown) == shown
    assert 0 <= moved.start <= moved.end <= len(shown)


def test_the_parts_of_a_document_move_along() -> None:
    """Title, author, label, marks; an address that names somebody is left out."""
    paper = _paper(
        "Ivan Pérez waited here",
        title="On Ivan Pérez",
        author="Ivan Perez",
        address="https://example.org/ivan-perez",
        marks=(Mark(start=0, end=10), Mark(start=11, end=17)),
    )
    shown = veil_of([_NAME], ()).document(paper)
    assert (shown.title, shown.author, shown.address) == (f"On {A_PERSON}", A_PERSON, None)
    assert [shown.text[mark.start : mark.end] for mark in shown.marks] == [A_PERSON, "waited"]
