"""The situation report: every sentence cited, every claim attributed, everything escaped."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from desk import WATCH, Desk
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import html as lxml_html
from store_facts import a_capture, a_document, a_statement, an_event

from vedette.knowledge import counted
from vedette.model.event import Picture
from vedette.model.failure import Failure
from vedette.model.ids import DocumentId
from vedette.model.span import Span
from vedette.model.watch import Policy
from vedette.ports import Store
from vedette.publish.citation import Citation, Report, Sentence
from vedette.publish.html import pieces, write_html
from vedette.publish.mapping import clip, draw
from vedette.publish.markdown import write_markdown
from vedette.publish.report import build_report, last_day_told
from vedette.publish.write import write_report
from vedette.store.sqlite import SqliteStore

_DAY = date(2024, 5, 12)
_LATER = datetime(2024, 6, 1, tzinfo=UTC)
_EVIL = "<script>alert(1)</script>"


def _desk() -> Desk:
    desk = Desk()
    taken = {"change": "captured", "actor": "Northland troops", "when": _DAY}
    desk.report("ministry", "captured Lipova on Sunday", **taken)
    desk.report("staff", "captured Lipova? That is false.", kind="denial", factuality=-3.0, **taken)
    desk.report("ministry", f"captured Brod {_EVIL} [link](javascript:alert(1))", **taken)
    desk.report("staff", "left Brod", change="withdrew", plover="RETREAT", actor="Southmark forces", when=_DAY)
    clash = {
        "subtype": "armed-clash",
        "trigger": "fight",
        "unit": "soldier",
        "target": "Northland troops",
        "when": _DAY,
    }
    desk.report("staff", "In the fight at Lipova 100 soldiers were killed", **clash)
    desk.report("paper", "We strike back if hit", kind="threat", speaker="Northland president", plover="THREATEN")
    doubt = {"certainty": "unconfirmed", "factuality": 0.0, "change": "captured", "actor": "Southmark", "when": _DAY}
    desk.report("gazette", "captured Vale and Lipova, it is rumoured", **doubt)
    return desk


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = SqliteStore(tmp_path / "vedette.db", create=True)
    _fill(opened, _desk())
    yield opened
    opened.close()


def _fill(store: Store, desk: Desk) -> Picture:
    capture = a_capture()
    papers = [replace(document, capture=capture.id) for document in desk.documents]
    store.append([*WATCH.sources, capture, *papers, *desk.analyses])
    picture, links = desk.picture()
    store.replace_picture(picture, links, "test")
    return picture


def _report(store: Store, **changes: Any) -> Report:
    return build_report(store.view(), replace(WATCH, **changes), _DAY, _DAY, _LATER)


def _texts(report: Report, anchor: str) -> list[str]:
    section = next(section for section in report.sections if section.anchor == anchor)
    return [sentence.text for sentence in section.sentences]


def test_no_sentence_without_a_citation() -> None:
    """It cannot even be made."""
    with pytest.raises(ValueError, match="without a citation"):
        Sentence(text="It rained.", citations=())


def test_every_citation_quotes_its_document(store: Store) -> None:
    """`text` is the slice, and the document is in the report."""
    report = _report(store)
    assert report.citations
    for citation in report.citations:
        assert citation.span.of(report.documents[citation.span.document].text) == citation.text
        assert citation.text.strip()


def test_the_wording_follows_the_status(store: Store) -> None:
    """A denied claim, a conceded one, a doubtful one: always by somebody, never as fact."""
    told = " ".join(_texts(_report(store), "events"))
    assert "The Northland Ministry of Defence claimed the capture of Lipova by Northland on 12 May 2024; " in told
    assert "the General Staff of Southmark denied it." in told
    assert "the General Staff of Southmark conceded it." in told
    assert "Killed on the side of Northland: 100 according to the General Staff of Southmark." in told
    (doubt,) = _texts(_report(store), "unconfirmed")
    assert doubt.startswith("The Gazette passed on unconfirmed reports of the capture of Lipova by Southmark")


def test_it_is_told_who_has_not_commented(store: Store) -> None:
    """On what one of two sides claims to have done; not on what both tell of, nor on a visit. Only of the reports at
    hand: what a side says elsewhere is not known."""
    told = [one for section in _report(store).sections for one in section.sentences]
    silent = [one for one in told if "does not comment on it in these reports" in one.text]
    assert silent
    for one in silent:
        assert one.event is not None
        assert one.event.assessment.status == "one-sided"
        assert len({account.side for account in one.event.accounts}) == 1


def test_a_denial_never_reads_as_what_it_denies(store: Store, tmp_path: Path) -> None:
    """The words that somebody denies say the opposite of what he says: in the report, its notes and its pages."""
    desk = Desk()
    when: dict[str, Any] = {"change": "captured", "actor": "Northland troops", "when": _DAY}
    desk.report("ministry", "captured Lipova on Sunday", **when)
    text = "The General Staff denied on Sunday that troops had captured Lipova"
    denial = {"kind": "denial", "certainty": "denied", "factuality": -2.5, "trigger": "captured", **when}
    desk.report("staff", text, content="troops had captured Lipova", cue="denied", **denial)
    _fill(store, desk)
    report = _report(store)
    (dispute,) = _texts(report, "disputed")
    assert "the General Staff of Southmark denied that “troops had captured Lipova”" in dispute
    write_report(report, tmp_path / "report")
    for path in (tmp_path / "report").rglob("*.*"):
        written = path.read_text("utf-8")
        assert "“troops had captured Lipova" not in written.replace("denied that “troops", "")
        assert '"troops had captured' not in written


def test_places_told_in_the_same_words_are_one_sentence(store: Store) -> None:
    """By the same accounts, with every event still to be found on the map."""
    desk = Desk()
    desk.report("ministry", "captured Lipova and Brod", change="captured", actor="Northland troops", when=_DAY)
    _fill(store, desk)
    report = _report(store)
    (told,) = _texts(report, "events")
    assert "the capture of Brod and Lipova by Northland on 12 May 2024" in told
    assert len(report.events) == 2


def test_threats_concessions_disputes_and_control_have_their_sections(store: Store) -> None:
    """In the words of the sources."""
    report = _report(store)
    assert _texts(report, "threats") == ["Northland president, on 12 May 2024, threatened: “We strike back if hit”."]
    assert _texts(report, "conceded") == [
        "The capture of Brod by Northland on 12 May 2024 — the General Staff of Southmark: “left Brod”"
    ]
    assert "“captured Lipova on Sunday”" in _texts(report, "disputed")[0]
    assert "“captured Lipova? That is false.”" in _texts(report, "disputed")[0]
    assert _texts(report, "control") == [
        "By the statements of 12 May 2024, Brod went to Northland, as Southmark concedes."
    ]


def test_the_folder_opens_offline_and_quotes_itself(store: Store, tmp_path: Path) -> None:
    """No outside address, no script; every link leads to an anchor inside the folder."""
    folder = tmp_path / "report"
    page = write_report(_report(store), folder)
    assert page == folder / "index.html"
    for path in folder.rglob("*.html"):
        text = path.read_text("utf-8")
        assert "<script" not in text
        assert not re.search(r'(?:src|href)="(?:https?:)?//', text)
    tree = lxml_html.parse(str(page))
    links = [str(link) for link in tree.xpath("//sup/a/@href")]
    assert links
    for link in links:
        name, anchor = link.split("#")
        target = lxml_html.parse(str(folder / name))
        assert target.xpath(f"//*[@id='{anchor}']/following-sibling::mark")
    for anchor in tree.xpath("//svg//a/@href"):
        assert tree.xpath(f"//*[@id='{anchor[1:]}']")


def test_citations_json_can_be_checked(store: Store, tmp_path: Path) -> None:
    """Document, start, end and the words between."""
    report = _report(store)
    write_report(report, tmp_path / "report")
    rows = json.loads((tmp_path / "report" / "citations.json").read_text("utf-8"))
    assert len(rows) == len(report.citations)
    for row in rows:
        (document,) = store.view().documents([DocumentId(row["document"])])
        assert document.text[row["start"] : row["end"]] == row["text"]


def test_markdown_has_a_footnote_for_every_mark(store: Store) -> None:
    """And captured mark-up stays text."""
    text = write_markdown(_report(store))
    used, defined = set(re.findall(r"\[\^(\d+)\](?!:)", text)), set(re.findall(r"^\[\^(\d+)\]:", text, re.MULTILINE))
    assert used == defined
    assert "<script" not in text.replace(r"\<script", "")
    assert "[link](javascript" not in text


@pytest.mark.parametrize("coarsen_m", [0, 50_000])
def test_the_policy_holds_young_positions_back(store: Store, coarsen_m: int) -> None:
    """A report quotes: what happened at a fine place a short time ago is not in it at all, and it says so."""
    report = _report(store, policy=Policy(delay_hours=24 * 60, coarsen_m=coarsen_m))
    assert _texts(report, "events") == []
    assert _texts(report, "control") == []
    assert report.held > 0
    assert f"{report.held} events of these days are held back" in write_markdown(report)


def test_failures_and_counts_are_named(store: Store) -> None:
    """What could not be read is part of the report."""
    store.fail(Failure(stage="read", version="1", item="cap_1", reason="no text <in> it"))
    text = write_markdown(_report(store))
    assert r"no text \<in\> it" in text
    assert "documents that tell them: 7" in text


def test_the_last_day_with_something_to_tell_is_the_default(store: Store) -> None:
    """Not a later day of which no sentence could be written, nor one that the policy holds back."""
    desk = _desk()
    days: tuple[tuple[int, dict[str, Any]], ...] = ((20, {}), (21, {"plover": "CONSULT", "target": "units"}))
    for day, told in days:
        desk.report("paper", "something happened", date(2024, 5, day), when=date(2024, 5, day), **told)
    picture = _fill(store, desk)
    assert max(event.when.first_day for event in picture.events if event.when) > _DAY
    assert last_day_told(store.view(), Policy(), _LATER) == _DAY
    assert last_day_told(store.view(), Policy(delay_hours=24 * 60), _LATER) is None


def test_an_empty_report_says_so_and_where_to_look(store: Store) -> None:
    """The nearest days that hold something."""
    empty = build_report(store.view(), WATCH, date(2024, 5, 1), date(2024, 5, 2), _LATER)
    assert empty.is_empty
    assert "Nothing is told of 1 to 2 May 2024." in write_markdown(empty)
    assert "of which something is told: 12 May 2024." in write_markdown(empty)
    assert not _report(store).is_empty


@pytest.mark.parametrize(
    ("item", "reason", "told"),
    [
        ("file:///home/ann/war/list.txt", "/home/ann/war/list.txt holds no text", "list.txt holds no text"),
        ("/srv/x/a.html", "file:///srv/x/a.html: cannot be read. Check it.", "a.html: cannot be read. Check it."),
        ("file:///home/ann/my%20war/b.txt", "/home/ann/my war/b.txt is empty", "b.txt is empty"),
        ("https://example.org/a?key=s", "https://example.org/a?key=s: no answer", "example.org: no answer"),
        ("C:\\Users\\ann\\a.txt", "C:\\Users\\ann\\a.txt is empty", "a.txt is empty"),
        ("cap_1", "text/html with letters and/or marks, 3/4 of it", "text/html with letters and/or marks, 3/4 of it"),
    ],
)
def test_no_folder_of_this_machine_is_published(store: Store, item: str, reason: str, told: str) -> None:
    """Files by their base names, addresses by their hosts."""
    store.fail(Failure(stage="read", version="1", item=item, reason=reason))
    (failure,) = _report(store).failures
    assert failure.reason == told
    assert not any(part in failure.item for part in ("/", "ann", "key"))


def test_under_a_policy_what_could_not_be_read_is_counted(store: Store) -> None:
    """A file's name may be that of a village."""
    store.fail(Failure(stage="read", version="1", item="/home/ann/Lipova.txt", reason="Lipova.txt holds no text"))
    text = write_markdown(_report(store, policy=Policy(delay_hours=24 * 60)))
    assert "Lipova" not in text
    assert "1 item, not named here" in text


