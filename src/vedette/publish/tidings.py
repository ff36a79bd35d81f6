"""What a rule asked for, as words that may leave: by somebody's account, with its status, its sources and an id."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from urllib.parse import quote as escape

from vedette.model.alert import Alert, Occasion, Origin, Tiding
from vedette.model.changes import Changes, Difference
from vedette.model.document import Document
from vedette.model.event import Control, Event, Stance, Threat
from vedette.model.ids import content_id
from vedette.publish.alerts import Matter, asked_for
from vedette.publish.citation import Citation, Sentence
from vedette.publish.consequence import of_the_war
from vedette.publish.differences import how_it_changed
from vedette.publish.material import Material
from vedette.publish.plain import plain, shortened
from vedette.publish.telling import control_sentence, event_sentence, threat_sentence, words_sentence
from vedette.publish.wording import quote, sentence

_STANCES: tuple[Stance, ...] = ("supports", "concedes", "denies")
_LONGEST = 1_000
_LONGEST_NAME = 200
_LONGEST_ADDRESS = 2_000


def tidings(rules: Iterable[Alert], changes: Changes, material: Material, found: datetime) -> Iterator[Tiding]:
    """`changes` and `material` have passed the publication policy. What no words can be cited for is not told."""
    for rule in rules:
        for occasion, matter in asked_for(rule, changes):
            told = _sentence(matter, material)
            if told is not None:
                yield _tiding(rule, occasion, matter, told, material, found)


def _sentence(matter: Matter, material: Material) -> Sentence | None:
    match matter:
        case Difference():
            return _of_event(matter.shown, material)
        case Control():
            return control_sentence(matter, material)
        case Threat():
            return threat_sentence(matter, material)


def _of_event(event: Event, material: Material) -> Sentence | None:
    """Of what is no deed of war, the words alone: that there was "an agreement" says nothing."""
    return event_sentence(event, material) if of_the_war(event) else words_sentence(event, _STANCES, material)


def _tiding(
    rule: Alert, occasion: Occasion, matter: Matter, told: Sentence, material: Material, found: datetime
) -> Tiding:
    about, path = _where(matter)
    status = told.status or "unconfirmed"
    text = told.text
    if isinstance(matter, Difference) and occasion == "status":
        text = f"{text} {sentence(f'Now {how_it_changed(matter)}')}"
    return Tiding(
        id=content_id("tid", rule.name, occasion, about, status, found.isoformat()),
        rule=rule.name,
        occasion=occasion,
        status=status,
        text=shortened(plain(text), _LONGEST),
        about=plain(about),
        path=path,
        found=found,
        origins=tuple(origin for one in told.citations for origin in _origin(one, material)),
        subjects=_subjects(matter),
    )


def _where(matter: Matter) -> tuple[str, str]:
    match matter:
        case Difference():
            return matter.shown.id, f"/events/{escape(matter.shown.id, safe='')}"
        case Control():
            return matter.place.id, f"/places/{escape(matter.place.id, safe='')}"
        case Threat():
            return matter.id, f"/documents/{escape(matter.action.document, safe='')}"


def _subjects(matter: Matter) -> tuple[str, ...]:
    match matter:
        case Difference():
            return tuple(event.id for event in matter.after)
        case Control():
            return (control_key(matter),)
        case Threat():
            return (matter.id,)


def control_key(row: Control) -> str:
    return f"{row.place.id}/{row.day}/{row.holder}"


def _origin(citation: Citation, material: Material) -> Iterator[Origin]:
    document = material.documents.get(citation.span.document)
    if document is not None:
        yield Origin(
            name=shortened(plain(material.source_name(document.source)), _LONGEST_NAME),
            document=document.id,
            words=plain(quote(citation.text)),
            address=_address(document),
        )


def _address(document: Document) -> str | None:
    """Of a file on this machine nothing."""
    found = document.address or ""
    usable = found.startswith(("http://", "https://")) and found == plain(found) and len(found) <= _LONGEST_ADDRESS
    return found if usable else None
