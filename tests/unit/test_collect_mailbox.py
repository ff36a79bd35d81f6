"""Mailboxes on a server: read, never touched, and followed from the last message on."""

from typing import Any

import pytest
from mail_server import Box, serving

from vedette.collect.collector import Given, Mark
from vedette.collect.item import Item
from vedette.collect.mail.mailbox import Mailbox
from vedette.model.errors import CaptureError

pytest.importorskip("imap_tools")


def mail(number: int) -> bytes:
    return f"From: a@north.example\r\nMessage-ID: <{number}@north.example>\r\n\r\nReport {number}.\r\n".encode()


def box(count: int = 3, **more: Any) -> Box:
    return Box(mails={number: mail(number) for number in range(1, count + 1)}, **more)


def mailbox(served: Box, **more: Any) -> Mailbox:
    told: dict[str, Any] = {"password": served.password, "tls": False, "allow_private": True, "timeout_s": 5, **more}
    return Mailbox(host="127.0.0.1", port=served.port, user="desk", **told)


def collect(
    source: Mailbox, memory: dict[str, Any] | None = None
) -> tuple[list[tuple[str, bytes]], dict[str, Any], list[str]]:
    """Addresses and bytes, what is remembered afterwards, and what went wrong."""
    taken: list[tuple[str, bytes]] = []
    wrong: list[str] = []
    remembered = dict(memory or {})
    given: Given
    for given in source.collect(remembered):
        match given:
            case Item():
                with given.open() as handle:
                    taken.append((given.address, handle.read()))
            case Mark():
                remembered = dict(given.memory)
            case (address, error):
                wrong.append(f"{address} {error}")
    return taken, remembered, wrong


def test_new_messages_come_once() -> None:
    """Byte for byte with an address that names them; the next round asks from there on."""
    with serving(box()) as served:
        taken, memory, wrong = collect(mailbox(served))
        assert [payload for _, payload in taken] == [mail(1), mail(2), mail(3)]
        assert taken[2][0] == "imap://127.0.0.1/INBOX;UIDVALIDITY=7/;UID=3"
        assert (memory, wrong) == ({"validity": 7, "uid": 3}, [])
        assert collect(mailbox(served), memory) == ([], memory, [])
        served.mails[9] = mail(9)
        taken, memory, _ = collect(mailbox(served), memory)
        assert ([payload for _, payload in taken], memory["uid"]) == ([mail(9)], 9)


def test_nothing_is_marked_or_changed() -> None:
    """The folder is opened by EXAMINE, and messages are only looked at."""
    with serving(box()) as served:
        collect(mailbox(served))
    words = {" ".join(told.split(" ")[:2]) if told.startswith("UID") else told.split(" ")[0] for told in served.asked}
    assert words <= {"CAPABILITY", "LOGIN", "EXAMINE", "STATUS", "UID SEARCH", "UID FETCH", "LOGOUT"}
    assert all("BODY.PEEK[]" in told or "RFC822.SIZE" in told for told in served.asked if "FETCH" in told)


def test_a_mailbox_numbered_anew_is_read_anew() -> None:
    """Another UIDVALIDITY: the numbers mean other messages."""
    with serving(box()) as served:
        _, memory, _ = collect(mailbox(served))
        served.validity = 8
        taken, memory, _ = collect(mailbox(served), memory)
    assert len(taken) == 3
    assert memory == {"validity": 8, "uid": 3}


def test_a_round_takes_no_more_than_it_may(monkeypatch: pytest.MonkeyPatch) -> None:
    """The oldest first; the rest comes next time. A message too large is told, and passed."""
    with serving(box(5, sizes={2: 2**40})) as served:
        taken, memory, wrong = collect(mailbox(served, most=3))
        assert [payload for _, payload in taken] == [mail(1), mail(3)]
        assert "larger than 64 MB" in wrong[0]
        taken, memory, _ = collect(mailbox(served, most=3), memory)
    assert (len(taken), memory["uid"]) == (2, 5)


def test_what_came_before_a_break_is_marked(monkeypatch: pytest.MonkeyPatch) -> None:
    """The connection ends in the middle: the next round begins after the last mark."""
    monkeypatch.setattr("vedette.collect.mail.mailbox._AT_ONCE", 2)
    with serving(box(5, breaks_at=4)) as served:
        given = mailbox(served).collect({})
        memory = next(dict(one.memory) for one in given if isinstance(one, Mark))
        with pytest.raises(CaptureError, match="did not answer"):
            list(given)
    assert memory == {"validity": 7, "uid": 2}


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"password": "wrong"}, "refused the name or the password"),
        ({"folder": "Nowhere"}, "no such folder"),
        ({"allow_private": False}, "private address"),
        ({"password": ""}, "names no server, user or password"),
        ({"tls": True}, "did not answer"),
    ],
)
def test_trouble_is_one_line_without_the_password(more: dict[str, Any], says: str) -> None:
    """Whatever is wrong with it."""
    with serving(box()) as served, pytest.raises(CaptureError, match=says) as found:
        collect(mailbox(served, **more))
    assert served.password not in str(found.value)
    assert "\n" not in str(found.value)
    assert served.password not in repr(mailbox(served))


def test_a_password_goes_out_only_encrypted(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without TLS no machine but this one is asked."""
    monkeypatch.setattr("socket.getaddrinfo", lambda *_, **__: [(2, 1, 6, "", ("93.184.216.34", 143))])
    with pytest.raises(CaptureError, match="for all to read"):
        list(Mailbox(host="mail.example", user="a", password="b", tls=False).collect({}))
