"""The web pages over a real store, read as a browser without JavaScript would."""

import hashlib
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from web_client import Client
from web_world import COURIER, EVENTS, HEAT, HOSTILE, MINISTRY, RECYCLED, STAFF, STAFF_FIRST, WATCH, build_store

from vedette.collect.archive import FileArchive
from vedette.model.analysis import Analysis
from vedette.model.capture import Capture, capture_id
from vedette.model.document import Document, Mark, document_id
from vedette.model.ids import SourceId
from vedette.store.sqlite import SqliteStore
from vedette.web.app import create_app

PICTURE = b"\x89PNG\r\n\x1a\n of a sign"


def captured(archive: FileArchive, payload: bytes, media: str) -> Capture:
    sha256 = archive.write(payload)
    return Capture(
        id=capture_id(hashlib.sha256(payload).hexdigest(), None),
        sha256=sha256,
        size=len(payload),
        address="file:///sign",
        fetched=datetime(2024, 5, 20, tzinfo=UTC),
        media_type=media,
    )


def seen_words(kind: str, text: str, mark: Mark) -> Document:
    return Document(
        id=document_id(kind, text),
        capture=capture_id(hashlib.sha256(PICTURE).hexdigest(), None),
        source=SourceId("courier"),
        origin=kind,
        label=kind,
        text=text,
        marks=(mark,),
    )


SIGN = seen_words("sign/lettering", "Lyptsi 5 km", Mark(start=0, end=11, box=(0.1, 0.2, 0.5, 0.4), confidence=0.9))
SPEECH = seen_words(
    "sign/speech", "They left at night.", Mark(start=0, end=19, seconds=3723.4, until=3725.0, confidence=0.2)
)


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    folder = tmp_path_factory.mktemp("war")
    reports = folder / "reports"
    report = reports / "2024-05-13"
    report.mkdir(parents=True)
    (report / "index.html").write_text("<h1>Situation report</h1>", "utf-8")
    (report / "report.md").write_text("# Situation report", "utf-8")
    (folder / "secret.html").write_text("secret", "utf-8")
    (reports / "way-out.html").symlink_to(folder / "secret.html")
    store = build_store(folder / "vedette.db")
    archive = FileArchive(folder / "archive")
    store.append([captured(archive, PICTURE, "image/png"), captured(archive, b"<script>", "text/html"), SIGN, SPEECH])
    store.append([Analysis(document=SIGN.id, version="1", language="de")])
    yield Client(create_app(store.view, WATCH, reports_folder=reports, archive=archive))
    store.close()


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Client]:
    store = SqliteStore(tmp_path / "vedette.db", create=True)
    yield Client(create_app(store.view, WATCH, reports_folder=tmp_path / "reports"))
    store.close()


PAGES = ("/", "/statements", "/events", "/documents", "/threats", "/control", "/sources", "/failures", "/observations",
         "/media", "/changes")  # fmt: skip


@pytest.mark.parametrize("page", PAGES)
def test_every_page_answers_full_and_empty(client: Client, empty: Client, page: str) -> None:
    """A page of a new workspace says what to do instead of failing."""
    assert client.get(page).status_code == 200
    assert empty.get(page).status_code == 200


def test_an_empty_workspace_says_what_to_do(empty: Client) -> None:
    """The first page of a new workspace names the next command."""
    assert "vedette add" in empty.get("/").text


def test_overview_shows_events_statements_and_failures(client: Client) -> None:
    """The first page is readable without JavaScript."""
    page = client.get("/").text
    assert "Advance · Vovchansk" in page
    assert "conceded" in page
    assert "1 item could not be worked through" in page
    assert "/report/2024-05-13/index.html" in page


def test_a_row_tells_speaker_channel_outlet_and_own_voice_apart(client: Client) -> None:
    """Four different things are never run together."""
    page = client.get("/statements", params={"limit": "50"}).text
    assert re.search(r"via Telegram, in\s*<a[^>]*>Northern Ministry of Defence</a>", page)
    assert page.count("Outlet’s own voice") == 2


