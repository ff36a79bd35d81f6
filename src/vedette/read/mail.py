"""An e-mail: its words, who sent it when, and the messages forwarded in it."""

import re

from vedette.model.capture import Capture
from vedette.model.errors import ReadError
from vedette.model.mail import Mail, Part, is_words, parse_mail
from vedette.read.charset import decode
from vedette.read.clean import MAX_TEXT, clean, line
from vedette.read.dates import published
from vedette.read.draft import Draft, Publisher, Reading
from vedette.read.markup import fragment_text
from vedette.read.page import MAX_HTML

_FEWEST = 20
_MOST_FORWARDED = 50
# As mail programs write it above what they pass on, in six languages.
_FORWARDED = re.compile(
    r"^[-_ ]*(?:begin forwarded message:?|forwarded message|original message|weitergeleitete nachricht|"
    r"urspr\w+ nachricht|message transf\w+|message d'origine|перес\w+ (?:сообщение|письмо|повідомлення)|"
    r"перенаправлен\w+ (?:сообщение|повідомлення)|(?:исходное|оригінальне) (?:сообщение|повідомлення)|"
    r"начало переадресованного сообщения:?)[-_ ]*$",
    re.IGNORECASE | re.MULTILINE,
)
_FROM = re.compile(r"^[>* ]*(?:from|von|de|от|від|от кого)[*]?:[*]?[ ]*(\S.{0,300})$", re.IGNORECASE | re.MULTILINE)
_IN_ANGLES = re.compile(r"\s*[<\[(][^<>\[\]()]*[>\])]\s*|[\"']")
_QUOTED = re.compile(r"^>.*\n?", re.MULTILINE)
_INTRODUCED = re.compile(
    r"^[^\n]{0,200}(?:wrote|schrieb|écrit|написал\w*|пише|писал\w*)[^\n]{0,40}:\s*(?=\n>)", re.MULTILINE
)


def read_mail(payload: bytes, capture: Capture) -> Reading:
    """A document for the message, and one for each message forwarded whole in it, by whoever passed it on."""
    mail = parse_mail(payload)
    drafts = _drafts(mail, mail, capture)
    kept = tuple(draft for draft in drafts if len(draft.text) <= MAX_TEXT)
    if not kept:
        raise ReadError("is a message without words: its attachments are captures of their own")
    left = len(drafts) - len(kept)
    return Reading(drafts=kept, problem=f"{left} messages in it are too long and were left out" if left else None)


def _drafts(mail: Mail, sent: Mail, capture: Capture) -> list[Draft]:
    own = _draft(mail, sent, capture)
    inner = [part.mail for part in mail.parts if part.mail is not None][:_MOST_FORWARDED]
    drafts = [own] if own else []
    for one in inner:
        drafts += _drafts(one, sent, capture)
    return drafts[:_MOST_FORWARDED]


def _draft(mail: Mail, sent: Mail, capture: Capture) -> Draft | None:
    text = _text(mail)
    if not any(char.isalnum() for char in text):
        return None
    passed_on = mail is not sent
    name = line(sent.sender) or sent.address
    return Draft(
        text=text,
        label=line(mail.identity) or line(mail.subject) or line(text, 80) or "message",
        origin=f"{sent.origin}+{mail.origin}" if passed_on else mail.origin,
        publisher=Publisher(names=sent.names, host=sent.address or None, name=name or None, kind="mail"),
        title=line(mail.subject),
        author=line(mail.sender),
        published=published(mail.date.partition(" (")[0], capture.fetched),
        forwarded_from=(line(mail.sender) or mail.address or None) if passed_on else _forwarded_from(text),
        reply_to=f"mail:{mail.answers}" if mail.answers else None,
        media=tuple(filter(None, (line(part.name) for part in mail.attachments))),
    )


def _text(mail: Mail) -> str:
    """Of the same words in plain text and HTML the plain ones. In an answer what it quotes has its own message."""
    chosen = [part for part in mail.parts if is_words(part)]
    plain = {part.alternative for part in chosen if part.kind == "text/plain" and len(part.payload) >= _FEWEST}
    kept = [
        part
        for part in chosen
        if part.alternative is None or (part.kind == "text/plain") == (part.alternative in plain)
    ]
    text = "\n\n".join(filter(None, map(_words, kept)))
    if mail.answers:
        text = _QUOTED.sub("", _INTRODUCED.sub("", text))
    return clean(text)


def _words(part: Part) -> str:
    text = decode(part.payload, part.charset)
    if part.kind == "text/html":
        return fragment_text(text[:MAX_HTML])
    return clean(text)


def _forwarded_from(text: str) -> str | None:
    """Who wrote what is passed on inline: the first From line under the mark."""
    mark = _FORWARDED.search(text)
    found = _FROM.search(text, mark.end(), mark.end() + 1000) if mark else None
    return line(_IN_ANGLES.sub(" ", found[1])) or line(found[1]) if found else None
