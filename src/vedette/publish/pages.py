"""A public site as files: a page a day, event, place and cited document, an index to search, a feed of the days."""

import hashlib
import json
import re
import shutil
import tempfile
from base64 import b64encode
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from importlib.resources import files
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from markupsafe import Markup

from vedette.model.document import Document
from vedette.model.event import Account, Event
from vedette.model.ids import PlaceId
from vedette.publish.by_machine import by_machine
from vedette.publish.citation import Citation, Sentence
from vedette.publish.html import file_name, pieces, public_address, published, style, templates
from vedette.publish.mapping import draw
from vedette.publish.naming import name_of
from vedette.publish.seeing import sight_sentences
from vedette.publish.site import Site, Told, by_area
from vedette.publish.telling import figure_sentences
from vedette.publish.wording import count_of, quote
from vedette.publish.write import put
from vedette.reference.basemap import CREDIT
from vedette.reference.english import day

MARK = "vedette-site.json"
_NEWEST_DAYS = 7
_NEWEST_REPORTS = 25
_MOST_IN_FEED = 60
_MOST_ON_MAP = 400
_SUPPORTS = {"supports": "tells it", "concedes": "concedes it", "denies": "denies it, or tells it otherwise"}
_MEANS = {
    "conceded": "The side that loses by it says so.",
    "corroborated": "Independent sources tell it, not all for one side, and nobody denies it.",
    "one-sided": "One side or one source tells it.",
    "contested": "Somebody says no or tells the ground otherwise, and the claim still stands.",
    "denied": "Somebody says no, and nobody beyond one side or one source firmly says yes.",
    "unconfirmed": "It is told only with doubt.",
    "observed": "A sensor or a lens saw, in that place and time, what is told.",
}
# XML has no way to write these.
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(slots=True, kw_only=True)
class Notes:
    """The numbers of one page's citations; what is numbered gets its place in the document's page."""

    site: Site
    up: str
    numbers: dict[Citation, int] = field(default_factory=dict)

    def marks(self, sentence: Sentence) -> list[tuple[int, str, str]]:
        """Number, address and origin of each."""
        return [(self._number(one), self.address(one), _origin(one, self.site)) for one in sentence.citations]

    def address(self, citation: Citation) -> str:
        self.site.cited.setdefault(citation.span.document, {})[citation] = None
        return f"{self.up}documents/{file_name(citation.span.document)}#{citation.anchor}"

    def _number(self, citation: Citation) -> int:
        return self.numbers.setdefault(citation, len(self.numbers) + 1)


