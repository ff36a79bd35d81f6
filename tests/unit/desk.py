"""A newsroom for the tests of fusing and publishing: reports whose mentions are given by hand."""

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

from vedette.fuse.picture import build_picture
from vedette.model.analysis import Analysis
from vedette.model.document import Document, document_id
from vedette.model.event import Event, Picture
from vedette.model.ids import CaptureId, PlaceId, SideId, SourceId
from vedette.model.interval import Interval
from vedette.model.link import Link
from vedette.model.mention import Actor, Mention, PlaceMention, Quantity, mention_id
from vedette.model.observation import Observation
from vedette.model.source import Side, Source
from vedette.model.span import Span
from vedette.model.statement import Speaker, Statement, statement_id
from vedette.model.watch import Watch

WATCH = Watch(
    name="test",
    sides=(
        Side(id=SideId("north"), name="Northland", country="NL"),
        Side(id=SideId("south"), name="Southmark", country="SM"),
    ),
    sources=(
        Source(id=SourceId("ministry"), name="Northland Ministry of Defence", side=SideId("north"), reliability="D"),
        Source(id=SourceId("staff"), name="General Staff of Southmark", side=SideId("south")),
        Source(id=SourceId("paper"), name="The Paper", reliability="B"),
        Source(id=SourceId("gazette"), name="The Gazette"),
        Source(id=SourceId("relay"), name="Relay", kind="channel", side=SideId("north")),
    ),
)
PLACES = {
    "Lipova": (50.10, 36.50, "settlement"),
    "Lipka": (50.105, 36.505, "settlement"),
    "Brod": (50.40, 37.20, "settlement"),
    "Northland": (55.0, 40.0, "country"),
}


class Desk:
    """Writes reports whose mentions are given by hand."""

    def __init__(self) -> None:
        self.documents: list[Document] = []
        self.analyses: list[Analysis] = []

    def report(self, source: str, text: str, day: date = date(2024, 5, 12), **told: Any) -> Mention:
        """`told`: change, actor, target, speaker, kind, certainty, factuality, plover, subtype, when, forwarded; the
        words of content and cue."""
        document = Document(
            id=document_id(f"{source}/{len(self.documents)}", text),
            capture=CaptureId("cap"),
            source=SourceId(source),
            origin=f"{source}/{len(self.documents)}",
            label=f"{source}-{len(self.documents)}",
            text=text,
            published=Interval.of_instant(
                datetime(day.year, day.month, day.day, 12, tzinfo=UTC) + timedelta(seconds=len(self.documents))
            ),
            forwarded_from=told.get("forwarded"),
        )
        analysis, mention = _analysis(document, told)
        self.documents.append(document)
        self.analyses.append(analysis)
        return mention

    def picture(
        self, links: tuple[Link, ...] = (), observations: tuple[Observation, ...] = ()
    ) -> tuple[Picture, tuple[Link, ...]]:
        return build_picture(
            documents=self.documents,
            sources=WATCH.sources,
            analyses=self.analyses,
            links=links,
            watch=WATCH,
            observations=observations,
        )

    def events(self, links: tuple[Link, ...] = (), observations: tuple[Observation, ...] = ()) -> tuple[Event, ...]:
        return self.picture(links, observations)[0].events


def _analysis(document: Document, told: dict[str, Any]) -> tuple[Analysis, Mention]:
    whole = Span(document=document.id, start=0, end=len(document.text))

    def find(word: str) -> Span:
        start = document.text.index(word)
        return Span(document=document.id, start=start, end=start + len(word))

    speaker = told.get("speaker")
    content = find(told["content"]) if "content" in told else whole
    cue = find(told["cue"]) if "cue" in told else None
    statement = Statement(
        id=statement_id(document.id, content, cue, None),
        content=content,
        cue=cue,
        speaker=Speaker(name=speaker, country=told.get("country")) if speaker else None,
        kind=told.get("kind", "report"),
        direct=told.get("direct", False),
        certainty=told.get("certainty", "asserted"),
    )
    places = tuple(
        PlaceMention(
            span=find(name),
            name=name,
            kind=kind,
            place=PlaceId(name),
            lat=lat,
            lon=lon,
            radius_m=2000,  # type: ignore[arg-type]
        )
        for name, (lat, lon, kind) in PLACES.items()
        if name in document.text and name not in told.get("aside", ())
    )
    quantities = tuple(
        Quantity(
            span=Span(document=document.id, start=m.start(), end=m.end()),
            value=float(m[0]),
            low=float(m[0]),
            high=float(m[0]),
            unit=told.get("unit"),
        )
        for m in re.finditer(r"\d+", document.text)
    )
    trigger = find(told.get("trigger", document.text.split()[0]))
    plover = told.get("plover", "ASSAULT")
    mention = Mention(
        id=mention_id(document.id, trigger, plover),
        trigger=trigger,
        extent=whole,
        plover=plover,
        subtype=told.get("subtype"),
        change=told.get("change"),
        actors=tuple(Actor(name=told[role], span=trigger, role=role) for role in ("actor", "target") if role in told),
        places=tuple(range(len(places))),
        when=Interval.of_days(told["when"], told["when"]) if "when" in told else None,
        quantities=tuple(range(len(quantities))),
        statement=statement.id,
        factuality=told.get("factuality", 3.0),
    )
    analysis = Analysis(
        document=document.id,
        version="1",
        statements=(statement,),
        mentions=(mention,),
        places=places,
        quantities=quantities,
    )
    return analysis, mention