def test_a_folder_of_something_else_is_left_alone(store: Store, tmp_path: Path) -> None:
    """An earlier report gives way, nothing else does."""
    report = _report(store)
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "thesis.txt").write_text("years of work")
    with pytest.raises(FileExistsError):
        write_report(report, mine)
    assert (mine / "thesis.txt").exists()
    write_report(report, tmp_path / "report")
    write_report(report, tmp_path / "report")
    assert not list(tmp_path.glob(".report-*"))


@given(st.text(max_size=40), st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=6))
def test_pieces_are_the_text(text: str, bounds: list[tuple[int, int]]) -> None:
    """Nothing lost, nothing twice; what a citation covers is marked and every citation has its anchor."""
    spans = sorted({(min(a, b, len(text)), min(max(a, b), len(text))) for a, b in bounds})
    spans = [(a, b) for a, b in spans if a < b]
    document = DocumentId("doc_1")
    cited = [Citation(span=Span(document=document, start=a, end=b), text=text[a:b]) for a, b in spans]
    cut = pieces(text, cited)
    assert "".join(piece.text for piece in cut) == text
    covered = {at for a, b in spans for at in range(a, b)}
    at = 0
    for piece in cut:
        assert all((index in covered) == piece.marked for index in range(at, at + len(piece.text)))
        at += len(piece.text)
    assert sorted(anchor for piece in cut for anchor in piece.anchors) == sorted(one.anchor for one in cited)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.text(min_size=1, max_size=30), speaker=st.text(min_size=1, max_size=20))
