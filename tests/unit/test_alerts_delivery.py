"""Delivery: mail and webhooks over real connections to servers of the test; nothing twice, nothing lost."""

import json
import ssl
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.policy import default
from ipaddress import ip_address
from pathlib import Path

import pytest
from alert_world import DAY, EVIL, NOW, World, world
from servers import Desk, Post, mail_server, web_server

from vedette.alerting import LEDGER, digest
from vedette.publish.delivery import Ways
from vedette.publish.ledger import Ledger

_TO = "desk@example.org"


def _mail(port: int, *, to: str = f'"{_TO}"', starttls: bool = False, rest: str = "") -> str:
    rule = '\n[[alert]]\nname = "river"\non = ["new"]\nmail = true\n'
    tls = str(starttls).lower()
    return (
        f'\n[mail]\nhost = "127.0.0.1"\nport = {port}\nstarttls = {tls}\nfrom = "vedette@example.org"\n'
        f"to = [{to}]\n{rest}{rule}"
    )


def _hook(port: int, rest: str = "private = true\n", path: str = "/secret-token") -> str:
    return f'\n[[alert]]\nname = "river"\non = ["new"]\nwebhooks = ["http://127.0.0.1:{port}{path}"]\n{rest}'


@pytest.fixture
def war(tmp_path: Path) -> Iterator[World]:
    with world(tmp_path, "") as made:
        yield made


@pytest.fixture
def post() -> Iterator[Post]:
    with mail_server(Post()) as made:
        yield made


@pytest.fixture
def desk() -> Iterator[Desk]:
    with web_server(Desk()) as made:
        yield made


def _news(war: World, text: str = "captured Lipova on Sunday") -> None:
    war.report("ministry", text)


def test_a_letter_is_sent_once(war: World, post: Post) -> None:
    """With who claims what, the status, the words, and the id of the event; the next look sends nothing."""
    war.rules(_mail(post.port))
    war.look()
    _news(war)
    outcome = war.look()
    assert outcome.failures == []
    assert [(one.to, one.count) for one in outcome.sent] == [(_TO, 1)]
    war.look()
    ((to, raw),) = post.letters
    letter = message_from_bytes(raw, policy=default)
    assert to == letter["To"] == _TO
    assert letter["Subject"].startswith("[test] river: The Northland Ministry of Defence claimed the capture of Lipova")
    body = letter.get_content()
    assert "12 May 2024 · one-sided\nNorthland Ministry of Defence: “captured Lipova on Sunday”\nevt_" in body.replace(
        "\r\n", "\n"
    )
    assert "None of it is stated as fact." in body
    assert letter["Auto-Submitted"] == "auto-generated"


def test_hostile_words_stay_words_in_a_letter(war: World, post: Post) -> None:
    """No header of their own, no markup, no letters that act."""
    war.rules(_mail(post.port))
    war.look()
    _news(war, f"captured Lipova {EVIL}\r\nBcc: all@example.org\r\n\r\n.\r\nMAIL FROM:<x@example.org>")
    war.look()
    ((_, raw),) = post.letters
    letter = message_from_bytes(raw, policy=default)
    assert letter["Bcc"] is None
    assert letter.get_content_type() == "text/plain"
    body = letter.get_content()
    assert "<script>alert(1)</script> ]]> &amp; evil[2J Bcc: all@example.org" in body
    assert not any(letter in body for letter in "\x00\x1b\u202e")
    assert sum(word.upper().startswith("MAIL FROM") for word in post.said) == 1


def test_a_dead_server_is_one_line_and_loses_nothing(war: World, post: Post, desk: Desk) -> None:
    """Two letters wait behind one line, the webhook goes on; later both arrive, and the webhook hears nothing twice."""
    dead = 9
    war.rules(
        _mail(dead, to=f'"{_TO}", "second@example.org"')
        + f'private = true\nwebhooks = ["http://127.0.0.1:{desk.port}/"]\n'
    )
    war.look()
    _news(war)
    (failure,) = war.look().failures
    assert failure.startswith("river: 127.0.0.1:9 cannot be reached (")
    assert failure.endswith("; it waits for the next time")
    assert len(desk.posts) == 1
    war.rules(
        _mail(post.port, to=f'"{_TO}", "second@example.org"')
        + f'private = true\nwebhooks = ["http://127.0.0.1:{desk.port}/"]\n'
    )
    outcome = war.look()
    assert outcome.found == ()
    assert sorted(to for to, _ in post.letters) == [_TO, "second@example.org"]
    assert len(desk.posts) == 1


