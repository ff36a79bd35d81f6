"""Web pages."""

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from read_captures import DATA, captured, documents, new_sources, only, outcome, trouble

from vedette.model.ids import SourceId
from vedette.model.media import MediaType
from vedette.model.source import Source
from vedette.read.language import declared_language
from vedette.read.markup import fragment_text

PAGE = (DATA / "page.html").read_bytes()


def test_an_article_and_what_it_says_of_itself() -> None:
    """Title, author, time, site, language and canonical address; paragraphs apart, no navigation, no script."""
    found = outcome(PAGE, captured(PAGE, MediaType.HTML))
    [page] = documents(found)
    assert (page.title, page.author, page.language) == ("Two villages named in evening bulletin", "Ada Marsh", "en")
    assert page.address == page.label == page.origin == "https://riverpost.example/2024/05/12/villages"
    assert page.published
    assert page.published.start == datetime(2024, 5, 12, 18, 30, tzinfo=UTC)
    assert page.modified == datetime(2024, 5, 12, 19, tzinfo=UTC)
    first, second = page.text.split("\n\n")
    assert first.startswith("The ministry said on Sunday")
    assert second.endswith("the bridge was held.")
    [source] = new_sources(found)
    assert (source.id, source.name, source.side) == ("riverpost.example", "River Post", None)


def test_the_host_it_was_fetched_from_tells_the_source() -> None:
    """A page cannot pass itself off as another outlet's."""
    post = Source(id=SourceId("post"), name="River Post", match=("riverpost.example",))
    mirror = Source(id=SourceId("mirror"), name="Mirror", match=("mirror.example",))
    page = only(PAGE, MediaType.HTML, post, mirror, address="https://www.mirror.example/copy")
    assert (page.source, page.address) == ("mirror", "https://www.mirror.example/copy")
    assert only(PAGE, MediaType.HTML, post, mirror).source == "post"


def test_a_page_saved_by_a_browser() -> None:
    """The browser's note of the address comes before the page's own word."""
    saved = b"<!-- saved from url=(0027)https://mirror.example/copy -->\n" + PAGE
    assert only(saved, MediaType.HTML).address == "https://mirror.example/copy"


def test_a_short_page_still_gives_its_text() -> None:
    """Where no article is found the whole text is taken; a date in prose is not the date of publication."""
    page = only(
        "<html><body><h2>Note</h2><p>On 3 May 2024 a bridge<br>was hit.</p><script>x()</script>", MediaType.HTML
    )
    assert "bridge" in page.text
    assert "x()" not in page.text
    assert page.published is None


def test_a_page_in_cp1251() -> None:
    """Declared by the server, by the page, or not at all."""
    body = "<html><head>{}</head><body><p>Обстрел посёлка продолжался всю ночь.</p></body></html>"
    for meta in ("", '<meta charset="windows-1251">'):
        assert "Обстрел посёлка" in only(body.format(meta).encode("cp1251"), MediaType.HTML).text


@pytest.mark.parametrize(
    ("payload", "says"),
    [
        (b"<html><body><script>app()</script></body></html>", "without text"),
        (b"<html></html>", "without text"),
        (b"<!-- -->", "without text"),
        (b"<p>" + bytes(range(32)) * 100, "is not text"),
        (b"<p>" + b"x" * 5_000_001, "at most 5,000,000"),
        (b"<div>" * 50_000 + b"Deep.", "nested deeper"),
    ],
)
def test_pages_that_cannot_be_read(payload: bytes, says: str) -> None:
    """One line each."""
    assert says in trouble(payload, MediaType.HTML)


def test_what_stands_above_too_deep_a_nest_is_read() -> None:
    """With a word that the rest is missing."""
    payload = b"<p>Above.</p>" + b"<span>" * 5000 + b"Below."
    found = outcome(payload, captured(payload, MediaType.HTML))
    assert [page.text for page in documents(found)] == ["Above."]
    assert found.failure
    assert "nested deeper" in found.failure


def test_fragments() -> None:
    """Blocks apart, inline together, entities undone, silent elements silent."""
    assert fragment_text("<p>a <b>b</b>&amp;c</p><p>d<!-- no -->e<br>f</p><style>g</style>h") == "a b&c\n\nde\nf\n\nh"
    assert fragment_text("plain & simple") == "plain & simple"
    assert fragment_text(" ") == ""


@pytest.mark.parametrize(
    ("declared", "text", "code"),
    [
        ("en-US", "Plain words.", "en"),
        ("en", "Обстріл селища", None),
        ("ru", "Обстріл її селища", None),
        ("uk", "Обстріл її селища", "uk"),
        ("uk", "Объявлены итоги", None),
        ("english", "Plain", None),
        (None, "Plain", None),
    ],
)
def test_a_declared_language_is_checked_by_letters(declared: str | None, text: str, code: str | None) -> None:
    """Templates lie; letters do not."""
    assert declared_language(declared, text) == code


TAG_NAMES = "p div span a li ul table tr td h1 article br meta script time link title head body form select svg"
TAGS = TAG_NAMES.split()
ATTRIBUTES = (
    "",
    ' href="/x"',
    " datetime=2024",
    ' rel="canonical"',
    ' property="og:title" content="x"',
    " lang",
    ' class="',
)
pieces = st.one_of(
    st.tuples(st.sampled_from(TAGS), st.sampled_from(ATTRIBUTES)).map(lambda pair: f"<{pair[0]}{pair[1]}>"),
    st.sampled_from(TAGS).map(lambda tag: f"</{tag}>"),
    st.text(max_size=20),
    st.sampled_from(['"datePublished": "2024-05-12"', "<!--", "-->", "<![CDATA[", "&#xD800;", "&#0;", "<?pi?>"]),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(pieces, max_size=30).map("".join))
def test_no_page_ever_raises(markup: str) -> None:
    """Tag soup gives a document or one line, and its text can be stored."""
    payload = markup.encode("utf-8", "replace")
    found = outcome(payload, captured(payload, MediaType.HTML))
    assert found.results or found.failure
    for page in documents(found):
        page.text.encode("utf-8")
        (page.title or "").encode("utf-8")