def test_a_denial_never_stands_as_what_it_denies(client: Client) -> None:
    """Wherever its words are shown, that they are denied comes first."""
    statement = next(one for one in COURIER.analysis.statements if one.kind == "denial")
    for page in ("/statements?kind=denial", f"/documents/{COURIER.document.id}"):
        text = client.get(page).text
        words = statement.content.of(COURIER.document.text)
        assert re.search(rf'<b class="denies">denied:</b> (?:<a [^>]*>)?{words}', text), page


def test_filters_narrow_and_stay_in_the_form(client: Client) -> None:
    """The address is the state: the form shows the filters it was asked with."""
    page = client.get("/statements", params={"side": "south", "kind": "admission"}).text
    assert "1 statement<" in page
    assert '<option value="south" selected>' in page
    assert "partial success" in page


def test_hostile_text_is_never_markup(client: Client) -> None:
    """Contents, speakers, titles and reasons are escaped wherever they stand."""
    for page in (*PAGES, f"/documents/{COURIER.document.id}", f"/events/{EVENTS[-1].id}"):
        text = client.get(page).text
        assert "<script>alert" not in text
        assert "<b>A reader" not in text
        assert "<counts>" not in text
        assert "onerror" not in text


def test_only_web_addresses_become_links(client: Client) -> None:
    """A javascript address of a document is not offered; a web address is, without a referrer."""
    assert "javascript:" not in client.get(f"/documents/{COURIER.document.id}").text
    page = client.get(f"/documents/{MINISTRY.document.id}").text
    assert 'href="https://example.org/ministry/11" rel="noreferrer nofollow noopener"' in page


def test_a_citation_stands_marked_in_its_document(client: Client) -> None:
    """Following a quotation leads to an element called cited that begins at its words."""
    statement = MINISTRY.statement(2)
    listed = client.get("/statements", params={"text": "170 enemy"}).text
    expected = (
        f"/documents/{MINISTRY.document.id}?start={statement.content.start}&amp;end={statement.content.end}#cited"
    )
    assert expected in listed
    page = client.get(f"/documents/{MINISTRY.document.id}?start={statement.content.start}&end={statement.content.end}")
    after = page.text.split('id="cited"')[1]
    assert re.search(r"<mark class=\"[^\"]*cited[^\"]*\"[^>]*>Up to 170 enemy soldiers were killed</mark>", after)


def test_a_language_read_at_a_first_level_is_said(client: Client) -> None:
    """By what it was read in, whether or not anybody had declared it; of English nothing is said."""
    assert "read at a first level" in client.get(f"/documents/{SIGN.id}").text
    assert "read at a first level" not in client.get(f"/documents/{MINISTRY.document.id}").text


def test_an_edited_message_shows_its_versions(client: Client) -> None:
    """The first version stays readable and says that it is not the newest."""
    newest = client.get(f"/documents/{STAFF.document.id}").text
    assert "2 versions" in newest
    assert STAFF_FIRST.document.id in newest
    assert "this is not the newest" in client.get(f"/documents/{STAFF_FIRST.document.id}").text


def test_a_forward_names_where_it_came_from(client: Client) -> None:
    """A repost is not a source of its own."""
    assert "forwarded from Northern Ministry of Defence" in client.get("/documents").text


def test_an_event_keeps_figures_apart_by_side(client: Client) -> None:
    """Two tolls of two sides are two rows; nothing is averaged."""
    page = client.get("/events/evt_vovchansk").text
    assert "at most 170" in page
    assert "at least 100" in page
    assert "admits it" in page
    assert "It is conceded in this test." in page
    assert "repeats family 0" in page


def test_a_threat_shows_its_condition(client: Client) -> None:
    """The condition is quoted and cited like the threat itself."""
    page = client.get("/threats").text
    assert "will be answered with everything we have" in page
    assert "if foreign weapons are used" in page


def test_control_names_both_holders_and_its_words(client: Client) -> None:
    """A change of holder carries its status and the statements it rests on."""
    page = client.get("/control").text
    assert "10–11 May 2024" in page
    assert "claimed" in page
    assert "have liberated Lukiantsi" in page