def test_hostile_words_stay_words(words: str, speaker: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Whatever a text or a name holds, the pages parse and show it as text."""
    folder = tmp_path_factory.mktemp("hostile")
    desk = Desk()
    desk.report("paper", f"captured Lipova {words}", change="captured", speaker=f"<b>{speaker}", when=_DAY)
    store = SqliteStore(folder / "vedette.db", create=True)
    try:
        _fill(store, desk)
        report = _report(store)
        write_html(report, folder)
        tree = lxml_html.document_fromstring((folder / "index.html").read_bytes().decode("utf-8"))
        assert not tree.xpath("//li//b | //script")
        assert report.citations
    finally:
        store.close()


def test_clipping_keeps_what_is_inside() -> None:
    """A square over a corner of the box leaves that corner."""
    square = [(-1.0, -1.0), (1.0, -1.0), (1.0, 1.0), (-1.0, 1.0)]
    assert set(clip(square, (0.0, 0.0, 5.0, 5.0))) == {(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0)}
    assert clip(square, (2.0, 2.0, 3.0, 3.0)) == []


def test_politics_is_told_in_the_words_alone(store: Store) -> None:
    """No category of Vedette's stands over them; where nobody who is somebody takes part they are left out."""
    desk = Desk()
    desk.report("paper", "met the envoys", plover="CONSULT", actor="Northland", when=_DAY)
    desk.report("gazette", "met some units", plover="CONSULT", actor="units", when=_DAY)
    _fill(store, desk)
    assert _texts(_report(store), "other") == ["The Paper: “met the envoys”"]


def test_words_that_say_nothing_by_themselves_are_left_out(store: Store) -> None:
    """Of "the accord, which Northland denies" the one denied word is no account to read."""
    desk = Desk()
    denied = {"content": "which", "cue": "denies", "kind": "denial", "factuality": -3.0, "trigger": "accord"}
    desk.report("paper", "the accord, which Northland denies", plover="AGREE", actor="Northland", when=_DAY, **denied)
    _fill(store, desk)
    assert _texts(_report(store), "other") == []


def test_places_that_changed_hands_together_are_one_sentence(store: Store) -> None:
    """By the same statements, with the verb in the plural."""
    desk = Desk()
    desk.report("ministry", "captured Lipova and Brod", change="captured", actor="Northland troops", when=_DAY)
    _fill(store, desk)
    assert _texts(_report(store), "control") == [
        "By the statements of 12 May 2024, Brod and Lipova are claimed by Northland."
    ]


def test_tolls_stand_side_by_side_and_contradict(store: Store) -> None:
    """Each voice with its numbers and days; what does not fit is said, and not judged."""
    desk = Desk()
    for day, number, speaker in (
        (10, 900, "Northland ministry"),
        (12, 950, "Northland ministry"),
        (12, 300, "Southmark staff"),
    ):
        words = f"Since the start of the war Southmark lost {number} soldiers killed"
        desk.report("paper", words, date(2024, 5, day), speaker=speaker, unit="soldier", plover="MOBILIZE")
    _fill(store, desk)
    report = build_report(store.view(), WATCH, _DAY, _DAY, _LATER, counted=counted(store.view(), WATCH))
    assert _texts(report, "tolls") == [
        "Killed on the side of Southmark, all in all — the Northland ministry: 900 (10 May 2024), 950 (12 May 2024); "
        "the Southmark staff: 300 (12 May 2024). "
        "The numbers of the Northland ministry and the Southmark staff contradict each other."
    ]
    (section,) = (one for one in report.sections if one.anchor == "tolls")
    assert len(section.sentences[0].citations) == 3


def test_a_province_is_not_captured(store: Store) -> None:
    """Of what is no settlement there are captures in it; its area is its own name."""
    desk = Desk()
    desk.report("ministry", "captured two villages in Northland", change="captured", actor="Southmark", when=_DAY)
    _fill(store, desk)
    report = _report(store)
    assert "captures in Northland by Southmark" in _texts(report, "events")[0]
    (section,) = (one for one in report.sections if one.anchor == "events")
    assert [group.title for group in section.groups] == ["Northland"]


def test_names_of_towns_do_not_cover_each_other() -> None:
    """Of two towns side by side the larger keeps its name."""
    document = a_document("It fell.")
    event = an_event("evt_1", document, a_statement(document, "It fell"))
    drawn = draw([event], (34.0, 46.8, 39.5, 51.2)) or ""
    spots = [
        (float(x), float(y)) for x, y in re.findall(r'class="town" text-anchor="middle" x="([^"]+)" y="([^"]+)"', drawn)
    ]
    assert spots
    for at, (x, y) in enumerate(spots):
        assert not any(abs(x - a) < 60 and abs(y - b) < 14 for a, b in spots[:at])


def test_what_the_watch_says_first_stands_first(store: Store, tmp_path: Path) -> None:
    """A draft or a demonstration says so in every form, and is only text."""
    report = _report(store, notice="<b>A draft.</b>")
    page = write_report(report, tmp_path / "report", WATCH)
    assert '<p class="notice">&lt;b&gt;A draft.&lt;/b&gt;</p>' in page.read_text("utf-8")
    assert "\\<b\\>A draft." in write_markdown(report)
