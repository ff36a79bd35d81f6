"""Facts taken out of one workspace and into another: the same facts, by every form, and nothing that was forged."""

import json
import shutil
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from store_facts import NOON, a_document, a_statement, an_analysis, register_strategies

from vedette.app import silent
from vedette.carrying import columns, lines
from vedette.carrying.giving import export_facts
from vedette.carrying.load import Bytes, Done, End, Fact, Head, Load
from vedette.carrying.record import IMPORT, imports
from vedette.carrying.taking import import_facts
from vedette.custodian import _copy_facts, all_problems, custody_of
from vedette.evidence.bag import DECLARATION
from vedette.model.analysis import Analysis
from vedette.model.annotation import Annotation, Note
from vedette.model.capture import MESSAGE, Capture, capture_id
from vedette.model.correction import Correction, correction_id
from vedette.model.document import Document, Mark, document_id
from vedette.model.errors import IntegrityError, UsageError
from vedette.model.failure import Failure
from vedette.model.ids import SourceId
from vedette.model.link import Judgement, Link, link_id, person
from vedette.model.observation import Observation, ObservationQuery, observation_id
from vedette.model.retraction import Retraction, retraction_id
from vedette.model.source import Source
from vedette.model.span import Span
from vedette.ports import Outcome, StageKey
from vedette.workspace import Workspace, create_workspace, open_workspace

FORMS = ("facts.jsonl", "facts.parquet", "facts.zip", "facts")
ODD = "Ку́пʼянськ \u202e\u0000\U0001f3f4 “…” e\u0301\r\n\u2028 ＝1"
register_strategies()
_FACT = st.one_of(
    *(st.from_type(kind) for kind in (Source, Capture, Document, Analysis, Annotation)),
    *(st.from_type(kind) for kind in (Observation, Link, Retraction, Correction)),
    st.from_type(Failure),
    st.from_type(Done),
    st.from_type(Head),
    st.builds(Bytes, sha256=st.text("0123456789abcdef", max_size=64), payload=st.binary(max_size=50)),
)


@given(st.lists(_FACT, max_size=6))
@settings(max_examples=25, deadline=None)
def test_any_fact_comes_back_from_a_line(facts: list[Load]) -> None:
    """Whatever its fields hold. A crate holds the same lines."""
    file = BytesIO(b"".join(map(lines.encode_line, facts)))
    assert list(lines.read_lines(file)) == facts


@given(st.lists(_FACT, max_size=6))
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_fact_comes_back_from_a_column(tmp_path: Path, facts: list[Load]) -> None:
    """Whatever its fields hold."""
    columns.write_facts(facts, tmp_path / "facts.parquet")
    assert list(columns.read_columns(tmp_path / "facts.parquet")) == facts


@st.composite
def worlds(draw: st.DrawFn) -> list[Fact | Bytes]:
    """Facts that hang together: captures with bytes, documents of them, what was understood, seen and judged."""
    facts: list[Fact | Bytes] = [draw(st.from_type(Source))]
    texts = draw(st.lists(st.tuples(st.text(st.characters(exclude_categories=["Cs"]), max_size=40), st.booleans()),
                          min_size=1, max_size=3, unique_by=lambda pair: pair[0]))  # fmt: skip
    for number, (text, edited) in enumerate(texts):
        capture = _made_capture(draw(st.from_type(Capture)), text.encode())
        facts += [Bytes(sha256=capture.sha256, payload=text.encode()), capture]
        origin = f"o/{0 if edited else number}"
        document = replace(
            draw(st.from_type(Document)), capture=capture.id, origin=origin, text=text,
            id=document_id(origin, text), marks=(Mark(start=0, end=len(text)),), version_of=None,
        )  # fmt: skip
        facts.append(document)
        if text:
            facts.append(_analysed(draw, document))
            facts.append(_noted(draw, document))
    facts.append(replace(draw(st.from_type(Observation)), id=observation_id("metadata", 1), kind="metadata",
                         footprint="POINT (36.9 50.3)", pixels=None, capture=None))  # fmt: skip
    ids = st.text(min_size=1, max_size=9).filter(str.isprintable)
    link = replace(draw(st.from_type(Link)), left=draw(ids), right=draw(ids))
    maker, made = person(link.maker), link.made or NOON
    facts.append(replace(link, maker=maker, made=made,
                         id=link_id(link.left, link.right, link.judgement, maker, made.isoformat())))  # fmt: skip
    taken = draw(st.from_type(Retraction))
    facts.append(replace(taken, id=retraction_id(taken.origin, taken.how, taken.made)))
    said = draw(st.from_type(Correction))
    said = replace(said, spot=said.spot and replace(said.spot, lat=48.5, lon=-180.0, radius_m=500))
    facts.append(replace(said, id=correction_id(said.matter, said.target, said.verdict, said.maker, said.made)))
    facts.append(draw(st.from_type(Failure)))
    return facts


