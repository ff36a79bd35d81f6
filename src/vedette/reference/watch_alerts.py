"""`[[alert]]` and `[mail]` of `watch.toml`: of what to tell, and whom."""

import re
from collections.abc import Collection
from typing import TypeVar, get_args
from urllib.parse import urlsplit

from vedette.model.alert import PAGES, TLS_AT_ONCE, Alert, Alerts, Mail, Occasion
from vedette.model.errors import UsageError
from vedette.model.event import Status
from vedette.model.ids import SideId
from vedette.model.mention import Change, Plover
from vedette.reference.english import SUBTYPES
from vedette.reference.severity import LEAST, rungs
from vedette.reference.toml_table import Table

_NAME = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?")
_ADDRESS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-][A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{0,63}@[A-Za-z0-9.-]{1,250}")
_VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,100}")
_MOST_RULES = 100
_MOST_EACH = 50
_IN_ENVIRONMENT = "env:"
_PASSWORD = "VEDETTE_MAIL_PASSWORD"  # noqa: S105 - a name, no password
KINDS = (*get_args(Plover), *SUBTYPES, *get_args(Change))
T = TypeVar("T")


def parse_alerts(top: Table, sides: Collection[str]) -> Alerts:
    """Raises UsageError naming the table and the key."""
    mail = _mail(top.table("mail")) if "mail" in top.values else None
    rules = tuple(_alert(table, sides, mail) for table in top.tables("alert"))
    if len(rules) > _MOST_RULES:
        raise UsageError(f"{top.place}: more than {_MOST_RULES} [[alert]] tables; join some")
    names = [rule.name for rule in rules]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice:
        raise UsageError(f"{top.place}: two [[alert]] tables have the name {twice!r}; a name is one file")
    return Alerts(rules=rules, mail=mail)


def _alert(table: Table, sides: Collection[str], mail: Mail | None) -> Alert:
    table.only("name", "on", "bbox", "places", "kinds", "statuses", "sides", "actors", "severity", "feed", "mail", "to",
               "webhooks", "private", "pages")  # fmt: skip
    name = table.text("name")
    if not _NAME.fullmatch(name):
        raise table.wrong("name", "at most 40 small letters, digits and hyphens: files are named by it")
    on: tuple[Occasion, ...] = _some_of(table, "on", get_args(Occasion))
    if not on:
        raise table.wrong("on", f"a list of one or more of {', '.join(get_args(Occasion))}")
    if "severity" in table.values and "threat" not in on:
        raise table.wrong("severity", 'left out, or `on` hold "threat": only threats have one')
    to = _addresses(table, "to")
    if (to or table.flag("mail")) and not (mail and (to or mail.to)):
        raise table.wrong("to" if to else "mail", "left out, or [mail] be there and somebody named in `to`")
    return Alert(
        name=name,
        on=on,
        bbox=table.box("bbox"),
        places=_few(table, "places"),
        kinds=_some_of(table, "kinds", KINDS),
        statuses=_some_of(table, "statuses", get_args(Status)),
        sides=tuple(map(SideId, _some_of(table, "sides", tuple(sides)))),
        actors=_few(table, "actors"),
        severity=_severity(table),
        feed=table.flag("feed"),
        mail=table.flag("mail") or bool(to),
        to=to,
        webhooks=_webhooks(table),
        private=table.flag("private"),
        pages=_pages(table),
    )


def _few(table: Table, key: str) -> tuple[str, ...]:
    found = table.texts(key)
    if len(found) > _MOST_EACH:
        raise table.wrong(key, f"a list of at most {_MOST_EACH}")
    return tuple(dict.fromkeys(found))


def _some_of(table: Table, key: str, known: tuple[T, ...]) -> tuple[T, ...]:
    by_word = {str(one): one for one in known}
    for word in table.texts(key):
        if word not in by_word:
            raise table.wrong(key, f"a list of words from {', '.join(by_word)}; not {word!r}")
    return tuple(by_word[word] for word in dict.fromkeys(table.texts(key)))


def _severity(table: Table) -> int:
    if "severity" not in table.values:
        return LEAST
    found = table.count("severity", max(rungs()))
    if found < LEAST:
        raise table.wrong("severity", f"a rung from {LEAST} to {max(rungs())}")
    return found


def _webhooks(table: Table) -> tuple[str, ...]:
    wanted = f"a list of https:// or http:// addresses without a password, or {_IN_ENVIRONMENT}NAME"
    for one in _few(table, "webhooks"):
        if one.startswith(_IN_ENVIRONMENT):
            if not _VARIABLE.fullmatch(one.removeprefix(_IN_ENVIRONMENT)):
                raise table.wrong("webhooks", wanted)
        elif not is_web_address(one):
            raise table.wrong("webhooks", wanted)
    return _few(table, "webhooks")


def _pages(table: Table) -> str:
    found = table.text_or("pages", PAGES)
    if not is_web_address(found) or not found.isascii() or "?" in found or "#" in found:
        raise table.wrong("pages", f"the address at which `vedette serve` answers, such as {PAGES}")
    return found.rstrip("/")


def is_web_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        return False
    named = parts.scheme in ("http", "https") and bool(parts.hostname) and "@" not in parts.netloc
    return named and port != 0 and text.isprintable() and " " not in text


def _addresses(table: Table, key: str) -> tuple[str, ...]:
    found = _few(table, key)
    if not all(_ADDRESS.fullmatch(one) for one in found):
        raise table.wrong(key, 'a list of e-mail addresses, such as ["desk@example.org"]')
    return found


def _mail(table: Table) -> Mail:
    table.only("host", "port", "starttls", "from", "to", "user", "password_env")
    sender = table.text("from")
    if not _ADDRESS.fullmatch(sender):
        raise table.wrong("from", "an e-mail address, such as vedette@example.org")
    host = table.text("host")
    if not re.fullmatch(r"[A-Za-z0-9.:-]{1,253}", host):
        raise table.wrong("host", "the name or address of a mail server")
    starttls = table.flag("starttls") if "starttls" in table.values else True
    port = table.count("port", 65_535) if "port" in table.values else 587
    if port == 0:
        raise table.wrong("port", "a whole number from 1 to 65,535")
    password = table.text_or("password_env", _PASSWORD)
    if not _VARIABLE.fullmatch(password):
        raise table.wrong("password_env", "the name of an environment variable; the password itself stays out of here")
    user = table.text_or("user", "")
    if user and not starttls and port != TLS_AT_ONCE:
        raise table.wrong("user", f"left out, or `starttls` true or `port` {TLS_AT_ONCE}: a password needs TLS")
    return Mail(
        host=host,
        port=port,
        starttls=starttls,
        sender=sender,
        to=_addresses(table, "to"),
        user=user,
        password_env=password,
    )