def test_a_refused_address_keeps_nobody_else_waiting(war: World, post: Post) -> None:
    """One line names the address's refusal; the other has the letter, once."""
    post.refuses = {_TO}
    war.rules(_mail(post.port, to=f'"{_TO}", "second@example.org"'))
    war.look()
    _news(war)
    (failure,) = war.look().failures
    assert "refuses the address (550 nobody here)" in failure
    war.look()
    post.refuses = set()
    war.look()
    assert [to for to, _ in post.letters] == ["second@example.org", _TO]


def test_what_the_server_took_is_sent_even_if_it_hangs_up(war: World, post: Post) -> None:
    """A bad good-bye is no failure; hanging up before the letter is one."""
    post.hangs_up_after = "QUIT"
    war.rules(_mail(post.port))
    war.look()
    _news(war)
    assert war.look().failures == []
    post.hangs_up_after = "DATA"
    _news(war, "captured Brod")
    assert len(war.look().failures) == 1
    post.hangs_up_after = ""
    war.look()
    assert len(post.letters) == 2


def test_a_server_that_drips_is_left(war: World, post: Post) -> None:
    """However many lines it says, within the time."""
    post.drips = True
    war.rules(_mail(post.port))
    war.look()
    _news(war)
    start = time.monotonic()
    (failure,) = war.look(longest_s=0.5).failures
    assert "did not answer within 0.5 s" in failure
    assert time.monotonic() - start < 5


def test_without_tls_no_letter_where_it_is_asked_for(war: World, post: Post) -> None:
    """A server that offers no STARTTLS, or something that took its word away, gets nothing."""
    war.rules(_mail(post.port, starttls=True))
    war.look()
    _news(war)
    (failure,) = war.look().failures
    assert "offers no STARTTLS" in failure
    assert post.letters == []


def test_the_certificate_is_verified_and_the_password_comes_from_the_environment(
    war: World, post: Post, tmp_path: Path
) -> None:
    """An unknown certificate gets nothing, not even the password; a known one gets the letter."""
    trusted = _certificate(tmp_path, post)
    war.rules(_mail(post.port, starttls=True, rest='user = "me"\npassword_env = "SECRET"\n'))
    war.look()
    _news(war)
    assert "SECRET holds no password for me" in war.look().failures[0]
    environ = {"SECRET": "hush-hush"}
    assert "certificate that cannot be verified" in war.look(environ=environ).failures[0]
    assert not any(word.startswith("AUTH") for word in post.said)
    outcome = war.look(environ=environ, context=trusted)
    assert outcome.failures == []
    assert any(word.startswith("AUTH PLAIN") for word in post.said)
    assert b"hush" not in b"".join(path.read_bytes() for path in tmp_path.rglob("alerts*") if path.is_file())


def _certificate(folder: Path, post: Post) -> ssl.SSLContext:
    """For 127.0.0.1, by nobody; what comes back trusts it."""
    x509 = pytest.importorskip("cryptography.x509")
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.oid.NameOID.COMMON_NAME, "127.0.0.1")])
    alone = x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(x509.random_serial_number()).not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1)).add_extension(alone, critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True).sign(key, hashes.SHA256())
    )  # fmt: skip
    pem = folder / "server.pem"
    form, style = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
    pem.write_bytes(key.private_bytes(form, style, serialization.NoEncryption()) + made.public_bytes(form))
    post.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    post.context.load_cert_chain(pem)
    trusted = ssl.create_default_context()
    trusted.load_verify_locations(pem)
    return trusted