def _made_capture(capture: Capture, payload: bytes) -> Capture:
    import hashlib

    sha256 = hashlib.sha256(payload).hexdigest()
    capture = replace(capture, sha256=sha256, size=len(payload), media_type="text/plain")
    return replace(capture, id=capture_id(sha256, capture.source, capture.header(MESSAGE)))


def _analysed(draw: st.DrawFn, document: Document) -> Analysis:
    said = a_statement(document, document.text, speaker=draw(st.text(max_size=5).filter(str.isprintable)))
    made = an_analysis(document, said)
    return replace(made, version=draw(st.sampled_from(["1", "x"])))


def _noted(draw: st.DrawFn, document: Document) -> Annotation:
    notes = draw(st.lists(st.tuples(st.text(min_size=1, max_size=5), st.text(max_size=5)), max_size=2))
    span = Span(document=document.id, start=0, end=len(document.text))
    return Annotation(
        document=document.id,
        maker="units: numbers",
        version=draw(st.sampled_from(["1", "x"])),
        notes=tuple(Note(span=span, kind=kind, value=value) for kind, value in notes),
    )


@given(worlds())
@settings(max_examples=5, deadline=None, suppress_health_check=list(HealthCheck))
def test_a_ledger_comes_back_by_every_form(tmp_path_factory: pytest.TempPathFactory, world: list[Fact | Bytes]) -> None:
    """The same facts in the same order; a second time nothing is new, and every proof holds."""
    folder = tmp_path_factory.mktemp("world")
    with a_workspace(folder / "one") as one:
        fill(one, world)
        for form in FORMS[:3]:
            export_facts(one, folder / form, "me")
            with a_workspace(folder / f"of-{form}") as other:
                import_facts(other, folder / form, "me", silent)
                assert everything(other) == everything(one)
                before = other.store.view().watermark()
                again = import_facts(other, folder / form, "me", silent)
                assert not any(again.new.values())
                assert other.store.view().watermark() == before
                assert all_problems(other, silent) == all_problems(one, silent)
    shutil.rmtree(folder)


def a_workspace(folder: Path, watch: str = "") -> Any:
    (folder.parent / "watch.toml").write_text(f'name = "A war"\n{watch}', "utf-8")
    create_workspace(folder, folder.parent / "watch.toml")
    return open_workspace(folder, workers=1)


def fill(workspace: Workspace, world: list[Fact | Bytes]) -> None:
    for one in world:
        if isinstance(one, Bytes):
            workspace.archive.write(one.payload)  # type: ignore[attr-defined]
        elif isinstance(one, Failure):
            workspace.store.fail(one)
        else:
            workspace.store.append([one])


def everything(workspace: Workspace) -> list[object]:
    """All facts but the notes of imports."""
    view = workspace.store.view()
    seen = list(view.sightings())
    return [
        view.sources(),
        [one for one in view.captures() if one.media_type != IMPORT],
        seen,
        [one.version_of for one in view.documents([one.id for one in seen])],
        view.documents(),
        list(view.analyses([one.id for one in seen])),
        list(view.annotations([one.id for one in seen])),
        view.observations(ObservationQuery(limit=10**6)),
        view.links(),
        view.retractions(),
        view.corrections(),
        view.failures(),
    ]


READ = StageKey(name="read", version="1", takes="capture")


@pytest.fixture
def war(tmp_path: Path) -> Iterator[Workspace]:
    """A report with odd letters that was edited and changed back, what was understood of it, and a picture."""
    with a_workspace(tmp_path / "war") as opened:
        put(opened, tmp_path)
        yield opened