def write_site(site: Site, folder: Path, address: str | None = None) -> Path:
    """Gives the page to open. Whole or not at all: an earlier site is replaced, anything else in the way is an OSError.

    `address` is where the site will stand; feed readers need it, pages do not.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    part = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        _write(site, part, address)
        part.chmod(0o755)
        put(part, folder, MARK, "site of vedette publish")
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return folder / "index.html"


def _write(site: Site, part: Path, address: str | None) -> None:
    for name in ("days", "events", "places", "documents"):
        (part / name).mkdir()
    days = site.days
    for when, told in days.items():
        _page(site, part, f"days/{_day_file(when)}", "day.html", when=_day_name(when), areas=by_area(told),
              map=_map(site, told))  # fmt: skip
    for one in site.events:
        _page(site, part, f"events/{file_name(one.event.id)}", "event.html", told=one, **_event(site, one))
    by_place, held = site.by_place, _held(site)
    for place, where in site.places.items():
        there = by_place.get(place, [])
        control = held.get(place, [])
        _page(site, part, f"places/{file_name(place)}", "place.html", where=where, there=there, control=control,
              map=_map(site, there))  # fmt: skip
    _page(site, part, "places/index.html", "places.html", places=_counted(site))
    _page(site, part, "control.html", "control.html", rows=sorted(site.control, key=lambda row: row[0].day,
                                                                   reverse=True))  # fmt: skip
    _page(site, part, "threats.html", "threats.html", threats=site.threats)
    _page(site, part, "method.html", "method.html")
    newest = dict(list(days.items())[:_NEWEST_DAYS])
    shown = [one for told in newest.values() for one in told]
    _page(site, part, "index.html", "index.html", newest={_day_name(when): by_area(told) for when, told in
          newest.items()}, days=[(_day_name(when), _day_file(when), len(told)) for when, told in days.items()],
          map=_map(site, shown), reports=_newest_reports(site), waiting=site.waiting)  # fmt: skip
    _page(site, part, "sources.html", "sources.html", sources=_sources(site))
    for document, citations in site.cited.items():
        paper = site.material.documents[document]
        _page(site, part, f"documents/{file_name(document)}", "document.html", document=paper,
              address=public_address(paper), pieces=pieces(paper.text, citations))  # fmt: skip
    _write_index(site, part / "search.json")
    script = files("vedette.publish").joinpath("templates/site/search.js").read_bytes()
    (part / "search.js").write_bytes(script)
    _save(part / "feed.xml", _feed(site, days, address))
    (part / MARK).write_text(json.dumps({"made": site.made.isoformat(timespec="seconds"), "form": 1}), "utf-8")


def _page(site: Site, part: Path, name: str, template: str, **told: Any) -> None:
    up = "../" * name.count("/")
    notes = Notes(site=site, up=up)
    page = (
        templates()
        .get_template(f"site/{template}")
        .render(
            site=site,
            up=up,
            here=name,
            notes=notes,
            style=_styles(),
            policy=_policy(),
            credit=CREDIT,
            file_name=file_name,
            published=published,
            source_name=lambda document: site.material.source_name(document.source),
            count_of=count_of,
            made=day(site.made.date()),
            **told,
        )
    )
    _save(part / name, page)


def _save(path: Path, text: str) -> None:
    """Lone surrogates of a captured text have no UTF-8."""
    path.write_text(text, "utf-8", "xmlcharrefreplace")


def _styles() -> Markup:
    return Markup(f"{style()}{templates().get_template('site/site.css').render()}")  # noqa: S704 - ours


def _policy() -> str:
    """Nothing but our own style, by its hash, and our own script; no address beyond the folder's."""
    digest = b64encode(hashlib.sha256(str(_styles()).encode()).digest()).decode()
    return (
        f"default-src 'none'; style-src 'sha256-{digest}'; script-src 'self'; connect-src 'self'; base-uri 'none'; "
        "form-action 'none'"
    )


def _event(site: Site, told: Told) -> dict[str, Any]:
    event, veil = told.event, site.clearance.veil
    figures = [veil.words(one) for one in figure_sentences(event, site.material)]
    seen = [veil.words(one) for one in sight_sentences(event, site.material)]
    return {
        "accounts": [_account(one, site) for one in event.accounts],
        "figures": figures,
        "seen": seen,
        "means": _MEANS[event.assessment.status],
        "map": _map(site, [told], here=True),
        "day_file": _day_file(told.day),
        "day_name": _day_name(told.day),
    }


def _account(account: Account, site: Site) -> dict[str, Any]:
    """Who, how he stands to it, and his words; of what somebody denies, that he denies it."""
    material, veil = site.material, site.clearance.veil
    who = veil.text(name_of([account], material))
    return {
        "who": f"{who[:1].upper()}{who[1:]}",
        "source": material.source_name(account.source),
        "how": f"{_SUPPORTS[account.stance]}{', with doubt' if account.doubtful else ''}",
        "day": day(account.told) if account.told else None,
        "words": [(quote(one.text, 600), one) for one in material.cite_words(account)],
    }


def _map(site: Site, told: Sequence[Told], *, here: bool = False) -> Markup | None:
    """Marks lead to the event's line on the page, or nowhere else on its own page."""
    events = [one.event for one in told][:_MOST_ON_MAP]
    watch = site.watch
    drawn = draw(events, watch.bbox, watch.borders, site.clearance.veil, (lambda _: "#account") if here else _anchor)
    return Markup(drawn) if drawn else None  # noqa: S704 - every name in it is escaped where it is drawn


