"""The stage: one outcome a capture, sources resolved."""

import pickle

import pytest
from read_captures import Held, captured

from vedette.model.document import document_id
from vedette.model.ids import SourceId
from vedette.model.media import MediaType
from vedette.model.publisher import host_names, publisher
from vedette.model.source import Source
from vedette.model.watch import Watch
from vedette.read.draft import Publisher
from vedette.read.sources import slug, source_of
from vedette.read.stage import ReadStage


def test_outcomes_come_in_order_and_bad_ones_do_not_stop_it() -> None:
    """Missing bytes and unknown types are failures beside the good ones."""
    archive = Held()
    good, empty = b"A report.", b""
    for payload in (good, empty):
        archive.write(payload)
    captures = [
        captured(b"never stored", MediaType.TEXT),
        captured(empty, MediaType.TEXT),
        captured(good, MediaType.TEXT),
    ]
    stage = ReadStage(archive=archive, watch=Watch(name="w"))
    found = list(stage(captures))
    assert [one.item for one in found] == [capture.id for capture in captures]
    assert [one.failure is None for one in found] == [False, False, True]
    assert list(stage(captures)) == found


def test_a_document_is_named_by_origin_and_text() -> None:
    """The id is that of the model, and the source comes before the documents."""
    archive = Held()
    archive.write(b"A report.")
    [one] = ReadStage(archive=archive, watch=Watch(name="w"))([captured(b"A report.", MediaType.TEXT)])
    source, document = one.results
    assert isinstance(source, Source)
    assert document.id == document_id("file:///reports/item", "A report.")


def test_the_stage_travels_to_other_processes() -> None:
    """It pickles."""
    stage = ReadStage(archive=Held(), watch=Watch(name="w"))
    assert pickle.loads(pickle.dumps(stage)).name == "read"


def test_a_publisher_is_found_by_any_of_its_names() -> None:
    """Id, name, match, sub-domain; earlier names win; a part of a word is no match."""
    bbc = Source(id=SourceId("bbc"), name="BBC News", match=("bbc.example",))
    abc = Source(id=SourceId("abc"), name="ABC", match=("abcbbc.example", "frontchannel"))
    sources = (bbc, abc)
    assert publisher(["www.BBC.example"], sources) is bbc
    assert publisher(["news.bbc.example"], sources) is bbc
    assert publisher(["abcbbc.example"], sources) is abc
    assert publisher(["bbc  news"], sources) is bbc
    assert publisher(["@FrontChannel"], sources) is abc
    assert publisher([None, "", "nobody", "ABC", "bbc"], sources) is abc
    assert publisher(["notbbc.example"], sources) is None


@pytest.mark.parametrize(
    ("address", "names"),
    [
        ("https://www.post.example/a", ("post.example",)),
        ("https://t.me/s/front_channel/55", ("front_channel",)),
        ("file:///home/a.txt", ()),
        ("https://[bad", ()),
        (None, ()),
    ],
)
def test_host_names(address: str | None, names: tuple[str, ...]) -> None:
    """A Telegram page is its channel's, not Telegram's."""
    assert host_names(address) == names


def test_new_sources() -> None:
    """Speak for no side, are known again by their names, and nothing at all is unknown."""
    watch = Watch(name="w")
    capture = captured(b"", MediaType.TEXT)
    made = source_of(capture, Publisher(names=("Міст Live",), name="Міст Live", kind="channel"), watch)
    assert (made.id, made.kind, made.side, made.match) == ("міст-live", "channel", None, ("Міст Live",))
    assert source_of(capture, Publisher(), watch).id == "unknown"
    assert slug("★★★").startswith("source_")