def put(opened: Workspace, folder: Path) -> None:
    paper = capture(opened, b"Troops entered Lipova.", "paper")
    photo = capture(opened, b"\x89PNG picture", "paper", "image/png")
    first = replace(a_document(f"Troops entered Lipova. {ODD}"), capture=paper.id, modified=NOON)
    second = replace(a_document("Troops left Lipova."), capture=paper.id, modified=NOON.replace(hour=13))
    other = replace(a_document("Ivan Petrenko saw it.", origin="friend/1", source="friend"), capture=paper.id)
    maker = person("an editor")
    opened.store.append(
        [
            Source(id=SourceId("paper"), name="The paper"),
            Source(id=SourceId("friend"), name="A friend"),
            *(first, second, replace(first, modified=NOON.replace(hour=14)), other),
            an_analysis(first, a_statement(first, "Troops entered Lipova")),
            an_analysis(other, a_statement(other, "saw it")),
            Annotation(document=first.id, maker="units: numbers", version="1", notes=(
                Note(span=Span(document=first.id, start=0, end=6), kind="unit", value=ODD),)),
            Observation(id=observation_id("metadata", 1), kind="metadata", capture=photo.id, note=ODD),
            Link(id=link_id("men_a", "men_b", Judgement.SAME, maker, NOON.isoformat()), left="men_a", right="men_b",
                 judgement=Judgement.SAME, maker=maker, made=NOON, reasons=(ODD,)),
            Retraction(id=retraction_id("friend/1", "deleted", NOON), origin="friend/1", how="deleted", why=ODD,
                       by="me", made=NOON),
        ]
    )  # fmt: skip
    opened.store.record(READ, [Outcome(item=paper.id)])


def capture(opened: Workspace, payload: bytes, source: str, media_type: str = "text/plain") -> Capture:
    sha256 = opened.archive.write(payload)  # type: ignore[attr-defined]
    made = Capture(
        id=capture_id(sha256, SourceId(source)),
        sha256=sha256,
        size=len(payload),
        address=f"https://example.org/{ODD}",
        fetched=datetime(2024, 5, 12, 12, 0, 0, 123456, tzinfo=UTC),
        media_type=media_type,
        source=SourceId(source),
        headers=(("X-Odd", ODD),),
    )
    opened.store.append([made])
    return made


@pytest.mark.parametrize("form", FORMS)
def test_every_fact_arrives(war: Workspace, tmp_path: Path, form: str) -> None:
    """Texts that a source went back to, odd letters, judgements, bytes; and what was read is not read again."""
    export_facts(war, tmp_path / form, "me", media=True)
    with a_workspace(tmp_path / "other") as other:
        made = import_facts(other, tmp_path / form, "an editor", silent)
        assert everything(other) == everything(war)
        assert other.archive.read(war.store.view().captures()[1].sha256) == b"\x89PNG picture"
        assert not made.without
        (photo,) = (one for one in other.store.view().captures() if one.media_type == "image/png")
        assert list(other.store.view().pending(replace(READ, media=("text/plain",)))) == []
        assert photo.id in other.store.view().pending(READ)
        assert all_problems(other, silent) == []


def test_a_backup_of_a_server_holds_what_a_source_went_back_to(war: Workspace, tmp_path: Path) -> None:
    """Every text as often as it was shown, in that order; and what extensions noted in them."""
    from vedette.store.sqlite import SqliteStore

    view = war.store.view()
    seen = list(view.sightings())
    note = Note(span=Span(document=seen[0].id, start=0, end=6), kind="unit", value=ODD)
    war.store.append([Annotation(document=seen[0].id, maker="one: units", version="1", notes=(note,))])
    _copy_facts(war.path, tmp_path / "copy.sqlite")
    copy = SqliteStore(tmp_path / "copy.sqlite")
    try:
        assert [one.id for one in seen].count(seen[0].id) == 2
        assert list(copy.view().sightings()) == seen
        assert copy.view().documents() == view.documents()
        ids = [seen[0].id]
        assert list(copy.view().annotations(ids)) == list(war.store.view().annotations(ids)) != []
    finally:
        copy.close()


def test_an_import_is_itself_captured(war: Workspace, tmp_path: Path) -> None:
    """What it was, when and by whom, under the chain: who changes the note breaks the proof."""
    file = tmp_path / "facts.jsonl"
    export_facts(war, file, "me")
    with a_workspace(tmp_path / "other") as other:
        import_facts(other, file, "an editor", silent)
        ((noted, one),) = imports(other)
        assert (one.by, one.file, one.head.watch, one.new["document"]) == ("an editor", "facts.jsonl", "A war", 3)
        assert set(one.captures) == {each.id for each in war.store.view().captures()}
        (note,) = other.store.view().captures([noted])
        place = other.archive.place(note.sha256)
        place.chmod(0o600)
        place.write_bytes(place.read_bytes().replace(b"an editor", b"no editor"))
        assert any(note.id in problem for problem in all_problems(other, silent))


