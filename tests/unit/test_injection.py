"""Whatever a report says: no export runs it, no page shows it as markup, no question asked with it changes anything."""

import csv
import io
import json
import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import web_world
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from lxml import etree, html
from web_client import Client

from vedette.model.event import Picture
from vedette.model.query import Query
from vedette.ports import Outcome, Store
from vedette.publish.forms import write_csv, write_jsonl
from vedette.publish.markdown import write_markdown
from vedette.publish.report import build_report
from vedette.publish.write import write_report
from vedette.store.sqlite import SqliteStore
from vedette.web.app import create_app

ATTACKS = (
    "<script>window.hacked=1</script>",
    "<img src=x onerror=alert(1)>",
    "'\"><svg/onload=alert(1)>",
    "</title></textarea></style><iframe srcdoc=x>",
    '<a href="javascript:alert(1)">x</a>',
    "{{ 7*7 }} {% for x in y %} ${7*7} #{7*7} <%= 7*7 %>",
    "[x](javascript:alert(1)) ![x](http://host.example/x) `a` **b** <b>",
    "=HYPERLINK(1) +1 -1 @SUM(1)",
    "'; DROP TABLE statements; -- \" OR 1=1",
    "\u202egpj.exe\u2066 \u200b ]]> --> &lt;b&gt; &#60;i&#62;",
)
PAGES = (
    "/",
    "/statements",
    "/events",
    "/threats",
    "/control",
    "/figures",
    "/observations",
    "/media",
    "/documents",
    "/sources",
    "/changes?from=2024-05-12",
    "/failures",
    "/alerts",
)
_FREE = frozenset(
    {"name", "title", "author", "note", "reason", "reasons", "speaker", "forwarded_from", "victim", "target"}
)
_FORMULA = tuple("=+-@＝＋－＠")
ANY = st.one_of(st.text(max_size=60), st.sampled_from(ATTACKS), st.text("=+-@\t\r\n ;,|'\"＝ax1", max_size=12))
quickly = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def _hostile(fact: Any, attack: str, name: str = "") -> Any:
    """The same with `attack` behind every text that a stranger may write; what spans point into stays in place."""
    if isinstance(fact, str):
        return fact + attack if name in _FREE and fact else fact
    if isinstance(fact, tuple):
        return tuple(_hostile(each, attack, name) for each in fact)
    if not is_dataclass(fact) or isinstance(fact, type):
        return fact
    changed = {each.name: _hostile(getattr(fact, each.name), attack, each.name) for each in fields(fact) if each.init}
    if "text" in changed:
        changed["text"] += attack
    return replace(fact, **changed)


def _store(path: Path, attack: str) -> Store:
    store = SqliteStore(path, create=True)
    told = [_hostile(one.document, attack) for one in web_world.ALL]
    store.append([*_hostile(web_world.WATCH.sources, attack), *web_world.captures(), *told])
    understood = [Outcome(item=one.document.id, results=(_hostile(one.analysis, attack),)) for one in web_world.ALL]
    store.record(web_world.UNDERSTAND, understood)
    store.append([_hostile(one, attack) for one in (web_world.HEAT, web_world.CLOUDED, web_world.RECYCLED)])
    picture = Picture(events=web_world.EVENTS, control=(web_world.CONTROL,), threats=(web_world.THREAT,))
    store.replace_picture(_hostile(picture, attack), [], "test")
    return store


def _skeleton(page: str) -> list[tuple[str, tuple[str, ...]]]:
    """Every element with the names of its attributes, in order."""
    return [
        (node.tag, tuple(sorted(node.attrib)))
        for node in html.document_fromstring(page).iter()
        if isinstance(node.tag, str)
    ]


def _links(page: str) -> list[str]:
    tree = html.document_fromstring(page)
    return [link for node in tree.iter() for name in ("href", "src", "action", "srcset") if (link := node.get(name))]


@given(st.lists(st.dictionaries(st.sampled_from(["a", "b", "place"]), ANY.filter(bool), min_size=1), max_size=4))
@example([{"a": "x;=1+1"}])
@example([{"a": "\n=1+1"}])
@example([{"a": " =1+1"}])
@example([{"a": "＝1+1"}])
@example([{"a": "x\t=1+1\t"}])
def test_no_cell_is_a_formula_however_a_table_is_cut(rows: list[dict[str, str]]) -> None:
    """Spreadsheets of some countries cut at semicolons, some at tabs; blanks before a formula are passed over."""
    rows = [{name.replace("place", "c"): value for name, value in row.items()} for row in rows]
    written = "".join(write_csv(rows, ["a", "b", "c"]))
    for delimiter in ",;\t":
        for row in list(csv.reader(io.StringIO(written, newline=""), delimiter=delimiter))[1:]:
            assert not [cell for cell in row if cell.strip().startswith(_FORMULA)], delimiter