@pytest.mark.parametrize(
    "question",
    [
        "side=red", "kind=shout", "status=true", "certainty=sure", "from=yesterday", "from=2024-05-13&to=2024-05-12",
        "bbox=1,2,3", "bbox=nan,0,1,1", "bbox=10,0,5,1", "limit=0", "limit=999999", "page=-1", "page=²", "datetime=x/y",
        "nonsense=1", "text=" + "a" * 400, "text=a%00b", "offset=1e9",
    ],
)  # fmt: skip
def test_a_bad_parameter_gets_a_readable_answer(client: Client, question: str) -> None:
    """What cannot be understood is refused by name, as a page and as JSON, and never shown as everything."""
    page = client.get(f"/statements?{question}")
    assert page.status_code == 400
    assert "That question cannot be read" in page.text
    answer = client.get(f"/api/statements.json?{question}")
    assert answer.status_code == 400
    assert answer.json()["error"]


@pytest.mark.parametrize(
    "address", ["/events/evt_x", "/documents/doc_x", "/nothing", "/report/x.html", "/basemap/x.json", "/static/x.js"]
)
def test_what_is_not_there_gets_a_readable_answer(client: Client, address: str) -> None:
    """An unknown id is a 404 that says so."""
    answer = client.get(address)
    assert answer.status_code == 404
    assert "Not here" in answer.text or "error" in answer.text


@pytest.mark.parametrize(
    "cited", ["start=1", "start=a&end=b", "start=5&end=2", "start=0&end=99999", "start=0&end=1&x=1"]
)
def test_a_bad_citation_is_refused(client: Client, cited: str) -> None:
    """Offsets outside the text are an error, not a silent nothing."""
    assert client.get(f"/documents/{COURIER.document.id}?{cited}").status_code == 400


def test_reports_are_served_from_their_folder_only(client: Client) -> None:
    """No dots, links or absolute paths lead out of the folder of reports; a report runs no script."""
    answer = client.get("/report/2024-05-13/index.html")
    assert answer.status_code == 200
    assert client.get("/report/2024-05-13").headers["location"] == "/report/2024-05-13/index.html"
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert client.get("/report/2024-05-13/report.md").headers["content-type"].startswith("text/plain")
    for name in (
        "../secret.html",
        "..%2Fsecret.html",
        "way-out.html",
        "%2Fetc%2Fpasswd",
        ".hidden",
        "a/../../secret.html",
    ):
        assert client.get(f"/report/{name}").status_code == 404


def test_every_answer_carries_its_guards(client: Client) -> None:
    """Policy headers are on pages, data, files and errors alike."""
    for address in ("/", "/api/events.geojson", "/static/vedette.css", "/nothing"):
        headers = client.get(address).headers
        assert "default-src 'self'" in headers["content-security-policy"]
        assert "unsafe" not in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "same-origin"


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "", "localhost.evil.example:8000"])
def test_other_host_names_get_nothing(client: Client, host: str) -> None:
    """A page elsewhere that points its name at this machine reads nothing (DNS rebinding)."""
    answer = client.get("/", headers={"Host": host})
    assert answer.status_code == 421
    assert "river war" not in answer.text


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost:9", "[::1]:8000", "LOCALHOST"])
def test_loopback_names_are_answered(client: Client, host: str) -> None:
    """Whatever the port, the machine's own names work."""
    assert client.get("/", headers={"Host": host}).status_code == 200


def test_only_reading_is_possible(client: Client) -> None:
    """No method that could change anything is answered."""
    assert client.ask("POST", "/").status_code == 405
    assert client.ask("DELETE", "/statements").status_code == 405
    assert client.ask("HEAD", "/").status_code == 200


def test_pages_ask_for_nothing_outside(client: Client) -> None:
    """No script, style or picture comes from elsewhere, and none stands in the page."""
    for page in (*PAGES, f"/documents/{COURIER.document.id}"):
        text = client.get(page).text
        loaded = re.findall(r'<(?:script|link|img)[^>]*\s(?:src|href)="([^"]*)"', text)
        assert loaded
        assert all(address.startswith(("/static/", "/api/")) for address in loaded)
        assert not re.search(r"<script(?![^>]*src=)|<style|\sstyle=|\son\w+=", text.replace(HOSTILE, ""))


def test_a_place_tells_its_holders_events_statements_and_names(client: Client) -> None:
    """Everything about one settlement stands on one page, and leads to the words."""
    page = client.get("/places/p:1").text
    assert "<h1>Vovchansk</h1>" in page
    assert "The reports call it" in page
    assert "/events/" in page
    assert f"/documents/{MINISTRY.document.id}?start=" in page