def test_media_stay_unless_asked_for(war: Workspace, tmp_path: Path) -> None:
    """Their records go without bytes, which is no damage there; with the bytes, later, they are made whole."""
    assert export_facts(war, tmp_path / "bare.jsonl", "me").without == 1
    assert custody_of(war).end().lines == 0
    export_facts(war, tmp_path / "whole.zip", "me", media=True)
    assert [one.how for one in custody_of(war).accesses()] == ["export"]
    with a_workspace(tmp_path / "other") as other:
        made = import_facts(other, tmp_path / "bare.jsonl", "me", silent)
        (photo,) = (one for one in other.store.view().captures() if one.media_type == "image/png")
        assert made.without == (photo.sha256,)
        assert all_problems(other, silent) == []
        import_facts(other, tmp_path / "whole.zip", "me", silent)
        assert other.archive.read(photo.sha256) == b"\x89PNG picture"
        assert len(list(imports(other))) == 1


def test_no_import_hides_that_bytes_were_lost(war: Workspace, tmp_path: Path) -> None:
    """Neither a stranger's note of what he imported himself, nor a file that comes without bytes that were here."""
    export_facts(war, tmp_path / "bare.jsonl", "me")
    (photo,) = (one for one in war.store.view().captures() if one.media_type == "image/png")
    with a_workspace(tmp_path / "other") as other:
        import_facts(other, tmp_path / "bare.jsonl", "me", silent)
        capture(other, b"More.", "paper")
        export_facts(other, tmp_path / "more.jsonl", "me")
    war.archive.place(photo.sha256).unlink()
    assert import_facts(war, tmp_path / "more.jsonl", "me", silent).without == ()
    assert [len(one.without) for _, one in imports(war)] == [0, 1]
    assert any(photo.id in problem for problem in all_problems(war, silent))


def test_no_import_tells_another_size_of_bytes_that_lie_here(war: Workspace, tmp_path: Path) -> None:
    """Whoever believed it would never again find all in order."""
    with a_workspace(tmp_path / "other") as other:
        paper = capture(other, b"Troops entered Lipova.", "a stranger")
        other.archive.place(paper.sha256).unlink()
        export_facts(other, tmp_path / "bare.jsonl", "me")
    file = tmp_path / "lie.jsonl"
    file.write_bytes((tmp_path / "bare.jsonl").read_bytes().replace(b'"size":22', b'"size":23'))
    with pytest.raises(IntegrityError, match="are 22 here"):
        import_facts(war, file, "me", silent)
    import_facts(war, tmp_path / "bare.jsonl", "me", silent)
    assert all_problems(war, silent) == []


def test_what_a_table_repeats_is_not_unfolded_in_memory(tmp_path: Path) -> None:
    """A few kilobytes that stand for gigabytes are refused while they are small."""
    pyarrow, parquet = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
    same = pyarrow.array([0] * 2_000, pyarrow.int32())
    payload = pyarrow.DictionaryArray.from_arrays(same, pyarrow.array([bytes(8 * 2**20)], pyarrow.binary()))
    table = pyarrow.table({"kind": ["bytes"] * 2_000, "fact": ["0" * 64] * 2_000, "payload": payload})
    file = tmp_path / "bomb.parquet"
    parquet.write_table(table, file, compression="zstd", store_schema=False, dictionary_pagesize_limit=2**30)
    assert file.stat().st_size < 100_000
    before = pyarrow.default_memory_pool().max_memory()
    with pytest.raises(IntegrityError, match="larger than any"):
        list(columns.read_columns(file))
    assert pyarrow.default_memory_pool().max_memory() < max(before, 2**28)


