"""What grows report by report is what is built at once, field by field."""

import random
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from desk import WATCH, Desk
from hypothesis import given, settings
from hypothesis import strategies as st

from vedette.fuse.growing import Growing
from vedette.fuse.picture import build_picture
from vedette.model.analysis import Analysis
from vedette.model.document import Document
from vedette.model.event import Picture
from vedette.model.ids import DocumentId
from vedette.model.link import Judgement, Link, end_at, link_id, pair_of

Report = tuple[str, tuple[str, dict[str, object]], int, bool]

_DAY = date(2024, 5, 12)
_TEXTS = (
    ("Shells hit a school in Lipova, 2 killed", {"subtype": "shelling-artillery-missile"}),
    ("Shells hit a school in Lipka and Lipova", {"subtype": "shelling-artillery-missile"}),
    ("Fire after a strike on a depot, Brod", {"subtype": "air-drone-strike"}),
    ("captured Lipova", {"change": "captured", "actor": "Northland troops"}),
    ("captured Lipova and Brod", {"change": "captured", "actor": "Northland troops"}),
    ("repelled an attack on Lipova", {"change": "repelled", "actor": "Southmark troops"}),
    ("Lipova is still under Southmark control", {"plover": "CONSULT"}),
    ("hit Northland troops in Lipova", {"plover": "CONSULT"}),
    ("advanced near Brod", {"change": "advanced", "actor": "Northland troops"}),
    ("killed in Lipova were many", {"factuality": 1.0}),
    ("captured Lipova, which is not so", {"change": "captured", "actor": "Northland troops", "factuality": -3.0}),
)
_SPEAKER = {"speaker": "Northland's minister", "country": "NL", "plover": "THREATEN"}
_THREATS = tuple(
    (text, {"kind": kind, **_SPEAKER, "speaker": speaker})
    for text, kind, speaker in (
        ("Troops will march on Lipova when bridges fall", "threat", "Northland's minister"),
        ("Troops will march on the capital when bridges fall", "threat", "minister of Northland"),
        ("Missiles will strike the capital and bridges", "threat", "Northland's minister Orlan"),
        ("Missiles will strike ports", "threat", "Orlan"),
        ("Nobody will march on Lipova, and no troops stand near bridges", "denial", "Northland's minister"),
        ("Two bridges fell near Lipova, troops march", "claim", "Southmark officer"),
        ("Missiles fell on ports and bridges of the capital", "report", "Southmark officer"),
    )
)
_LONG = " and the paper has more to say of the weather, the roads and the harvest of the year" * 10
TOLD = st.lists(
    st.tuples(
        st.sampled_from(["ministry", "paper", "gazette", "staff", "relay"]),
        st.sampled_from(_TEXTS + _THREATS),
        st.integers(0, 6),
        st.booleans(),
    ),
    min_size=2,
    max_size=14,
)


def reports(told: list[Report]) -> Desk:
    desk = Desk()
    for source, (text, marks), days, long in told:
        desk.report(source, text + _LONG if long else text, _DAY + timedelta(days=days), **marks)
    return desk


def judgement(ends: tuple[str, str], word: Judgement, number: int, maker: str) -> Link:
    left, right = pair_of(*ends)
    return Link(
        id=link_id(left, right, word, maker, str(number)),
        left=left,
        right=right,
        judgement=word,
        maker=maker,
        made=datetime(2024, 6, 1, tzinfo=UTC) + timedelta(minutes=number),
    )


@dataclass
class Newsroom:
    """Grows by chance: reports come in parts and in any order, some are taken back, persons judge."""

    desk: Desk
    chance: random.Random
    growing: Growing = field(default_factory=lambda: Growing(sources=WATCH.sources, links=(), watch=WATCH))
    links: list[Link] = field(default_factory=list)
    standing: dict[DocumentId, tuple[Document, Analysis]] = field(default_factory=dict)

    def work(self) -> None:
        papers = list(zip(self.desk.documents, self.desk.analyses, strict=True))
        self.chance.shuffle(papers)
        while papers:
            number = self.chance.randint(1, 3)
            new, papers = papers[:number], papers[number:]
            self.turn(new, [self._word()] if self.chance.random() < 0.4 else [])
            if self.standing and self.chance.random() < 0.3:
                self.take_back(self.chance.choice(sorted(self.standing)))

    def turn(self, new: list[tuple[Document, Analysis]], links: list[Link]) -> None:
        self.growing.change(new=new, links=links)
        self.standing |= {document.id: (document, analysis) for document, analysis in new}
        self.links += links

    def take_back(self, document: DocumentId) -> None:
        """Sometimes it is put up again later, which the next turn tells."""
        paper = self.standing[document]
        self.growing.change(gone=[document])
        if self.chance.random() < 0.5:
            self.growing.change(new=[paper])
        else:
            del self.standing[document]

    def _word(self) -> Link:
        left, right = self.chance.sample(self.desk.analyses, 2)
        ends = self._end(left), self._end(right)
        return judgement(
            ends, self.chance.choice(list(Judgement)), len(self.links), self.chance.choice(("person:a", "person:b"))
        )

    def _end(self, analysis: Analysis) -> str:
        mention, places = analysis.mentions[0].id, analysis.places
        place = self.chance.choice(places).place if places else None
        return end_at(mention, place) if place and self.chance.random() < 0.3 else mention

    def built(self) -> tuple[Picture, tuple[Link, ...]]:
        return build_picture(
            documents=[document for document, _ in self.standing.values()],
            sources=WATCH.sources,
            analyses=[analysis for _, analysis in self.standing.values()],
            links=self.links,
            watch=WATCH,
        )


@settings(max_examples=80, deadline=None)
@given(told=TOLD, chance=st.randoms(use_true_random=False))
def test_what_grows_is_what_is_built_at_once(told: list[Report], chance: random.Random) -> None:
    """In any order and in parts, with copies, edits taken back and persons' words that change."""
    newsroom = Newsroom(desk=reports(told), chance=chance)
    newsroom.work()
    picture, links = newsroom.built()
    assert newsroom.growing.picture() == picture
    assert {link.id for link in newsroom.growing.links()} == {link.id for link in links}