def test_a_webhook_gets_json_once(war: World, desk: Desk) -> None:
    """With statuses, links and sources; under a key that stands for these items."""
    war.rules(_hook(desk.port))
    war.look()
    _news(war, f"captured Lipova {EVIL}")
    outcome = war.look()
    assert [(one.to, one.count) for one in outcome.sent] == [(f"http://127.0.0.1:{desk.port}", 1)]
    war.look()
    ((path, headers, body),) = desk.posts
    assert path == "/secret-token"
    assert headers["content-type"] == "application/json"
    assert headers["idempotency-key"].startswith("msg_")
    told = json.loads(body)
    assert (told["alert"], told["digest"]) == ("river", None)
    (item,) = told["items"]
    assert item["text"].endswith(" · one-sided")
    assert item["link"] == f"http://127.0.0.1:8000/events/{item['about']}"
    assert item["sources"][0]["words"] == "“captured Lipova <script>alert(1)</script> ]]> &amp; evil[2J”"
    assert "secret-token" not in (war.folder / LEDGER).read_text("utf-8")


def test_a_private_address_is_refused_unless_the_watch_allows_it(war: World, desk: Desk) -> None:
    """Nothing is posted, and one line says what would allow it."""
    war.rules(_hook(desk.port, rest=""))
    war.look()
    _news(war)
    (failure,) = war.look().failures
    assert "127.0.0.1 is a private address; `private = true` in the [[alert]] allows that" in failure
    assert desk.posts == []
    war.rules(_hook(desk.port))
    war.look()
    assert len(desk.posts) == 1


@pytest.mark.parametrize(
    ("status", "words"), [(302, "redirects are not followed"), (500, "answered 500"), (404, "answered 404")]
)
def test_what_is_not_taken_waits(war: World, desk: Desk, status: int, words: str) -> None:
    """A redirect is followed nowhere; the secret part of the address is in no line."""
    desk.status, desk.location = status, f"http://127.0.0.1:{desk.port}/elsewhere"
    war.rules(_hook(desk.port))
    war.look()
    _news(war)
    (failure,) = war.look().failures
    assert words in failure
    assert "secret-token" not in failure
    desk.status = 200
    war.look()
    war.look()
    assert [path for path, _, _ in desk.posts] == ["/secret-token", "/secret-token"]


def test_an_address_may_stay_in_the_environment(war: World, desk: Desk) -> None:
    """`env:NAME`; a variable that is not set is a line."""
    war.rules('[[alert]]\nname = "river"\non = ["new"]\nprivate = true\nwebhooks = ["env:HOOK"]\n')
    war.look()
    _news(war)
    assert "HOOK holds no http or https address" in war.look().failures[0]
    war.look(environ={"HOOK": f"http://127.0.0.1:{desk.port}/x"})
    assert [path for path, _, _ in desk.posts] == ["/x"]


def test_many_go_in_parts_and_a_failure_keeps_only_the_rest(
    war: World, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was taken before a failure is not sent again."""
    monkeypatch.setattr("vedette.publish.delivery._AT_ONCE", 1)
    war.rules(_hook(desk.port))
    war.look()
    _news(war)
    _news(war, "captured Brod")
    war.look()
    war.look()
    ids = [item["id"] for _, _, body in desk.posts for item in json.loads(body)["items"]]
    assert len(ids) == len(set(ids)) == 2


def test_a_new_way_out_gets_what_comes_from_then_on(war: World, desk: Desk) -> None:
    """Not what was told before it was written down."""
    war.rules('[[alert]]\nname = "river"\non = ["new"]\nfeed = true\n')
    war.look()
    _news(war)
    war.look()
    war.rules(_hook(desk.port))
    war.look()
    assert desk.posts == []
    assert len(Ledger.read(war.folder / LEDGER).tidings) == 1


def test_a_digest_is_sent_once(war: World, desk: Desk) -> None:
    """After a failure again, after success not."""
    war.rules(_hook(desk.port))
    _news(war)
    day = datetime(DAY.year, DAY.month, DAY.day)  # noqa: DTZ001 - as click gives it
    ways = Ways(environ={}, timeout_s=5.0)
    assert len(digest(war.workspace, day, now=NOW, ways=ways, dry=True).sent) == 1
    desk.status = 503
    assert len(digest(war.workspace, day, now=NOW, ways=ways).failures) == 1
    desk.status = 200
    assert len(digest(war.workspace, day, now=NOW, ways=ways).sent) == 1
    assert digest(war.workspace, day, now=NOW, ways=ways).sent == []
    assert [json.loads(body)["digest"] for _, _, body in desk.posts] == ["2024-05-12"] * 2