def test_the_policy_holds_back_whole_facts(tmp_path: Path) -> None:
    """Nothing of a withheld source, and no fact with a name that may not leave; with --whole all of it."""
    policy = '[policy]\nwithhold = ["friend"]\nredact = ["Ivan Petrenko"]\n'
    with a_workspace(tmp_path / "war", policy) as opened:
        put(opened, tmp_path)
        report = capture(opened, b"More.", "other")
        opened.store.append([replace(a_document("More.", origin="other/1", source="other"), capture=report.id)])
        given = export_facts(opened, tmp_path / "open.jsonl", "me")
        export_facts(opened, tmp_path / "all.jsonl", "me", whole=True)
    text = (tmp_path / "open.jsonl").read_text("utf-8")
    assert "Petrenko" not in text
    assert '"friend' not in text
    assert "More." in text
    assert given.withheld > 0
    assert "Petrenko" in (tmp_path / "all.jsonl").read_text("utf-8")


def test_what_is_known_here_is_not_anothers_to_change(war: Workspace, tmp_path: Path) -> None:
    """The name of a source, a newer analysis and a stage's work stay as they are."""
    export_facts(war, tmp_path / "facts.jsonl", "me")
    with a_workspace(tmp_path / "other") as other:
        import_facts(other, tmp_path / "facts.jsonl", "me", silent)
        (document,) = (one for one in other.store.view().documents() if one.origin == "friend/1")
        newer = an_analysis(document, version="2")
        other.store.append([replace(Source(id=SourceId("paper"), name="Ours")), newer])
        before = everything(other)
        import_facts(other, tmp_path / "facts.jsonl", "me", silent)
        assert everything(other) == before


def _line(kind: str, change: Callable[[dict[str, Any]], None]) -> Callable[[list[bytes]], list[bytes]]:
    def changed(rows: list[bytes]) -> list[bytes]:
        at = next(number for number, row in enumerate(rows) if row.startswith(b'{"kind":"%b"' % kind.encode()))
        row = json.loads(rows[at])
        change(row["fact"])
        return [*rows[:at], json.dumps(row).encode() + b"\n", *rows[at + 1 :]]

    return changed


_BEFORE = {"start": "0001-01-01T00:00:00+14:00", "end": "0001-01-01T12:00:00+14:00", "precision": "day"}


def _placed(fact: dict[str, Any], lat: float, radius_m: int) -> None:
    span = fact["statements"][0]["content"]
    place = {"span": span, "name": "Lipova", "kind": "settlement", "place": "p", "lat": lat, "lon": 0.0}
    fact["places"] = [{**place, "radius_m": radius_m}]


FORGED: dict[str, Callable[[list[bytes]], list[bytes]]] = {
    "a text": _line("document", lambda fact: fact.update(text="Troops never entered Lipova.")),
    "an id": _line("document", lambda fact: fact.update(id="doc_" + "0" * 24)),
    "a capture's source": _line("capture", lambda fact: fact.update(source="friend")),
    "bytes": _line("bytes", lambda fact: fact.update(payload="AAAA")),
    "a size": _line("capture", lambda fact: fact.update(size=7)),
    "a path for a hash": _line("capture", lambda fact: fact.update(sha256="../../etc/passwd")),
    "a span": _line("analysis", lambda fact: fact["statements"][0]["content"].update(end=9_999)),
    "a statement": _line("analysis", lambda fact: fact["statements"][0]["content"].update(start=1)),
    "a place's number": _line("analysis", lambda fact: fact["mentions"][0].update(places=[7])),
    "an analysis of nothing": _line("analysis", lambda fact: fact.update(document="doc_" + "1" * 24)),
    "a judgement": _line("link", lambda fact: fact.update(judgement="different")),
    "whom it is of": _line("link", lambda fact: fact.update(left="\0")),
    "its maker": _line("link", lambda fact: fact.update(maker="person:somebody else")),
    "a retraction": _line("retraction", lambda fact: fact.update(origin="paper/1")),
    "a footprint": _line("observation", lambda fact: fact.update(footprint="POINT (999 0)")),
    "an observation of nothing": _line("observation", lambda fact: fact.update(capture="cap_" + "0" * 24)),
    "a day before the calendar": _line("document", lambda fact: fact.update(published=_BEFORE)),
    "a moment before the calendar": _line("observation", lambda fact: fact.update(when=_BEFORE)),
    "a place off Earth": _line("analysis", lambda fact: _placed(fact, 999.0, 5)),
    "a radius beyond Earth": _line("analysis", lambda fact: _placed(fact, 48.0, 2**70)),
    "a note's span": _line("annotation", lambda fact: fact["notes"][0]["span"].update(end=9_999)),
    "a note of nothing": _line("annotation", lambda fact: fact.update(document="doc_" + "1" * 24)),
    "a note without end": _line("annotation", lambda fact: fact["notes"][0].update(value="x" * 9_999)),
    "an observation's id": _line("observation", lambda fact: fact.update(id="obs_x")),
    "a field": _line("source", lambda fact: fact.update(name=7)),
    "no capture": lambda rows: [row for row in rows if b'{"kind":"capture"' not in row],
    "a line less": lambda rows: [*rows[:4], *rows[5:]],
    "a line more": lambda rows: [*rows, rows[2]],
    "no end": lambda rows: rows[:-1],
    "no head": lambda rows: rows[1:],
    "another head": lambda rows: [rows[0], *rows],
    "a newer form": _line("head", lambda fact: fact.update(number=99)),
    "a kind": lambda rows: [rows[0], b'{"kind":"event","fact":{}}\n', *rows[1:]],
    "no JSON": lambda rows: [*rows[:3], b"\xff\xfe{\n", *rows[3:]],
    "depth": lambda rows: [*rows[:3], b'{"kind":"source","fact":' + b"[" * 100_000 + b"\n", *rows[3:]],
    "nothing": lambda rows: [],
}