@given(st.dictionaries(st.text(max_size=5), ANY))
def test_json_gives_back_what_it_was_given_on_one_line(row: dict[str, str]) -> None:
    """No letter ends the line or the text."""
    (line,) = write_jsonl([row])
    assert json.loads(line) == row
    assert line.count("\n") == 1


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The skeleton of every page and report, where nobody attacks."""
    return _everything(tmp_path_factory.mktemp("plain"), " harmless words of a report, and no more than that")


def _everything(folder: Path, attack: str) -> dict[str, Any]:
    store, watch = _store(folder / "vedette.db", attack), _hostile(web_world.WATCH, attack)
    report = build_report(store.view(), watch, date(2024, 5, 9), date(2024, 5, 17), datetime.now(UTC))
    write_report(report, folder / "report", watch)
    client = Client(create_app(store.view, watch, reports_folder=folder))
    made = {path: client.get(path).text for path in PAGES}
    made |= {f"report/{one.name}": one.read_text("utf-8") for one in sorted((folder / "report").rglob("*.html"))}
    store.close()
    return {**made, "markdown": write_markdown(report)}


@pytest.mark.parametrize("attack", [" ".join(ATTACKS[:5]), " ".join(ATTACKS[5:])])
def test_words_change_no_element_of_any_page(plain: dict[str, Any], attack: str, tmp_path: Path) -> None:
    """The pages and reports of a hostile war are those of a harmless one, but for the letters in them."""
    attacked = _everything(tmp_path, " " + attack)
    assert attacked.keys() == plain.keys()
    for name in attacked.keys() - {"markdown"}:
        assert _skeleton(attacked[name]) == _skeleton(plain[name]), name
        assert not [
            link for link in _links(attacked[name]) if re.match(r"\s*(?:javascript|vbscript|data:text)", link, re.I)
        ], name
        assert not re.search(r"\b49 49\b|\b49 \$\{", attacked[name]), "a template was run"
    assert not re.search(r"(?<!\\)<(?:script|img|svg|iframe|a |b>)|(?<!\\)\]\(javascript", attacked["markdown"])


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Store, Client]]:
    store = _store(tmp_path_factory.mktemp("asked") / "vedette.db", "")
    yield store, Client(create_app(store.view, web_world.WATCH, reports_folder=Path("none")))
    store.close()


TYPED = st.one_of(
    ANY,
    st.sampled_from(
        [
            '"',
            '""',
            "*",
            "a*",
            "NEAR(a b)",
            "a AND",
            "NOT",
            "content : a",
            "{a b} : c",
            "^a",
            "a + b",
            "(",
            "-a",
            "\x00",
            "a\x00b",
            "%",
            "_",
            "'",
            "';--",
            "\\",
            "a" * 300,
            "\ue000",
            "\U0001f600",
        ]
    ),
    st.lists(
        st.sampled_from(['"', "*", "(", ")", "AND", "OR", "NOT", "NEAR", ":", "{", "}", "^", "-", "+", "army", "'"]),
        max_size=8,
    ).map(" ".join),
)


@quickly
@given(TYPED)
@example("a" * 100_000)
@example('"' * 10_001)
def test_any_text_may_be_searched_for(asked: tuple[Store, Client], typed: str) -> None:
    """No error, and nothing is changed, whichever field it was typed in."""
    view = asked[0].view()
    before = view.counts()
    for query in (
        Query(text=typed),
        Query(speaker=typed),
        Query(place=typed),
        Query(source=typed, side=typed),
        Query(kind=typed, status=typed),
    ):  # type: ignore[arg-type]
        view.statements(query)
        view.count_statements(query)
        view.events(query)
        view.count_events(query)
        view.newest_documents(query)
    view.find_documents(typed)
    view.document(typed)
    view.control_of(typed)
    assert view.counts() == before


@settings(quickly, max_examples=25)
@given(
    TYPED,
    st.sampled_from(
        ["text", "speaker", "place", "side", "kind", "from", "bbox", "page", "limit", "sort", "cursor", "datetime"]
    ),
)
def test_any_parameter_gets_a_page_and_none_of_its_letters_act(
    asked: tuple[Store, Client], typed: str, name: str
) -> None:
    """An answer, or a refusal that a person can read; what was typed stands in it as letters."""
    for path in ("/statements", "/events", "/api/statements"):
        answer = asked[1].get(path, {name: typed})
        assert answer.status_code in {200, 400, 404, 422}, path
        for attack in ("<script>window", "<img src=x", "<svg/onload", "<iframe srcdoc"):
            assert attack not in answer.text


@pytest.mark.parametrize("attack", ATTACKS)
def test_feeds_and_maps_hold_the_words_as_words(attack: str) -> None:
    """An element holds letters, whatever they are."""
    from vedette.publish.feed import _put

    root = etree.Element("rss")
    _put(root, "title", attack)
    again = etree.fromstring(etree.tostring(root))
    assert [node.tag for node in again.iter()] == ["rss", "title"]
