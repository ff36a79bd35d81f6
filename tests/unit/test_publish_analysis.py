"""The JSON object of one analysis."""

import json
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from vedette.model.analysis import Analysis
from vedette.model.ids import DocumentId
from vedette.model.interval import Interval
from vedette.model.mention import Actor, Mention, PlaceMention, Quantity, TimeMention, mention_id
from vedette.model.span import Span
from vedette.model.statement import Speaker, Statement, Via, statement_id
from vedette.publish.analysis import encode_analysis

_DOC = DocumentId("doc_1")


def _span(start: int, end: int) -> Span:
    return Span(document=_DOC, start=start, end=end)


def _statement(start: int, end: int) -> Statement:
    content = _span(start, end)
    return Statement(id=statement_id(_DOC, content, None, None), content=content)


@given(st.text(max_size=60), st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=5))
def test_every_text_equals_its_slice(text: str, pairs: list[tuple[int, int]]) -> None:
    """Offsets are code points, also beyond the basic plane; `text` is the slice, through JSON and back."""
    bounds = [tuple(sorted((min(a, len(text)), min(b, len(text))))) for a, b in pairs]
    analysis = Analysis(document=_DOC, version="1", statements=tuple(_statement(a, b) for a, b in bounds))
    line = json.loads(json.dumps(encode_analysis("a1", text, analysis, None)))
    assert len(line["statements"]) == len(pairs)
    for item in line["statements"]:
        assert item["text"] == text[item["start"] : item["end"]]


def test_an_error_leaves_every_list_empty() -> None:
    """A document that cannot be analysed keeps its line."""
    analysis = Analysis(document=_DOC, version="1", language="en", statements=(_statement(0, 1),))
    for given_analysis in (analysis, None):
        line = encode_analysis("a1", "x", given_analysis, "no text in it")
        assert line["error"] == "no text in it"
        assert line["id"] == "a1"
        assert all(
            line[name] == [] for name in ("statements", "events", "places", "times", "quantities", "loaded", "entities")
        )


def test_fields_follow_the_contract() -> None:
    """Days are inclusive, a name without words has null offsets, precision is a word."""
    text = "The ministry said Vovchansk fell on Sunday; 30 died."
    day = Interval.of_days(date(2024, 5, 12), date(2024, 5, 12))
    content = _span(18, 42)
    statement = Statement(
        id=statement_id(_DOC, content, _span(13, 17), _span(0, 12)),
        content=content,
        speaker=Speaker(name="Ministry of Defence", span=_span(0, 12)),
        cue=_span(13, 17),
        via=Via(name="Telegram"),
        kind="claim",
        said=day,
    )
    trigger = _span(28, 32)
    mention = Mention(
        id=mention_id(_DOC, trigger, "ASSAULT"),
        trigger=trigger,
        extent=content,
        plover="ASSAULT",
        subtype="non-state-overtakes-territory",
        change="captured",
        actors=(Actor(name="Ministry of Defence", span=_span(0, 12), role="actor"),),
        places=(0,),
        when=day,
        quantities=(0,),
        statement=statement.id,
    )
    analysis = Analysis(
        document=_DOC,
        version="1",
        language="en",
        statements=(statement,),
        mentions=(mention,),
        places=(PlaceMention(span=_span(18, 27), name="Vovchansk", kind="settlement"),),
        times=(TimeMention(span=_span(36, 42), type="DATE", value="2024-05-12", when=day),),
        quantities=(Quantity(span=_span(44, 46), value=30, low=30, high=30, unit="person"),),
    )
    line = encode_analysis("a1", text, analysis, None)
    said = line["statements"][0]
    assert said["text"] == "Vovchansk fell on Sunday"
    assert said["via"] == {"name": "Telegram", "start": None, "end": None}
    assert said["speaker"] == {"name": "Ministry of Defence", "start": 0, "end": 12}
    assert said["said"] == {"from": "2024-05-12", "to": "2024-05-12"}
    event = line["events"][0]
    assert event["when"] == {"from": "2024-05-12", "to": "2024-05-12", "precision": "day"}
    assert (event["start"], event["end"], event["trigger"]) == (18, 42, {"start": 28, "end": 32})
    assert event["actors"] == [{"name": "Ministry of Defence", "start": 0, "end": 12, "role": "actor"}]
    assert line["times"][0]["from"] == "2024-05-12"
    assert line["places"][0]["id"] is None
    assert line["quantities"][0]["change"] == "="