@pytest.mark.parametrize("what", FORGED)
def test_what_was_forged_is_refused(war: Workspace, tmp_path: Path, what: str) -> None:
    """All of the file: nothing of it is in the store or in the archive, and the reason is one line."""
    export_facts(war, tmp_path / "facts.jsonl", "me")
    rows = (tmp_path / "facts.jsonl").read_bytes().splitlines(keepends=True)
    changed = FORGED[what](rows)
    if what in ("no capture", "another head", "a kind"):
        counts: dict[str, int] = {}
        for row in changed[1:-1]:
            kind = json.loads(row)["kind"]
            counts[kind] = counts.get(kind, 0) + 1
        changed = [*changed[:-1], lines.encode_line(End(counts=counts))]
    (tmp_path / "forged.jsonl").write_bytes(b"".join(changed))
    with a_workspace(tmp_path / "other") as other:
        with pytest.raises(IntegrityError) as error:
            import_facts(other, tmp_path / "forged.jsonl", "me", silent)
        assert "\n" not in str(error.value)
        assert len(str(error.value)) < 2_000
        assert not any(other.store.view().counts().values())
        assert not any((tmp_path / "other" / "archive").rglob("*"))


def test_a_crate_that_was_changed_is_refused(war: Workspace, tmp_path: Path) -> None:
    """Any file of it; and one without facts says what makes facts."""
    export_facts(war, tmp_path / "facts", "me")
    with a_workspace(tmp_path / "other") as other:
        captured = next((tmp_path / "facts" / "data" / "captures").iterdir())
        captured.chmod(0o600)
        captured.write_bytes(b"Troops never entered.")
        with pytest.raises(IntegrityError, match="it was changed"):
            import_facts(other, tmp_path / "facts", "me", silent)
        (tmp_path / "text.jsonl").write_text("Troops entered.\n")
        with pytest.raises(IntegrityError):
            import_facts(other, tmp_path / "text.jsonl", "me", silent)
        (tmp_path / "table.parquet").write_bytes(b"PAR1 and no more")
        with pytest.raises(IntegrityError, match="Parquet"):
            import_facts(other, tmp_path / "table.parquet", "me", silent)
        assert not any(other.store.view().counts().values())


def test_a_crate_that_unpacks_without_end_is_refused(tmp_path: Path) -> None:
    """Before anything of it is read or written: who packs so much nothing means harm."""
    lines_of = {"bagit.txt": DECLARATION, "manifest-sha256.txt": b"", "data/facts/ledger.jsonl": bytes(2**28 + 1)}
    with zipfile.ZipFile(tmp_path / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as made:
        for name, payload in lines_of.items():
            made.writestr(f"bag/{name}", payload)
    with a_workspace(tmp_path / "other") as other, pytest.raises(IntegrityError, match="packed"):
        import_facts(other, tmp_path / "bomb.zip", "me", silent)


def test_facts_never_take_the_place_of_a_file(war: Workspace, tmp_path: Path) -> None:
    """Nor go where nobody could read them by their name."""
    (tmp_path / "facts.jsonl").write_text("mine")
    for name in ("facts.jsonl", "facts.xlsx"):
        with pytest.raises(UsageError):
            export_facts(war, tmp_path / name, "me")
    assert (tmp_path / "facts.jsonl").read_text() == "mine"
