"""E-mail in: words, dates, attachments, forwarded mail; and what only looks like mail takes neither time nor memory."""

import io
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vedette.collect.archive import FileArchive
from vedette.collect.gather import gather
from vedette.collect.mail.mbox import mbox_items
from vedette.model.capture import CHANNEL, MESSAGE, PUBLISHED, Capture
from vedette.model.errors import ReadError
from vedette.model.failure import Failure
from vedette.model.mail import parse_mail
from vedette.model.source import Source
from vedette.model.watch import Watch
from vedette.read.draft import Draft
from vedette.read.stage import read

NOW = datetime(2024, 6, 1, 9, tzinfo=UTC)
WATCH = Watch(name="w", sources=(Source(id="ministry", name="Ministry", match=("mod.example",)),))  # type: ignore[arg-type]
WORDS = "Our troops crossed the river on Sunday, the ministry said in a statement."
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(50)


def mail(text: str = WORDS, **more: str) -> EmailMessage:
    made = EmailMessage()
    fields = {
        "From": "Press Office <Press@mod.example>",
        "To": "desk@paper.example",
        "Subject": "River crossing",
        "Date": "Sun, 12 May 2024 13:11:12 +0300",
        "Message-ID": "<one@mod.example>",
        **{name.replace("_", "-"): value for name, value in more.items()},
    }
    for name, value in fields.items():
        if value:
            made[name] = value
    made.set_content(text)
    return made


def add(tmp_path: Path, name: str, payload: bytes) -> tuple[list[Capture], list[str]]:
    (tmp_path / name).write_bytes(payload)
    archive = FileArchive(tmp_path / "archive")
    found = list(gather([str(tmp_path / name)], archive=archive, watch=WATCH, clock=lambda: NOW))
    reasons = [one.reason for one in found if isinstance(one, Failure)]
    return [one for one in found if isinstance(one, Capture)], reasons


def drafts(tmp_path: Path, capture: Capture) -> tuple[Draft, ...]:
    return read(capture, FileArchive(tmp_path / "archive").read(capture.sha256)).drafts


def one_draft(tmp_path: Path, payload: bytes) -> Draft:
    [capture, *_], _ = add(tmp_path, "one.eml", payload)
    return drafts(tmp_path, capture)[0]


def test_a_message_is_a_report(tmp_path: Path) -> None:
    """Kept byte for byte; with its sender, title, words, and the instant that its date with its zone names."""
    payload = mail().as_bytes()
    [capture], reasons = add(tmp_path, "one.eml", payload)
    assert (capture.media_type, capture.source, reasons) == ("message/rfc822", "ministry", [])
    assert FileArchive(tmp_path / "archive").read(capture.sha256) == payload
    [draft] = drafts(tmp_path, capture)
    assert (draft.text, draft.title, draft.author) == (WORDS, "River crossing", "Press Office")
    assert draft.published is not None
    assert draft.published.start == datetime(2024, 5, 12, 10, 11, 12, tzinfo=UTC)
    assert draft.origin == "mail:press@mod.example/one@mod.example"
    assert (draft.forwarded_from, draft.language) == (None, None)


def test_words_in_other_alphabets_are_decoded(tmp_path: Path) -> None:
    """In the headers, and in bodies of 8-bit encodings."""
    made = mail(Subject="Обстріл мосту", From="Пресслужба <press@mod.example>")
    made.set_content("Обстріл тривав до ранку, повідомили в міністерстві.", charset="koi8-u", cte="base64")
    draft = one_draft(tmp_path, made.as_bytes())
    assert (draft.title, draft.author) == ("Обстріл мосту", "Пресслужба")
    assert draft.text.startswith("Обстріл тривав")


def test_plain_words_come_before_their_html(tmp_path: Path) -> None:
    """HTML is read where there is nothing else, without its scripts."""
    made = mail()
    made.add_alternative("<p>The same in <b>HTML</b>", subtype="html")
    assert one_draft(tmp_path, made.as_bytes()).text == WORDS
    made = mail("")
    made.set_content("<script>alert(1)</script><p>Only in HTML, said the <b>ministry</b>.</p>", subtype="html")
    assert one_draft(tmp_path, made.as_bytes()).text == "Only in HTML, said the ministry."