def _anchor(event: Event) -> str:
    return f"#{event.id}"


def _day_file(when: date | None) -> str:
    return f"{when or 'unknown'}.html"


def _day_name(when: date | None) -> str:
    return day(when) if when else "Without a known day"


def _origin(citation: Citation, site: Site) -> str:
    document = site.material.documents[citation.span.document]
    source = site.material.source_name(document.source)
    return f"{source}, {published(document)}{by_machine(document, citation.span)}"


def _counted(site: Site) -> list[tuple[str, str, int]]:
    """Name, file and how many events."""
    told = site.by_place
    return [(where.name, file_name(place), len(told.get(place, ()))) for place, where in site.places.items()]


def _held(site: Site) -> dict[PlaceId, list[Sentence]]:
    groups: dict[PlaceId, list[Sentence]] = {}
    for row, sentence in site.control:
        groups.setdefault(row.place.id, []).append(sentence)
    return groups


def _newest_reports(site: Site) -> list[Document]:
    """Of those that some page cites, so that each has a page of its own."""
    papers = [site.material.documents[one] for one in site.cited]
    dated = [(one.published.start, one.id, one) for one in papers if one.published]
    return [one for _, _, one in sorted(dated, key=lambda item: item[:2], reverse=True)[:_NEWEST_REPORTS]]


def _sources(site: Site) -> list[dict[str, Any]]:
    """Those of whom a cited document stands here, by name."""
    cited: dict[str, int] = {}
    for document in site.cited:
        source = site.material.documents[document].source
        cited[source] = cited.get(source, 0) + 1
    known = [one for one in site.material.sources.values() if one.id in cited]
    return [
        {"name": one.name, "kind": one.kind, "side": site.material.side_name(one.side) or "none",
         "grade": one.reliability, "documents": cited[one.id]}
        for one in sorted(known, key=lambda one: one.name.casefold())
    ]  # fmt: skip


def _write_index(site: Site, path: Path) -> None:
    """Small: a title, a day, a status and an address for each event and place."""
    rows = [
        {"t": one.title, "d": one.day.isoformat() if one.day else "", "s": one.event.assessment.status, "a": one.area,
         "u": f"events/{file_name(one.event.id)}"}
        for one in site.events
    ]  # fmt: skip
    rows += [{"t": name, "d": "", "s": "place", "a": "", "u": f"places/{file}"} for name, file, _ in _counted(site)]
    path.write_text(json.dumps(rows, ensure_ascii=True, separators=(",", ":")), "utf-8")


def _feed(site: Site, days: Mapping[date | None, Iterable[Told]], address: str | None) -> str:
    """Atom (RFC 4287). Without an address the links are relative to the feed, as its section 4.2.7.1 allows."""
    base = f"{address.rstrip('/')}/" if address else ""
    known = [(when, list(told)) for when, told in days.items() if when is not None][:_MOST_IN_FEED]
    entries = [
        {
            "id": uuid5(NAMESPACE_URL, f"vedette:{site.title}:{when}").urn,
            "title": f"{site.title}, {day(when)}",
            "link": f"{base}days/{_day_file(when)}",
            "updated": _latest(told, when).isoformat(),
            "lines": [_NO_XML.sub("", f"{one.sentence.text} ({one.event.assessment.status})") for one in told],
        }
        for when, told in known
    ]
    return (
        templates()
        .get_template("site/feed.xml")
        .render(
            title=_NO_XML.sub("", site.title),
            id=uuid5(NAMESPACE_URL, f"vedette:{site.title}").urn,
            base=base,
            updated=site.made.astimezone(UTC).isoformat(timespec="seconds"),
            entries=entries,
        )
    )


def _latest(told: Iterable[Told], when: date) -> datetime:
    """When the last account of the day's events was published."""
    days = [account.told for one in told for account in one.event.accounts if account.told]
    return datetime.combine(max([when, *days]), time(), UTC)
