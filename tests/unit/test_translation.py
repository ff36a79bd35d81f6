"""Translations: asked of a server, kept, and shown under the words as what they are."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import httpx
import pytest
from desk import WATCH, Desk
from hypothesis import given
from hypothesis import strategies as st
from store_facts import a_capture
from web_client import Client

from vedette.app import silent
from vedette.model.errors import CaptureError, UsageError
from vedette.model.translation import Translation, Translator
from vedette.reference.watchfile import parse_watch
from vedette.store.sqlite import SqliteStore
from vedette.translating import translate
from vedette.translation.book import Book, open_book
from vedette.translation.server import Server
from vedette.web.app import create_app

WORDS = "Війська залишили село"
SERVER = Translator(address="http://127.0.0.1:5000/", name="our server")
NOW = datetime(2024, 5, 12, tzinfo=UTC)


def server(answer: httpx.Response | Exception, asked: list[dict[str, object]] | None = None, key: str = "") -> Server:
    def answered(request: httpx.Request) -> httpx.Response:
        assert str(request.url) == "http://127.0.0.1:5000/translate"
        if asked is not None:
            asked.append(json.loads(request.content))
        if isinstance(answer, Exception):
            raise answer
        return answer

    return Server(SERVER, key, httpx.MockTransport(answered))


def echoing(asked: list[dict[str, object]]) -> Server:
    def answered(request: httpx.Request) -> httpx.Response:
        question = json.loads(request.content)
        asked.append(question)
        return httpx.Response(200, json={"translatedText": [f"EN {one}" for one in question["q"]]})

    return Server(SERVER, "", httpx.MockTransport(answered))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteStore]:
    desk = Desk()
    desk.report("paper", WORDS, date(2024, 5, 12), speaker="the staff")
    desk.report("paper", "Troops left the village", date(2024, 5, 12), speaker="the staff")
    store = SqliteStore(tmp_path / "vedette.db", create=True)
    capture = a_capture()
    documents = [
        replace(one, capture=capture.id, language="uk" if WORDS in one.text else "en") for one in desk.documents
    ]
    store.append([*WATCH.sources, capture, *documents, *desk.analyses])
    yield store
    store.close()


def test_what_is_in_another_language_is_translated_once(store: SqliteStore, tmp_path: Path) -> None:
    """Words in the reader's language are not sent, nor what is translated already."""
    asked: list[dict[str, object]] = []
    with open_book(tmp_path) as book:
        first = translate(store.view(), book, echoing(asked), "en", silent)
        again = translate(store.view(), book, echoing(asked), "en", silent)
    assert first.made == len([one for question in asked for one in question["q"]])  # type: ignore[attr-defined]
    assert (again.made, again.known) == (0, first.made)
    assert {question["source"] for question in asked} == {"uk"}
    assert not any("Troops" in json.dumps(question) for question in asked)


def test_the_page_shows_it_under_the_words_and_marks_it(store: SqliteStore, tmp_path: Path) -> None:
    """The original stays; the translation names its maker; markup in it is text."""
    watch = replace(WATCH, translator=SERVER)
    with open_book(tmp_path) as book:
        view = store.view()
        said = next(
            one.content.of(view.documents([each.document])[0].text)
            for each in view.analyses()
            for one in each.statements
            if WORDS in one.content.of(view.documents([each.document])[0].text)
        )
        told = Translation(of=said, language="uk", to="en", words="<b>Troops</b> left", by="our <server>", made=NOW)
        book.put([told])
        client = Client(create_app(store.view, watch, reports_folder=tmp_path / "reports", translated=book.get))
        page = client.get("/statements").text
    assert WORDS in page
    assert "translated by machine: our &lt;server&gt;" in page
    assert "&lt;b&gt;Troops&lt;/b&gt; left" in page


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (httpx.ConnectError("refused"), "is the server running"),
        (httpx.Response(403, json={"error": "Invalid API key"}), "answered 403: Invalid API key"),
        (httpx.Response(302, headers={"Location": "http://elsewhere/"}, json={}), "answered 302"),
        (httpx.Response(200, json={"translatedText": ["one", "two"]}), "something else than 1"),
        (httpx.Response(200, json={"translatedText": "one"}), "something else than 1"),
        (httpx.Response(200, json=["one"]), "no translation"),
        (httpx.Response(200, text="<html>"), "cannot be asked"),
        (httpx.Response(200, content=b" " * 5_000_000), "more than 4 MB"),
        (httpx.Response(200, content=b"[" * 1_000_000), "cannot be asked"),
    ],
)
def test_a_server_that_fails_says_what_is_wrong(answer: httpx.Response | Exception, told: str) -> None:
    """And nothing is taken for a translation that is none."""
    with pytest.raises(CaptureError, match=told):
        server(answer).translate([WORDS], "uk", lambda: NOW)


def test_the_key_is_sent_where_there_is_one() -> None:
    """From the environment, never from the watch file."""
    asked: list[dict[str, object]] = []
    server(httpx.Response(200, json={"translatedText": ["x"]}), asked, "secret").translate([WORDS], "uk", lambda: NOW)
    assert asked == [{"q": [WORDS], "source": "uk", "target": "en", "format": "text", "api_key": "secret"}]


def test_the_key_is_not_told() -> None:
    """Whatever a server echoes."""
    answer = httpx.Response(403, json={"error": "no such key: hush-hush"})
    with pytest.raises(CaptureError) as error:
        server(answer, [], "hush-hush").translate([WORDS], "uk", lambda: NOW)
    assert str(error.value).endswith("answered 403: no such key: (key)")


def test_what_came_before_a_failure_is_kept(store: SqliteStore, tmp_path: Path) -> None:
    """The summary says why it stopped."""
    with open_book(tmp_path) as book:
        done = translate(store.view(), book, server(httpx.ConnectError("refused")), "en", silent)
        assert done.made == 0
        assert "cannot be asked" in done.stopped


def test_endless_words_are_cut() -> None:
    """A server cannot fill the disk."""
    answer = httpx.Response(200, json={"translatedText": ["x" * 100_000]})
    (made,) = server(answer).translate([WORDS], "uk", lambda: NOW)
    assert len(made.words) < 1_000


@given(words=st.text(min_size=1, max_size=50), said=st.text(max_size=50))
def test_what_is_put_is_got(words: str, said: str) -> None:
    """Any text, lone surrogates left aside by the strategy's default alphabet or not."""
    made = Translation(of="", language="uk", to="en", words="", by="m", made=NOW)
    book = Book(Path(":memory:"))
    clean, told = (one.encode("utf-8", "replace").decode() for one in (words, said))
    book.put([replace(made, of=clean, words=told)])
    assert book.get(clean, "en") == replace(made, of=clean, words=told)
    assert book.get(clean + "x", "en") is None
    book.close()


def test_the_watch_file_names_the_server() -> None:
    """And nothing that is no address."""
    watch = parse_watch('name = "w"\n[translation]\naddress = "http://127.0.0.1:5000"\n', "watch.toml")
    assert watch.translator == Translator(address="http://127.0.0.1:5000", name="127.0.0.1")
    assert parse_watch('name = "w"\n', "watch.toml").translator is None
    for bad in ('address = "file:///etc/passwd"', 'address = "http://h"\nto = "english"', 'name = "x"'):
        with pytest.raises(UsageError):
            parse_watch(f'name = "w"\n[translation]\n{bad}\n', "watch.toml")