def test_attachments_are_captures_of_their_own(tmp_path: Path) -> None:
    """Each with the message it came with; what Vedette cannot read is one line, signatures are nothing."""
    made = mail()
    made.add_attachment(JPEG, maintype="image", subtype="jpeg", filename="bridge.jpg")
    made.add_attachment("<p>A second statement.</p>", subtype="html", filename="../../statement.html")
    made.add_attachment(b"PK\3\4xx", maintype="application", subtype="zip", filename="all.zip")
    made.add_attachment(b"sig", maintype="application", subtype="pgp-signature", filename="signature.asc")
    [message, picture, page], [reason] = add(tmp_path, "one.eml", made.as_bytes())
    assert [one.media_type for one in (message, picture, page)] == ["message/rfc822", "image/jpeg", "text/html"]
    assert picture.header(MESSAGE) == drafts(tmp_path, message)[0].origin
    assert picture.header(CHANNEL) == "Press Office"
    assert picture.header(PUBLISHED) == "2024-05-12T10:11:12+00:00"
    assert picture.address.endswith("one.eml#1-bridge.jpg")
    assert page.address.endswith("#2-statement.html")
    assert (picture.source, page.source) == ("ministry", "ministry")
    assert "all.zip is not text" in reason
    assert drafts(tmp_path, message)[0].media == ("bridge.jpg", "statement.html", "all.zip")
    assert drafts(tmp_path, page)[0].text == "A second statement."


def test_a_message_forwarded_whole_is_told_as_forwarded(tmp_path: Path) -> None:
    """By whoever passed it on, with the date of its own words; and its attachments are taken."""
    inner = mail(
        From="Witness <w@else.example>", Message_ID="<two@else.example>", Date="Sat, 11 May 2024 08:00:00 +0000"
    )
    inner.add_attachment(JPEG, maintype="image", subtype="jpeg", filename="a.jpg")
    outer = mail("See below, this came in last night.")
    outer.add_attachment(inner)
    [message, picture], _ = add(tmp_path, "one.eml", outer.as_bytes())
    first, second = drafts(tmp_path, message)
    assert first.text == "See below, this came in last night."
    assert (second.text, second.forwarded_from) == (WORDS, "Witness")
    assert second.published is not None
    assert second.published.start == datetime(2024, 5, 11, 8, tzinfo=UTC)
    assert first.publisher == second.publisher
    assert (picture.header(MESSAGE), message.source) == (first.origin, "ministry")


@pytest.mark.parametrize(
    ("above", "named"),
    [
        ("---------- Forwarded message ---------\nFrom: Witness <w@else.example>\nDate: x", "Witness"),
        ("Begin forwarded message:\n\nFrom: Witness <w@else.example>", "Witness"),
        ("-------- Пересилане повідомлення --------\nВід: Свідок <w@else.example>", "Свідок"),
        ("-------- Пересылаемое сообщение --------\nОт: Очевидец <w@else.example>", "Очевидец"),
        ("-------- Weitergeleitete Nachricht --------\nVon: Zeugin <w@else.example>", "Zeugin"),
        ("-------- Message transféré --------\nDe: w@else.example", "w@else.example"),
        ("He came forward with a message. From: nowhere", None),
    ],
)
def test_what_is_passed_on_inline_names_who_wrote_it(tmp_path: Path, above: str, named: str | None) -> None:
    """As mail programs mark it, in the languages they mark it in."""
    assert one_draft(tmp_path, mail(f"Look.\n\n{above}\n\n{WORDS}").as_bytes()).forwarded_from == named


def test_an_answer_is_read_without_what_it_quotes(tmp_path: Path) -> None:
    """The quoted words are another's, and have a message of their own."""
    text = f"We deny this.\n\nOn Sunday, Press Office wrote:\n> {WORDS}\n> More."
    draft = one_draft(tmp_path, mail(text, In_Reply_To="<zero@mod.example>").as_bytes())
    assert (draft.text, draft.reply_to) == ("We deny this.", "mail:zero@mod.example")


def test_a_name_beside_the_address_makes_no_ministry(tmp_path: Path) -> None:
    """Anyone may write a name; another's message id makes no version of his message either."""
    [capture], _ = add(tmp_path, "one.eml", mail(From='"Ministry" <x@else.example>').as_bytes())
    assert capture.source is None
    [draft] = drafts(tmp_path, capture)
    assert "Ministry" not in draft.publisher.names
    assert draft.origin == "mail:x@else.example/one@mod.example"


def test_names_are_one_line_that_shows_what_it_holds(tmp_path: Path) -> None:
    """No control characters and no marks of direction in what is shown and stored as a name."""
    payload = (
        mail()
        .as_bytes()
        .replace(b"Press Office <P", b"Press\x00 Of\x0bfice =?utf-8?b?4oCu?= <P")
        .replace(b"<one@", b"<on\x01e@")
    )
    [capture], _ = add(tmp_path, "one.eml", payload)
    [draft] = drafts(tmp_path, capture)
    assert (draft.author, draft.publisher.name) == ("Press Of fice", "Press Of fice")
    assert str(draft.origin).isprintable()


