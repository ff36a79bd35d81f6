"""Feeds: well-formed, hostile text as text, ids that stay, no more than the newest 200."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from alert_world import EVIL, world
from desk import WATCH
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from vedette.alerting import FEEDS
from vedette.model.alert import Alert, Origin, Tiding
from vedette.model.ids import DocumentId
from vedette.publish.feed import write_feeds
from vedette.publish.plain import plain

_ATOM = {"a": "http://www.w3.org/2005/Atom"}
_NOW = datetime(2024, 6, 1, tzinfo=UTC)
_RULE = Alert(name="river", on=("new",), feed=True)
_FEED = '[[alert]]\nname = "river"\non = ["new"]\nfeed = true\npages = "https://war.example.org/"\n'


def _tiding(number: int, text: str = "A claimed it.") -> Tiding:
    return Tiding(
        id=f"tid_{number}",
        rule="river",
        occasion="new",
        status="one-sided",
        text=text,
        about="evt_1",
        path="/events/evt_1",
        found=_NOW + timedelta(minutes=number),
        origins=(Origin(name=text, document=DocumentId("doc_1"), words=text),),
    )


def test_a_feed_tells_who_claims_and_keeps_its_ids(tmp_path: Path) -> None:
    """The same entry has the same id whenever the file is written; both files link to the event's page."""
    with world(tmp_path, _FEED) as war:
        war.look()
        war.report("ministry", f"captured Lipova {EVIL}")
        (told,) = war.look().found
        before = (tmp_path / FEEDS / "river.atom").read_bytes()
        war.look()
        assert (tmp_path / FEEDS / "river.atom").read_bytes() == before
        war.report("ministry", "captured Brod")
        war.look()
    atom = etree.fromstring((tmp_path / FEEDS / "river.atom").read_bytes())
    rss = etree.fromstring((tmp_path / FEEDS / "river.rss").read_bytes())
    ids = atom.xpath("a:entry/a:id/text()", namespaces=_ATOM)
    assert len(ids) == 2
    assert ids[1] == f"urn:vedette:{told.id}"
    assert rss.xpath("channel/item/guid/text()") == ids
    assert atom.xpath("a:entry/a:link/@href", namespaces=_ATOM)[1] == f"https://war.example.org/events/{told.about}"
    assert atom.xpath("a:entry/a:title/text()", namespaces=_ATOM)[1].endswith("on 12 May 2024 · one-sided")
    content = atom.xpath("a:entry/a:content", namespaces=_ATOM)[1]
    assert len(content) == 0
    assert "“captured Lipova <script>alert(1)</script> ]]> &amp; evil[2J”" in content.text
    assert (
        "&lt;script&gt;alert(1)&lt;/script&gt; ]]&gt; &amp;amp; evil" in rss.xpath("channel/item/description")[1].text
    )


def test_only_the_newest_are_kept(tmp_path: Path) -> None:
    """Two hundred, the latest first."""
    atom, rss = write_feeds(_RULE, [_tiding(number) for number in range(250)], WATCH, tmp_path, _NOW)
    ids = etree.parse(atom).xpath("a:entry/a:id/text()", namespaces=_ATOM)
    assert len(ids) == 200
    assert ids[0] == "urn:vedette:tid_249"
    assert len(etree.parse(rss).xpath("channel/item")) == 200


def test_an_empty_feed_is_a_feed(tmp_path: Path) -> None:
    """And is not written anew while nothing is told."""
    atom, _ = write_feeds(_RULE, [], WATCH, tmp_path, _NOW)
    before = atom.read_bytes()
    write_feeds(_RULE, [], WATCH, tmp_path, _NOW + timedelta(days=1))
    assert atom.read_bytes() == before
    assert etree.fromstring(before).xpath("a:updated/text()", namespaces=_ATOM) == ["2024-06-01T00:00:00+00:00"]


@settings(max_examples=60, deadline=None)
@given(text=st.text(max_size=60))
def test_any_text_gives_a_well_formed_feed(text: str) -> None:
    """Whatever letters a source, a title or a notice has."""
    from tempfile import TemporaryDirectory

    watch = replace(WATCH, name=f"x{text}", notice=text)
    with TemporaryDirectory() as folder:
        for path in write_feeds(_RULE, [_tiding(1, plain(text))], watch, Path(folder), _NOW):
            root = etree.fromstring(path.read_bytes())
            assert len(root.xpath("//*[local-name()='entry' or local-name()='item']")) == 1
