"""[[alert]] and [mail] in watch.toml: what is read, and how mistakes are told."""

import pytest

from vedette.model.alert import Mail
from vedette.model.errors import UsageError
from vedette.reference.toml_table import Table
from vedette.reference.watch_alerts import parse_alerts
from vedette.reference.watchfile import parse_watch

_MAIL = '[mail]\nhost = "mail.example.org"\nfrom = "vedette@example.org"\n'


def _rule(rest: str, mail: str = "") -> str:
    return f'name = "x"\n{mail}[[alert]]\nname = "river"\non = ["new"]\n{rest}\n'


def test_rules_are_no_part_of_the_watch() -> None:
    """Else every new address of a letter would draw the picture anew."""
    assert parse_watch(_rule("feed = true")) == parse_watch('name = "x"')


def test_mail_is_encrypted_unless_it_is_said_otherwise() -> None:
    """The usual port, STARTTLS, and the password under the usual name."""
    table = Table("w", {"mail": {"host": "mail.example.org", "from": "vedette@example.org"}})
    assert parse_alerts(table, ()).mail == Mail(
        host="mail.example.org", port=587, starttls=True, sender="vedette@example.org"
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (_rule('on_ = "x"'), "unknown key `on_`"),
        (_rule("").replace('["new"]', "[]"), "`on` must be a list of one or more of new, status, holder, threat"),
        (_rule("").replace("river", "../river"), "`name` must be at most 40 small letters"),
        (_rule("severity = 3"), "only threats have one"),
        (_rule('sides = ["west"]'), "`sides` must be a list of words from"),
        (_rule("mail = true"), "`mail` must be left out, or [mail] be there"),
        (_rule("mail = true", _MAIL), "somebody named in `to`"),
        (_rule('to = ["a@b\\nBcc: c@d"]', _MAIL), "`to` must be a list of e-mail addresses"),
        (_rule('webhooks = ["file:///etc/passwd"]'), "`webhooks` must be a list of https:// or http://"),
        (_rule('webhooks = ["https://me:pass@example.org/"]'), "without a password"),
        (_rule('pages = "javascript:alert(1)"'), "`pages` must be the address at which"),
        (_rule("", f'{_MAIL}password = "hush"\n'), "unknown key `password`"),
        (_rule("", f'{_MAIL}user = "me"\nstarttls = false\n'), "a password needs TLS"),
        (_rule("") + '[[alert]]\nname = "river"\non = ["new"]\n', "two [[alert]] tables have the name 'river'"),
    ],
)
def test_mistakes_are_told_with_their_place(text: str, said: str) -> None:
    """Before anything is sent, and by every command that reads the watch."""
    with pytest.raises(UsageError) as refused:
        parse_watch(text)
    assert said in str(refused.value)
