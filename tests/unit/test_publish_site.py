"""The public site: whole, escaped, readable without a server, and without one withheld value in any byte."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from html import escape, unescape
from itertools import pairwise
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

import pytest
from desk import PLACES, WATCH, Desk
from lxml import etree
from lxml import html as lxml_html
from store_facts import a_capture
from test_publish_report import _fill as fill_report

from vedette.knowledge import counted, recorded, view_without
from vedette.model.errors import UsageError
from vedette.model.failure import Failure
from vedette.model.ids import SourceId
from vedette.model.watch import A_PERSON, A_SOURCE, Policy, Watch
from vedette.ports import Store
from vedette.publish.exports import TABLES, export_rows
from vedette.publish.forms import geojson, write_csv, write_jsonl
from vedette.publish.pages import write_site
from vedette.publish.public import public_view, refuse_unknown
from vedette.publish.report import build_report
from vedette.publish.site import Site, build_site
from vedette.publish.write import write_report
from vedette.store.sqlite import SqliteStore
from vedette.verify import _citation_problems, _sight_problems

_OLD, _YOUNG = date(2024, 5, 2), date(2024, 5, 12)
_NOW = datetime(2024, 5, 13, tzinfo=UTC)
_EVIL = "<script>alert(1)</script>"
_PERSON = "Żofia O'Hara-Nowák"
_POLICY = Policy(
    delay_hours=72, coarsen_m=20_000, withhold=(SourceId("gazette"), SourceId("relay")), redact=(_PERSON, "Ohara2")
)


def _desk() -> Desk:
    """An old event, a young one, one told by a withheld source alone, one by it and others; names in every field."""
    desk = Desk()
    taken = {"change": "captured", "actor": "Northland troops"}
    desk.report("ministry", f"captured Lipova while {_PERSON} watched {_EVIL}", _OLD, when=_OLD, **taken)
    desk.report("staff", "captured Lipova, sources say", _OLD, when=_OLD, speaker=_PERSON, cue="say", **taken)
    desk.report("gazette", "captured Lipova, secretword one", _OLD, when=_OLD, **taken)
    desk.report("gazette", "captured Brod, secretword two of 77 soldiers", _OLD, when=_OLD, unit="soldier", **taken)
    desk.report("paper", "captured Lipka, youngword; The Gazette saw it", _YOUNG, when=_YOUNG, **taken)
    clash = {"subtype": "armed-clash", "trigger": "fight", "unit": "soldier", "target": _PERSON, "when": _OLD}
    desk.report("paper", "In the fight at Lipova 30 soldiers were killed, The Gazette wrote", _OLD, **clash)
    threat = {"kind": "threat", "plover": "THREATEN"}
    desk.report("paper", f"We strike {_PERSON} back if hit", _OLD, speaker=_PERSON, **threat)
    desk.report("relay", "We strike secretword back", _OLD, speaker="Relay chief", **threat)
    return desk


def _fill(store: Store, desk: Desk) -> None:
    capture = a_capture()
    papers = [
        replace(
            paper,
            capture=capture.id,
            title=f"{paper.text[:20]} by {_PERSON}" if paper.source != "paper" else None,
            author=_PERSON,
            address=f"https://{paper.source}.example.org/{quote(_PERSON)}",
            forwarded_from="The Gazette" if paper.source == "paper" else None,
        )
        for paper in desk.documents
    ]
    store.append([*WATCH.sources, capture, *papers, *desk.analyses])
    store.replace_picture(*desk.picture(), "test")
    store.fail(Failure(stage="read", version="1", item="/home/ann/secretword.txt", reason=f"{_PERSON} holds no text"))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = SqliteStore(tmp_path / "vedette.db", create=True)
    _fill(opened, _desk())
    yield opened
    opened.close()


def _watch(policy: Policy = _POLICY) -> Watch:
    return replace(WATCH, policy=policy)


def _site(store: Store, policy: Policy = Policy()) -> Site:  # noqa: B008 - frozen
    return build_site(store.view(), _watch(policy), _NOW)


def _leaving(store: Store, watch: Watch, folder: Path, *, anew: bool = True) -> dict[str, str]:
    """Every file that leaves by its name: the site, a report with its PDF's text, every table in every format.

    As the commands do it, with the picture made `anew` without withheld sources, or by the clearance alone.
    """
    view = view_without(store.view(), watch, _NOW) if anew else store.view()
    write_site(build_site(view, watch, _NOW), folder / "site", "https://example.org/war")
    derived = counted(view, watch), recorded(view, watch)
    report = build_report(view, watch, _OLD, _YOUNG, _NOW, counted=derived[0])
    write_report(report, folder / "report", watch, pdf=True)
    for table in TABLES:
        rows = list(export_rows(table, view, watch.policy, _NOW, *derived))
        (folder / f"{table}.jsonl").write_text("".join(write_jsonl(rows)), "utf-8")
        (folder / f"{table}.csv").write_text("".join(write_csv(rows)), "utf-8")
        (folder / f"{table}.geojson").write_text(json.dumps(geojson(rows)), "utf-8")
    found = {str(path.relative_to(folder)): _text(path) for path in folder.rglob("*") if path.is_file()}
    return {f"{name} {text}"[:60]: f"{name}\n{text}" for name, text in found.items()}


def _text(path: Path) -> str:
    if path.suffix != ".pdf":
        return path.read_bytes().decode("utf-8")
    pdfium = pytest.importorskip("pypdfium2")
    document = pdfium.PdfDocument(path)
    text = "".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    return str(text)


def _decoded(text: str) -> Iterator[str]:
    """As it stands, and as whoever unescapes HTML, JSON or an address would read it."""
    unjson = re.sub(r"\\u([0-9a-fA-F]{4})", lambda found: chr(int(found[1], 16)), text)
    yield from (text, unescape(text), unquote(text), unjson, unescape(unescape(unjson)), unquote(unquote(unjson)))


def _forms(value: str) -> set[str]:
    """Written out in each encoding, too, so that the search does not trust its own decoding."""
    return {
        value,
        escape(value),
        escape(value).replace("&#x27;", "&#39;"),
        json.dumps(value)[1:-1],
        quote(value),
        quote(value, safe=""),
        quote(quote(value)),
    }


@pytest.mark.parametrize("anew", [True, False])
def test_no_withheld_value_is_in_any_byte(store: Store, tmp_path: Path, anew: bool) -> None:
    """Words of held documents, fine coordinates, names, withheld sources with ids and addresses; in no file or name."""
    leaving = _leaving(store, _watch(), tmp_path / "out", anew=anew)
    held = {"secretword", "youngword", "The Gazette", "gazette.example.org", "relay.example.org", "Relay chief",
            "Lipka", "Brod", "77 soldiers"}  # fmt: skip
    held |= {
        _PERSON,
        "Nowák",
        "Zofia O'Hara-Nowak",
        f"{PLACES['Lipka'][0]}",
        f"{PLACES['Brod'][0]}",
        f"{PLACES['Brod'][1]}",
    }
    held |= {str(one.id) for one in store.view().documents() if one.source in ("gazette", "relay")}
    held |= {one.label for one in store.view().documents() if one.source in ("gazette", "relay")}
    assert sum("_" in one for one in held) == 3
    for name, text in leaving.items():
        for value in held:
            for form in _forms(value):
                assert all(form.casefold() not in each.casefold() for each in _decoded(text)), (name, value)
        assert '"source":"gazette"' not in text
        assert not re.search(r'"low":77|"high":77', text), name
    everything = "\n".join(leaving.values())
    assert A_PERSON in everything
    assert A_SOURCE in everything
    assert "Lipova" in everything


def test_without_a_policy_all_of_it_is_there(store: Store, tmp_path: Path) -> None:
    """The search above finds what is not held: it would see a leak."""
    everything = "\n".join(_leaving(store, _watch(Policy()), tmp_path / "out").values())
    for value in ("secretword", "youngword", "gazette.example.org", "Relay chief", "Lipka", "Brod"):
        assert value in everything
    assert _PERSON in unescape(everything)


def test_an_event_is_no_surer_than_the_accounts_that_are_left(tmp_path: Path) -> None:
    """Corroborated by a withheld source alone is one-sided in public, and its reasons, which name it, stay here."""
    desk = Desk()
    for source in ("paper", "gazette"):
        told = {"change": "captured", "actor": "Northland troops", "when": _OLD}
        desk.report(source, f"captured Lipova, the {source} man saw", _OLD, **told)
    store = SqliteStore(tmp_path / "vedette.db", create=True)
    _fill(store, desk)
    (inside,) = _site(store).events
    assert inside.event.assessment.status == "corroborated"
    (outside,) = _site(store, Policy(withhold=(SourceId("gazette"),))).events
    assert outside.event.assessment.status == "one-sided"
    assert outside.event.assessment.reasons == ()
    watch = _watch(Policy(withhold=(SourceId("gazette"),)))
    (anew,) = build_site(view_without(store.view(), watch, _NOW), watch, _NOW).events
    assert anew.event.assessment.status == "one-sided"
    assert anew.event.assessment.source_grade == "B"
    store.close()


def test_a_report_with_names_withheld_can_be_verified(store: Store, tmp_path: Path) -> None:
    """The words of its citations are held to the stored text; other words are found out."""
    folder = tmp_path / "report"
    watch = _watch(Policy(redact=(_PERSON,)))
    write_report(build_report(store.view(), watch, _OLD, _OLD, _NOW), folder, watch)
    rows = json.loads((folder / "citations.json").read_text("utf-8"))
    assert any(A_PERSON in row["text"] and row["redacted"] for row in rows)
    assert [*_citation_problems(store.view(), folder), *_sight_problems(store.view(), folder)] == []
    next(row for row in rows if row.get("redacted"))["text"] += " and more"
    (folder / "citations.json").write_text(json.dumps(rows), "utf-8")
    assert len(list(_citation_problems(store.view(), folder))) == 1


def test_a_citation_with_a_name_withheld_still_cuts_out_its_words(store: Store, tmp_path: Path) -> None:
    """In the text that leaves."""
    report = build_report(store.view(), _watch(Policy(redact=(_PERSON,))), _OLD, _OLD, _NOW)
    for citation in report.citations:
        assert citation.span.of(report.documents[citation.span.document].text) == citation.text


def test_a_slip_in_withhold_is_refused(store: Store) -> None:
    """It would let everything of the source out."""
    refuse_unknown(store.view(), _watch())
    with pytest.raises(UsageError, match="no source has the id 'gazete'"):
        refuse_unknown(store.view(), _watch(Policy(withhold=(SourceId("gazete"),))))


def test_what_publishing_never_asks_has_no_public_answer(store: Store) -> None:
    """A new question must be thought over before it can let something out."""
    view = public_view(store.view(), _POLICY)
    with pytest.raises(AttributeError):
        view.find_documents("secretword")
    assert {one.source for one in view.documents()} == {"ministry", "staff", "paper"}
    assert all(one.id not in ("gazette", "relay") for one in view.sources())


def _pages(folder: Path) -> dict[Path, lxml_html.HtmlElement]:
    return {path: lxml_html.parse(path).getroot() for path in folder.rglob("*.html")}


def test_every_link_leads_somewhere(store: Store, tmp_path: Path) -> None:
    """To a file of the folder, at a place that is there: nothing needs a server."""
    write_site(_site(store), tmp_path / "site")
    pages = _pages(tmp_path / "site")
    assert {path.name for path in (tmp_path / "site").iterdir() if path.is_file()} == {
        "index.html", "control.html", "threats.html", "sources.html", "method.html", "feed.xml", "search.json",
        "search.js", "vedette-site.json"}  # fmt: skip
    links = 0
    for path, page in pages.items():
        for link in page.xpath("//*[local-name()='a' or local-name()='link']/@href"):
            parts = urlsplit(link)
            assert not parts.scheme
            assert not parts.netloc
            target = (path.parent / parts.path).resolve() if parts.path else path
            assert target.is_file(), (path, link)
            if parts.fragment:
                assert pages[target].xpath("//*[@id=$id]", id=parts.fragment), (path, link)
            links += 1
    assert links > 50


def test_headings_and_landmarks_are_in_order(store: Store, tmp_path: Path) -> None:
    """One first heading a page, no level left out, one main, header, footer and navigation; ids once."""
    write_site(_site(store), tmp_path / "site")
    for path, page in _pages(tmp_path / "site").items():
        levels = [int(one.tag[1]) for one in page.iter("h1", "h2", "h3", "h4")]
        assert levels[0] == 1, path
        assert levels.count(1) == 1, path
        assert all(after - before <= 1 for before, after in pairwise(levels)), path
        assert [len(page.xpath(f"//{one}")) for one in ("main", "header", "footer", "nav")] == [1, 1, 1, 1], path
        ids = page.xpath("//@id")
        assert len(ids) == len(set(ids)), path
        assert page.xpath("//meta[@http-equiv='Content-Security-Policy']"), path


def test_others_text_brings_no_markup(store: Store, tmp_path: Path) -> None:
    """No script but ours, whatever the reports hold; no style or handler in an element."""
    write_site(_site(store), tmp_path / "site")
    for path, page in _pages(tmp_path / "site").items():
        assert page.xpath("//script/@src") == (
            ["search.js"] if path.name == "index.html" and path.parent.name == "site" else []
        )
        assert not page.xpath("//script[not(@src)]")
        assert not page.xpath("//@style | //@onclick | //@onerror | //iframe | //img")
    feed = etree.parse(str(tmp_path / "site" / "feed.xml"))
    assert feed.getroot().tag == "{http://www.w3.org/2005/Atom}feed"
    assert len(feed.findall("{*}entry")) == 2


def test_the_index_finds_every_event(store: Store, tmp_path: Path) -> None:
    """Each row of the search leads to a page."""
    site = _site(store)
    write_site(site, tmp_path / "site")
    rows = json.loads((tmp_path / "site" / "search.json").read_text("utf-8"))
    assert len(rows) == len(site.events) + len(site.places)
    assert all((tmp_path / "site" / row["u"]).is_file() for row in rows)


def test_an_earlier_site_gives_way_and_nothing_else_does(store: Store, tmp_path: Path) -> None:
    """Whole or not at all."""
    folder = tmp_path / "public" / "site"
    write_site(_site(store), folder)
    (folder / "stale.html").write_text("old")
    write_site(_site(store), folder)
    assert not (folder / "stale.html").exists()
    other = tmp_path / "notes"
    other.mkdir()
    (other / "mine.txt").write_text("mine")
    with pytest.raises(FileExistsError):
        write_site(_site(store), other)
    assert [path.name for path in other.iterdir()] == ["mine.txt"]
    assert sorted(path.name for path in (tmp_path / "public").iterdir()) == ["site"]


def test_an_empty_workspace_has_a_site_that_says_so(tmp_path: Path) -> None:
    """No event, no map, no broken page."""
    store = SqliteStore(tmp_path / "vedette.db", create=True)
    fill_report(store, Desk())
    page = write_site(_site(store), tmp_path / "site")
    assert "Nothing may be told yet." in page.read_text("utf-8")
    store.close()
