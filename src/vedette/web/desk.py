"""What every page needs: the workspace to read, the watch, the templates."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TypeVar
from urllib.parse import quote, urlencode, urlsplit

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined

from vedette.fuse.correcting import corrected
from vedette.model.access import Permission
from vedette.model.correction import with_states
from vedette.model.ids import DocumentId, PlaceId, SideId
from vedette.model.query import Query
from vedette.model.source import Source
from vedette.model.span import Span
from vedette.model.task import Tended
from vedette.model.translation import Translation
from vedette.model.watch import Watch
from vedette.ports import View
from vedette.reference.basemap import CREDIT, border_layer
from vedette.reference.denials import denial_before
from vedette.reference.severity import rungs
from vedette.web import texts, wording
from vedette.web.forms import hidden
from vedette.web.identity import visit
from vedette.web.kept import Kept
from vedette.web.parameters import CERTAINTIES, KINDS, STATUSES, Question, parse
from vedette.web.snippet import snippet

_COLOURS = 8
_COUNTED = 128
_LONGEST_ADDRESS = 2_000
T = TypeVar("T")


class Page(HTMLResponse):
    """HTML in UTF-8; a lone surrogate in a hostile text becomes a question mark, not an error."""

    def render(self, content: str) -> bytes:
        return content.encode("utf-8", "replace")


class MissingError(Exception):
    """What was asked for is not in this workspace; the message says what it is."""


def untranslated(words: str, to: str) -> Translation | None:
    """Where nothing was ever translated."""
    return None


def nothing_followed() -> Sequence[Tended]:
    """Where no source is asked again and again."""
    return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """`view` opens a reading of the store; call it in the thread that reads. `reports` is the folder of reports,
    `translated` gives words in another language where somebody had them translated.
    `followed` tells how the sources do that are asked again and again."""

    view: Callable[[], View]
    watch: Watch
    reports: Path
    translated: Callable[[str, str], Translation | None] = untranslated
    followed: Callable[[], Sequence[Tended]] = nothing_followed
    templates: Environment = field(init=False)
    kept: Kept = field(init=False, default_factory=Kept)
    counts: Kept = field(init=False, default_factory=lambda: Kept(_COUNTED))

    def __post_init__(self) -> None:
        object.__setattr__(self, "templates", _templates(self.watch, self.translated))

    def question(self, request: Request, *, limit: int = 50) -> Question:
        return parse(_single(request), self.watch, limit=limit)

    def counted(self, view: View, what: str, query: Query, count: Callable[[], T]) -> T:
        """`what` of all that fits `query`, whichever page of it is asked for. Kept until a fact is added."""
        of = replace(query, limit=0, offset=0, newest=False)
        return self.counts.get(view, (what, view.watermark(), of), count)

    def page(self, request: Request, template: str, *, status: int = 200, **context: object) -> Page:
        context.setdefault("asked", Question(query=parse({}, self.watch).query))
        asking = visit(request)
        text = self.templates.get_template(template).render(
            path=request.url.path,
            address=_address(request),
            person=asking.person,
            may=lambda permission: asking.person is not None and asking.person.may(Permission(permission)),
            csrf=hidden(asking.token),
            **context,
        )
        return Page(text, status_code=status)

    def sources(self, view: View) -> Mapping[str, Source]:
        return {source.id: source for source in view.sources()}


def _address(request: Request) -> str:
    """The page's own, to come back to."""
    return f"{request.url.path}?{request.url.query}" if request.url.query else request.url.path


def _single(request: Request) -> dict[str, str]:
    return dict(request.query_params)


def _templates(watch: Watch, translated: Callable[[str, str], Translation | None]) -> Environment:
    environment = Environment(
        loader=PackageLoader("vedette.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    environment.policies["ext.i18n.trimmed"] = True
    environment.install_gettext_callables(  # type: ignore[attr-defined]
        texts.gettext, texts.ngettext, newstyle=True, pgettext=texts.pgettext
    )
    environment.filters["pairs"] = lambda codes: [(code, wording.code(code)) for code in codes]
    environment.filters["named"] = lambda code, names: names[code]
    environment.filters["side_name"] = partial(side_name, watch)
    environment.globals.update(
        watch=watch,
        language=texts.language,
        languages=texts.LANGUAGES,
        credit=CREDIT,
        borders=border_layer(watch.borders),
        wording=wording,
        kinds=KINDS,
        rungs=rungs(),
        certainties=CERTAINTIES,
        statuses=STATUSES,
        cite=cite,
        denial_before=denial_before,
        corrected=corrected,
        with_states=partial(with_states, needed=watch.persons_needed),
        snippet=snippet,
        translated=translated,
        translation_to=watch.translator.to if watch.translator else "",
        link=link,
        place_address=place_address,
        web_address=web_address,
        side_name=partial(side_name, watch),
        side_class=partial(side_class, watch),
    )
    return environment


def cite(span: Span) -> str:
    """The address at which the words of `span` stand highlighted in their document."""
    return document_address(span.document, span.start, span.end)


def document_address(document: DocumentId, start: int, end: int) -> str:
    return f"/documents/{document}?start={start}&end={end}#cited"


def place_address(place: PlaceId) -> str:
    return f"/places/{quote(place, safe=':')}"


def link(address: str, **parameters: object) -> str:
    """`address` with the parameters that have a value; a trailing underscore spells a reserved word (`from_`)."""
    pairs = [(name.rstrip("_"), value) for name, value in parameters.items() if value not in (None, "")]
    return f"{address}?{urlencode(pairs)}" if pairs else address


def web_address(address: str | None) -> str | None:
    """`address` if a browser may follow it: http or https with a host, else None."""
    if not address or len(address) > 2_000:
        return None
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    return address if parts.scheme in ("http", "https") and parts.netloc else None


def local_address(asked: str) -> str:
    """`asked` if it is a path of this application, else its first page."""
    inside = (
        asked.startswith("/") and not asked.startswith(("//", "/\\")) and asked.isprintable() and len(asked) < 2_000
    )
    return asked if inside else "/"


def side_name(watch: Watch, side: SideId | None) -> str:
    found = watch.side(side) if side else None
    return found.name if found else side or "no side"


def side_class(watch: Watch, side: SideId | None) -> str:
    """`side-0` is the first side of the watch, whatever it is; sides get their colour by their order alone."""
    order = [known.id for known in watch.sides]
    return f"side-{order.index(side) % _COLOURS}" if side in order else "side-none"