@pytest.mark.parametrize("charset", [b"utf\x00-8", b"no-such", b"hex", b'"', b"utf-8*0*="])
def test_a_charset_that_is_none_costs_no_words(tmp_path: Path, charset: bytes) -> None:
    """They are guessed."""
    payload = (
        b"MIME-Version: 1.0\nContent-Type: text/plain; charset=" + charset + b"\n\n" + WORDS.encode() + b" \xd0\x9f"
    )
    assert one_draft(tmp_path, payload).text == WORDS + " П"


def test_a_mailbox_is_taken_apart(tmp_path: Path) -> None:
    """Message by message, at lines that begin one; a line of words that begins with From does not."""
    first, second = (
        mail().as_bytes(),
        mail("From the river\n\nFrom here on, nothing.", Message_ID="<b@mod.example>").as_bytes(),
    )
    box = b"".join(b"From press@mod.example Sun May 12 10:11:12 2024\n" + each + b"\n" for each in (first, second))
    captures, reasons = add(tmp_path, "war.mbox", box)
    assert reasons == []
    assert [one.address.rpartition("#")[2] for one in captures] == ["message-1", "message-2"]
    assert FileArchive(tmp_path / "archive").read(captures[0].sha256) == first
    assert drafts(tmp_path, captures[1])[0].text == "From the river\n\nFrom here on, nothing."


@pytest.mark.parametrize(
    ("payload", "says"),
    [
        (b"MIME-Version: 1.0\n" + b"A: b\n" * 200_000 + b"\nText here.", "too many"),
        (b"MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n" + b"--b\n\n" * 9_000, "too many"),
        (b"MIME-Version: 1.0\nContent-Type: text/plain" + b";a=b" * 5_000 + b"\n\nText", "no mail program writes"),
        (b"MIME-Version: 1.0\nFrom: a@b.example\n\n \n", "without words"),
        (
            b"MIME-Version: 1.0\n"
            + b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(60))
            + b"\nText",
            "nested deeper",
        ),
    ],
    ids=["headers", "parts", "parameters", "empty", "nested"],
)
def test_what_is_built_to_choke_is_one_line(tmp_path: Path, payload: bytes, says: str) -> None:
    """The bytes are kept, reading says why it stops."""
    [capture], _ = add(tmp_path, "one.eml", payload)
    with pytest.raises(ReadError, match=says):
        drafts(tmp_path, capture)


def test_a_message_larger_than_a_file_may_be_is_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    """One in a mailbox spoils no other."""
    monkeypatch.setattr("vedette.collect.mail.mbox._LARGEST", 1000)
    opening = b"From press@mod.example Sun May 12 10:11:12 2024\n"
    box = opening + mail("x" * 900).as_bytes() + b"\n" + opening + mail().as_bytes()
    found = list(mbox_items(io.BytesIO(box), "file:///box"))
    assert isinstance(found[0], tuple)
    assert "larger than" in str(found[0][1])
    assert not isinstance(found[1], tuple)


@settings(max_examples=80, deadline=None)
@given(
    st.binary(max_size=400),
    st.sampled_from([b"text/plain", b"text/html", b"multipart/mixed; boundary=b", b"message/rfc822"]),
    st.text(max_size=60),
)
def test_no_bytes_bring_the_reader_down(body: bytes, kind: bytes, name: str) -> None:
    """Words, or one line why there are none."""
    payload = (
        b"MIME-Version: 1.0\nSubject: "
        + name.encode().replace(b"\n", b" ")
        + b"\nContent-Type: "
        + kind
        + b"\n\n--b\n"
        + body
    )
    capture: Any = Capture(id="c", sha256="", size=0, address="file:///a.eml", fetched=NOW, media_type="message/rfc822")  # type: ignore[arg-type]
    try:
        found = read(capture, payload).drafts
    except ReadError:
        found = ()
    assert all(draft.text.strip() for draft in found)


@settings(max_examples=50, deadline=None)
@given(
    st.text(alphabet=st.characters(min_codepoint=32, max_codepoint=0x4FF), min_size=1, max_size=200).filter(str.strip)
)
def test_words_and_subject_go_round(text: str) -> None:
    """What the standard library writes is read again."""
    text = " ".join("".join(letter for letter in text if letter.isprintable()).split()) or "x"
    found = parse_mail(mail(text, Subject=text).as_bytes())
    assert found.subject == text
    assert found.parts[0].payload.decode(found.parts[0].charset or "ascii").strip() == text
