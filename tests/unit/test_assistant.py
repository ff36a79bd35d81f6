"""A language model proposes; only what the text bears out is stored, and nothing ends the run but what must."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from model_server import RECORDINGS, SUPPORTED, Model, model_server, report_about
from store_facts import a_capture, a_document
from web_client import Client

from vedette import app
from vedette.app import silent
from vedette.assistant.asking import Asking, StopAskingError
from vedette.assistant.book import Book, open_book
from vedette.assistant.server import Server
from vedette.assisting import Assisted, Assisting, assist_key
from vedette.cli import main
from vedette.model.analysis import Analysis
from vedette.model.assistant import Assistant
from vedette.model.ids import DocumentId, PlaceId
from vedette.model.mention import PlaceMention
from vedette.model.span import Span
from vedette.ports import Outcome
from vedette.store.sqlite import SqliteStore
from vedette.understand.proposals.answer import schema
from vedette.web.app import create_app
from vedette.workspace import create_workspace, open_workspace

ASSISTANT = Assistant(address="", model="recorded-7b", name="our model", seconds=60)


@pytest.fixture(scope="module")
def model() -> Iterator[Model]:
    with model_server() as served:
        yield served


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteStore]:
    opened = SqliteStore(tmp_path / "vedette.db", create=True)
    yield opened
    opened.close()


def fill(store: SqliteStore, recordings: list[str]) -> None:
    """A report for each, which the rules have read nothing in."""
    capture = a_capture()
    texts = [f"No {at}.\n\n{report_about(name)}" for at, name in enumerate(recordings)]
    documents = [
        replace(a_document(text, origin=f"paper/{at}", label=str(at), capture=capture), language="en")
        for at, text in enumerate(texts)
    ]
    read = [Analysis(document=one.id, version="4", language="en") for one in documents]
    store.append([capture, *documents, *read])


def go(store: SqliteStore, book: Book, served: Model, paused: list[float] | None = None, **limits: Any) -> Assisted:
    assistant = replace(ASSISTANT, address=served.address, **limits)
    server = Server(assistant=assistant, schema=schema(), key="sk-secret")
    asking = Asking(book=book, assistant=assistant, machine=server, pause=(paused if paused is not None else []).append)
    work = Assisting(store=store, asking=asking, key=assist_key(assistant, "4"), progress=silent)
    return work.work()


def stored(store: SqliteStore) -> dict[str, list[tuple[str, ...]]]:
    """Speaker, cue and content as they stand in the text, by the recording."""
    view = store.view()
    texts = {one.id: one.text for one in view.documents()}
    found: dict[str, list[tuple[str, ...]]] = {}
    for analysis in view.analyses():
        text = texts[analysis.document]
        rows = found.setdefault(text.rsplit("(", 1)[1][:-1], [])
        for one in analysis.statements:
            assert one.speaker is not None
            assert one.speaker.span is not None
            assert one.cue is not None
            assert one.proposed_by == "our model"
            assert one.certainty != "confirmed"
            rows.append((one.speaker.span.of(text), one.cue.of(text), one.content.of(text)))
    return found


ENDING = [name for name, told in RECORDINGS.items() if "stops" in told]
SLOW = [name for name, told in RECORDINGS.items() if told.get("behaves") in ("sleeps", "drips")]
OTHERS = [name for name in RECORDINGS if name not in (*ENDING, *SLOW)]
WAITS = frozenset(name for name in OTHERS if RECORDINGS[name].get("waits"))


def test_nothing_unsupported_is_stored_and_the_run_goes_on(store: SqliteStore, tmp_path: Path, model: Model) -> None:
    """Every recording, with a good one after each that gives no answer: of each its true statements, none besides."""
    recordings = [each for name in OTHERS for each in ((name, "good") if name in WAITS else (name,))]
    fill(store, recordings)
    paused: list[float] = []
    with open_book(tmp_path) as book:
        done = go(store, book, model, paused)
    found = stored(store)
    assert done.stopped == ""
    goods = recordings.count("good")
    unsupported = {one for rows in found.values() for one in rows} - SUPPORTED
    assert unsupported == set()
    assert {name: len(rows) for name, rows in found.items()} == {
        name: told["kept"] * (goods if name == "good" else 1) for name, told in RECORDINGS.items() if name in OTHERS
    }
    assert (done.waiting, done.reports) == (len(WAITS), len(recordings) - len(WAITS))
    assert done.unusable == sum(bool(told.get("failed")) for told in RECORDINGS.values())
    assert len(store.view().failures()) == done.unusable
    assert paused == [2.0]


@pytest.mark.parametrize("name", ENDING)
def test_what_must_end_the_run_ends_it_in_one_line(store: SqliteStore, tmp_path: Path, model: Model, name: str) -> None:
    """What came before is kept; the rest stays pending; no key is told."""
    fill(store, ["good", name, "good"])
    paused: list[float] = []
    with open_book(tmp_path) as book:
        done = go(store, book, model, paused)
    assert RECORDINGS[name]["stops"] in done.stopped
    assert "sk-secret" not in done.stopped
    assert "\n" not in done.stopped
    assert (done.reports, done.waiting) == (1, 2)
    assert len(stored(store)["good"]) == 3
    assert paused == ([5.0] * 4 if name == "429 again and again" else [])


def test_an_answer_has_its_time(store: SqliteStore, tmp_path: Path, model: Model) -> None:
    """To its last byte: one that comes drop by drop is late, too. The run goes on."""
    fill(store, [each for name in SLOW for each in (name, "good")])
    with open_book(tmp_path) as book:
        done = go(store, book, model, seconds=2)
    assert (done.stopped, done.reports, done.waiting) == ("", len(SLOW), len(SLOW))
    assert stored(store) == {**{name: [] for name in SLOW}, "good": stored(store)["good"]}
    assert len(stored(store)["good"]) == 3 * len(SLOW)


def test_the_report_is_data_in_the_question(store: SqliteStore, tmp_path: Path, model: Model) -> None:
    """Under a name no report can know, in a message of its own; the key goes along as a header alone."""
    fill(store, ["good", "nothing"])
    model.asked.clear()
    model.headers.clear()
    with open_book(tmp_path) as book:
        go(store, book, model)
    first, second = model.asked
    assert [one["role"] for one in first["messages"]] == ["system", "user"]
    assert "IGNORE" not in first["messages"][0]["content"]
    ((name, text),) = json.loads(first["messages"][1]["content"]).items()
    assert text == f"No 0.\n\n{report_about('good')}"
    assert name not in second["messages"][1]["content"]
    assert set(first) == {
        "model", "messages", "temperature", "seed", "stream", "max_tokens", "response_format",
    }  # fmt: skip
    assert first["response_format"]["json_schema"]["schema"] == schema()
    assert {one["authorization"] for one in model.headers} == {"Bearer sk-secret"}
    assert "sk-secret" not in json.dumps(model.asked)


def test_nothing_is_asked_twice(store: SqliteStore, tmp_path: Path, model: Model) -> None:
    """Not in another run, not after the rules read anew, not of an answer that was of no use."""
    fill(store, ["good", "prose"])
    with open_book(tmp_path) as book:
        go(store, book, model)
        asked, first = len(model.asked), stored(store)
        again = go(store, book, model)
        assert (again.reports, again.requests) == (0, 0)
        store.append(Analysis(document=one.id, version="5", language="en") for one in store.view().documents())
        assert stored(store) == {"good": [], "prose": []}
        assistant = replace(ASSISTANT, address=model.address)
        asking = Asking(book=book, assistant=assistant, machine=None)
        anew = Assisting(store=store, asking=asking, key=assist_key(assistant, "5"), progress=silent).work()
    assert (anew.reports, anew.known, anew.requests) == (2, 2, 0)
    assert stored(store) == first
    assert len(model.asked) == asked


def test_another_model_proposes_anew(store: SqliteStore, tmp_path: Path, model: Model) -> None:
    """In the place of the former one, whose answers stay."""
    fill(store, ["good"])
    with open_book(tmp_path) as book:
        go(store, book, model)
        other = go(store, book, model, model="recorded-70b")
        assert (other.reports, other.requests, other.statements) == (1, 1, 3)
    assert len(stored(store)["good"]) == 3


@pytest.mark.parametrize(
    ("limits", "requests"),
    [
        ({"requests_a_day": 2}, 2),
        ({"tokens_a_day": 6_500}, 2),
        ({"tokens_in_all": 6_500}, 2),
        ({"tokens_in_all": 10}, 0),
    ],
)
def test_the_budget_is_kept(
    store: SqliteStore, tmp_path: Path, model: Model, limits: dict[str, int], requests: int
) -> None:
    """Asked before, by the most that a question may cost; told as such; over runs, too."""
    fill(store, ["good"] * 4)
    with open_book(tmp_path) as book:
        done = go(store, book, model, **limits)
        assert (done.requests, done.spent_out) == (requests, True)
        assert next(iter(limits)) in done.stopped
        assert go(store, book, model, **limits).requests == 0
    assert done.waiting == 4 - requests


class _Killed:
    """Whoever waits for it presses Ctrl-C."""

    def ask(self, messages: Any) -> Any:
        raise KeyboardInterrupt


def test_a_question_that_was_broken_off_has_been_paid(store: SqliteStore, tmp_path: Path) -> None:
    """The server may have answered: again and again broken off, it does not go beyond the budget."""
    fill(store, ["good"])
    assistant = replace(ASSISTANT, address="http://127.0.0.1:9/v1", requests_a_day=2)
    with open_book(tmp_path) as book:
        asking = Asking(book=book, assistant=assistant, machine=_Killed())
        for _ in range(2):
            with pytest.raises(KeyboardInterrupt):
                list(asking.answers("A report."))
        assert book.spent(datetime.now(UTC)).requests == 2
        assert book.spent(datetime.now(UTC)).tokens > 2 * assistant.answer_tokens
        with pytest.raises(StopAskingError, match="requests_a_day"):
            list(asking.answers("A report."))


def test_a_server_that_fails_thrice_is_left_alone(store: SqliteStore, tmp_path: Path, model: Model) -> None:
    """And a report that got no answer three times today waits for another day."""
    fill(store, ["500"] * 2)
    with open_book(tmp_path) as book:
        assert go(store, book, model).requests == 2
        second = go(store, book, model)
        assert (second.requests, second.stopped) == (2, "")
        assert go(store, book, model).requests == 2
        assert go(store, book, model).requests == 0
        assert book.spent(datetime.now(UTC)).requests == 6
    fill(store, ["good", "a page", "no completion", "503 as a page", "good"])
    with open_book(tmp_path) as book:
        done = go(store, book, model)
    assert "3 times in a row" in done.stopped
    assert (done.reports, done.waiting) == (1, 4)


def test_nobody_there(store: SqliteStore, tmp_path: Path) -> None:
    """One line; nothing is stored, nothing is lost, nothing was spent."""
    fill(store, ["good"])
    gone = Model(port=9)
    with open_book(tmp_path) as book:
        done = go(store, book, gone)
        assert "is the server running?" in done.stopped
        assert (done.reports, done.waiting, done.requests) == (0, 1, 0)
        assert book.spent(datetime.now(UTC)).requests == 0


def test_a_long_report_is_asked_about_in_parts(store: SqliteStore, tmp_path: Path, model: Model) -> None:
    """Cut at paragraphs; what is proposed for one part is not looked for in another."""
    fill(store, ["good"])
    with open_book(tmp_path) as book:
        done = go(store, book, model, characters=500)
    assert done.requests > 1
    assert {tuple(one) for rows in stored(store).values() for one in rows} <= SUPPORTED


def a_workspace(path: Path, address: str, text: str) -> DocumentId:
    """With one report that the rules have read, and found nothing in but a place."""
    watch = f'name = "war"\n[assistant]\naddress = "{address}"\nmodel = "recorded-7b"\nname = "our model"\n'
    (path / "watch.toml").write_text(watch, "utf-8")
    create_workspace(path / "war", path / "watch.toml")
    with open_workspace(path / "war", workers=1) as opened:
        payload = text.encode()
        capture = replace(a_capture(opened.archive.write(payload)), size=len(payload))
        document = replace(a_document(text, capture=capture), language="en")
        start = text.index("Brod")
        place = PlaceMention(
            span=Span(document=document.id, start=start, end=start + 4),
            name="Brod",
            kind="settlement",
            place=PlaceId("test:brod"),
            lat=50.4,
            lon=37.2,
            radius_m=2_000,
            confidence=0.9,
        )
        understand = app._understand_key(opened)
        read = Analysis(document=document.id, version=understand.version, language="en", places=(place,))
        opened.store.append([capture])
        opened.store.record(app._read_key(opened), [Outcome(item=capture.id, results=(document,))])
        opened.store.record(understand, [Outcome(item=document.id, results=(read,))])
    return document.id


def vedette(*words: str) -> str:
    result = CliRunner().invoke(main, words, catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.output


def test_from_a_question_to_the_page_and_back(tmp_path: Path, model: Model, monkeypatch: pytest.MonkeyPatch) -> None:
    """Proposed by a command, marked on the page and in exports, counted once confirmed, and provable all the while."""
    document = a_workspace(tmp_path, model.address, report_about("good"))
    war = str(tmp_path / "war")
    monkeypatch.setenv("VEDETTE_ASSISTANT_KEY", "sk-secret")
    vedette("run", war, "--quiet")
    told = vedette("assist", war)
    assert "1 report read by our model: 3 statements and 1 event proposed and found in the text." in told
    assert "Cost: 1 question, 1,000 tokens; 0 answers known before. 0 reports left." in told
    assert "0 reports read" in vedette("assist", war)
    vedette("run", war, "--quiet")
    rows = [json.loads(line) for line in vedette("export", war, "statements", "--format", "jsonl").splitlines()]
    assert [row["proposed_by"] for row in rows] == ["our model"] * 3
    assert vedette("export", war, "events", "--format", "jsonl") == ""
    with open_workspace(tmp_path / "war", workers=1) as opened:
        client = Client(create_app(opened.store.view, opened.watch, reports_folder=opened.reports))
        assert client.get(f"/documents/{document}").text.count("proposed by a language model: our model") == 3
        assert client.get("/statements").text.count("proposed by a language model: our model") == 3
    left = next(row["id"] for row in rows if row["text"].startswith("his brigade"))
    vedette("judge", war, left, "speaker", "right", "--why", "it says so", "--by", "A. Analyst")
    vedette("run", war, "--quiet")
    (event,) = (json.loads(line) for line in vedette("export", war, "events", "--format", "jsonl").splitlines())
    assert (event["change"], event["place"]["name"], event["independent_sources"]) == ("withdrew", "Brod", 1)
    assert "proposed by a language model (our model) and confirmed" in vedette("explain", war, event["id"])
    assert "Everything stands" in vedette("verify", war)
    vedette("judge", war, left, "speaker", "--withdraw", "--why", "no", "--by", "A. Analyst")
    vedette("run", war, "--quiet")
    assert vedette("export", war, "events", "--format", "jsonl") == ""


def test_a_server_that_is_gone_is_told_in_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the status of what could not be asked; a key that would go in the open is refused before."""
    a_workspace(tmp_path, "http://127.0.0.1:9/v1", report_about("good"))
    war = tmp_path / "war"
    gone = CliRunner().invoke(main, ["assist", str(war)])
    assert (gone.exit_code, "is the server running?" in gone.output) == (4, True)
    monkeypatch.setenv("VEDETTE_ASSISTANT_KEY", "sk-secret")
    text = (war / "watch.toml").read_text("utf-8").replace("127.0.0.1:9", "models.example.org")
    (war / "watch.toml").write_text(text, "utf-8")
    refused = CliRunner().invoke(main, ["assist", str(war)])
    assert refused.exit_code == 2
    assert "for anybody to read" in refused.output
    assert "sk-secret" not in refused.output