def test_an_unknown_place_is_not_here(client: Client) -> None:
    """A place nobody tells of is a plain 404."""
    answer = client.get("/places/geonames:999999999")
    assert answer.status_code == 404
    assert "No report in this workspace tells of such a place" in answer.text


def test_a_speaker_tells_what_became_of_the_words(client: Client) -> None:
    """A speaker's page counts the statuses of the events told of, and is of that very name."""
    page = client.get("/speakers?speaker=General+Staff").text
    assert "<h1>General Staff</h1>" in page
    assert "What became of it" in page
    assert "Ministry of Defence</a>" not in page


def test_a_hostile_speaker_is_only_text(client: Client) -> None:
    """A name with mark-up is escaped, also in addresses."""
    page = client.get("/speakers?speaker=%3Cb%3EA+reader%3C%2Fb%3E").text
    assert "<b>A reader" not in page
    assert "&lt;b&gt;A reader" in page


def test_a_speaker_nobody_quotes_is_not_here(client: Client) -> None:
    """A name without statements, and no name at all, are plain 404s."""
    assert client.get("/speakers?speaker=Nobody").status_code == 404
    assert client.get("/speakers").status_code == 404


def test_an_event_shows_what_sensors_and_lenses_saw(client: Client) -> None:
    """Note, bearing and weight of each; what could not be observed is said, and recycled footage is a warning."""
    page = client.get("/events/evt_vovchansk").text
    assert "What sensors and lenses saw" in page
    assert "Satellites saw 9 fires in this cell." in page
    assert "tells of the war around it" in page
    assert "Likelihood ratio 1.5, measured." in page
    assert "Likelihood ratio 0.3, assumed." in page
    assert "could not be observed" in page
    assert "It weighs nothing." in page
    assert "Footage of this event was published earlier." in page
    assert "little of one event" in page
    assert "footage published earlier" in client.get("/events").text
    assert "What sensors and lenses saw" not in client.get("/events/evt_lukiantsi").text


def test_an_observation_leads_to_its_events_and_reports(client: Client) -> None:
    """Heat by place and day; recycled footage by the report that showed it; hostile notes are only text."""
    heat = client.get(f"/observations/{HEAT.id}").text
    assert "/events/evt_vovchansk" in heat
    assert "50.250, 36.850" in heat
    assert "9 detections" in heat
    footage = client.get(f"/observations/{RECYCLED.id}").text
    assert f"/documents/{MINISTRY.document.id}" in footage
    assert "/events/evt_vovchansk" in footage
    assert HOSTILE not in footage
    assert client.get("/observations/obs_none").status_code == 404


def test_the_map_names_its_layers_of_areas(client: Client, empty: Client) -> None:
    """Each can be switched; without observations there is nothing to switch."""
    assert client.get("/").text.count("data-layer=") == 4
    assert "data-layer=" not in empty.get("/").text


def test_words_of_a_picture_show_their_box_and_words_of_speech_their_second(client: Client) -> None:
    """The picture stays covered until it is asked for; what was hardly understood is marked."""
    sign = client.get(f"/documents/{SIGN.id}?start=0&end=6").text
    assert "read in a picture" in sign
    assert f'src="/captures/{SIGN.capture}/picture"' in sign
    assert '<rect x="0.1" y="0.2"' in sign
    assert '<details class="picture">' in sign
    assert "These words were heard" in client.get(f"/documents/{SPEECH.id}").text


def test_a_picture_is_served_as_a_picture_that_can_do_nothing(client: Client) -> None:
    """Its bytes and type, in a sandbox; a page that was captured is never served, nor what is not there."""
    answer = client.get(f"/captures/{SIGN.capture}/picture")
    assert answer.content == PICTURE
    assert answer.headers["content-type"] == "image/png"
    assert "sandbox" in answer.headers["content-security-policy"]
    assert answer.headers["x-content-type-options"] == "nosniff"
    page = capture_id(hashlib.sha256(b"<script>").hexdigest(), None)
    assert client.get(f"/captures/{page}/picture").status_code == 404
    assert client.get("/captures/cap_none/picture").status_code == 404
