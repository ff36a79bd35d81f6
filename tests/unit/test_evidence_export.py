"""An event with all its evidence: in forms that public tools know, under the policy, and whole or found out."""

import json
import shutil
import subprocess
import sys
import warnings
import zipfile
from dataclasses import replace
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path

import bagit
import msgspec
import pytest
from rocrate.rocrate import ROCrate
from store_facts import a_capture, a_document, a_statement, an_analysis, an_event
from witnesses import Authority, serving

from vedette.carrying.giving import export_facts
from vedette.custodian import custody_of, stamp
from vedette.evidence.bag import finish_bag, is_bag, opened_bag
from vedette.evidence.checking import Checked, check_package
from vedette.evidencing import Asked, Exported, export_evidence
from vedette.model.capture import MESSAGE, Capture, capture_id
from vedette.model.errors import IntegrityError, UsageError
from vedette.model.event import Picture, Sight
from vedette.model.ids import SourceId
from vedette.model.observation import Observation, ObservationQuery, observation_id
from vedette.model.source import Source
from vedette.workspace import Workspace, create_workspace, open_workspace

HOSTILE = "<script>alert('x')</script>"
EVENT = "evt_entered"
NAME = "Ivan Petrenko"
CHECK = Path(__file__).parents[1] / "crate_check.py"


class War:
    """An event told by a paper, with a picture, and by a second source; a daily root over all of it."""

    def __init__(self, folder: Path, policy: str = "", settings: str = "") -> None:
        self.folder = folder
        (folder / "watch.toml").write_text(f'name = "The {HOSTILE} war"\n{policy}\n{settings}')
        create_workspace(folder / "war", folder / "watch.toml")

    def fill(self, opened: Workspace) -> None:
        told = self.capture(opened, f"Troops entered Lipova. {HOSTILE}".encode(), "paper")
        first = self.capture(opened, b"Troops entered the town.", "paper")
        other = self.capture(opened, f"{NAME} saw troops in Lipova.".encode(), "friend")
        photo = self.capture(opened, b"\x89PNG\r\n\x1a\n picture", "paper", "image/png", ((MESSAGE, "paper/1"),))
        before = a_document("Troops entered the town.", capture=first)
        paper = a_document(
            f"Troops entered Lipova. {HOSTILE}", capture=told, modified=datetime(2024, 5, 12, 15, tzinfo=UTC)
        )
        friend = a_document(f"{NAME} saw troops in Lipova.", origin="friend/1", capture=other, source="friend")
        says = a_statement(paper, "Troops entered Lipova", speaker=HOSTILE)
        saw = a_statement(friend, "saw troops in Lipova", speaker=NAME)
        seen = Observation(id=observation_id("metadata", 1), kind="metadata", capture=photo.id, note="A camera.")
        sources = [Source(id=SourceId(one), name=one.title()) for one in ("paper", "friend")]
        facts = [*sources, before, paper, friend, an_analysis(paper, says), an_analysis(friend, saw), seen]
        opened.store.append(facts)
        event, second = an_event(EVENT, paper, says), an_event("evt_x", friend, saw)
        sight = Sight(
            observation=seen.id, kind="metadata", bearing="context", ratio=None, note=seen.note, reason="It fits."
        )
        event = replace(event, accounts=(*event.accounts, *second.accounts), sights=(sight,))
        opened.store.replace_picture(Picture(events=(event,)), (), "recipe")

    def capture(
        self,
        opened: Workspace,
        payload: bytes,
        source: str,
        kind: str = "text/plain",
        headers: tuple[tuple[str, str], ...] = (),
    ) -> Capture:
        sha256, known = opened.archive.write(payload), SourceId(source)
        made = replace(
            a_capture(),
            id=capture_id(sha256, known),
            sha256=sha256,
            size=len(payload),
            source=known,
            media_type=kind,
            headers=headers,
            address=f"https://{source}.example.org/{HOSTILE}",
        )
        opened.store.append([made])
        return made


def exported(war: War, output: str = "evidence.zip", **asked: object) -> Exported:
    with open_workspace(war.folder / "war", 1) as opened:
        wanted = Asked(**{"events": (EVENT,), **asked})  # type: ignore[arg-type]
        return export_evidence(opened, wanted, war.folder / output, "Ann")


def checked(path: Path, authorities: bytes | None = None) -> Checked:
    with opened_bag(path) as bag:
        return check_package(bag, authorities)


@pytest.fixture
def war(tmp_path: Path) -> War:
    made = War(tmp_path)
    with open_workspace(tmp_path / "war", 1) as opened:
        made.fill(opened)
        stamp(opened)
    return made


@pytest.fixture(scope="module")
def stamped(tmp_path_factory: pytest.TempPathFactory) -> War:
    """With a real authority; the bag lies in `bag`."""
    folder = tmp_path_factory.mktemp("stamped")
    authority = Authority(folder / "authority")
    with serving(authority):
        settings = f'[evidence]\nauthority = "{authority.address}"\nca = "ca.pem"\nprivate = true\n'
        made = War(folder, settings=settings)
        shutil.copy(authority.ca, folder / "war" / "ca.pem")
        with open_workspace(folder / "war", 1) as opened:
            made.fill(opened)
            assert stamp(opened).stamped
    exported(made, "bag", media=True)
    return made


def test_public_tools_accept_it(war: War) -> None:
    """BagIt's own validator, RO-Crate's own reader."""
    exported(war, "bag")
    assert bagit.Bag(str(war.folder / "bag")).validate()
    crate = ROCrate(war.folder / "bag" / "data")
    assert HOSTILE in crate.name
    kinds = [one.type for one in crate.get_entities()]
    assert kinds.count("CreateAction") == 5
    assert all(crate.dereference(part["@id"]) is not None for part in crate.root_dataset["hasPart"])
    assert {"index.html", "proof/captures.jsonl"} <= {part["@id"] for part in crate.root_dataset["hasPart"]}
    assert crate.dereference("#source-paper")["name"] == "Paper"


def test_the_validator_of_ro_crate_finds_nothing_wrong(war: War) -> None:
    """With evidence; and with all facts, less one thing that is required, which is all that it finds."""
    pytest.importorskip("rocrate_validator", reason="needs the roc-validator package")
    exported(war)
    with zipfile.ZipFile(war.folder / "evidence.zip") as bag:
        bag.extractall(war.folder)
    with open_workspace(war.folder / "war", 1) as opened:
        export_facts(opened, war.folder / "facts", "Ann")
    crates = [war.folder / name / "data" for name in ("evidence", "facts")]
    metadata = crates[1] / "ro-crate-metadata.json"
    metadata.write_text(metadata.read_text().replace('"datePublished"', '"dateModified"'))
    checking = [sys.executable, CHECK, war.folder / "cache", *crates]
    done = subprocess.run(checking, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    evidence, facts = json.loads(done.stdout)
    assert evidence == []
    assert ["datePublished" in one for one in facts] == [True]


def test_it_is_verified_without_the_workspace(war: War) -> None:
    """As a folder and as a ZIP; the captures lead to the daily root."""
    done = exported(war)
    exported(war, "bag", media=True)
    shutil.rmtree(war.folder / "war")
    found = checked(war.folder / "evidence.zip")
    assert found.problems == []
    assert (found.captures, found.bytes, found.withheld, found.rooted, found.stamped) == (4, 3, 1, 4, 0)
    assert found.digest == done.digest
    assert checked(war.folder / "bag").withheld == 0
    assert is_bag(war.folder / "evidence.zip")
    assert is_bag(war.folder / "bag")


def test_it_holds_what_the_event_rests_on(war: War) -> None:
    """Both versions, statements at their spans, the observation, and nothing that acts on the page."""
    dossier = exported(war, "bag").dossier
    assert len(dossier.documents) == 3
    assert [one.words for one in dossier.said] == ["Troops entered Lipova", "saw troops in Lipova"]
    assert [one.note for one in dossier.observations] == ["A camera."]
    page = (war.folder / "bag" / "data" / "index.html").read_text()

    class Tags(HTMLParser):
        seen: set[str]

        def handle_starttag(self, tag: str, attrs: object) -> None:
            self.seen.add(tag)

    parser = Tags()
    parser.seen = set()
    parser.feed(page)
    assert "script" not in parser.seen
    assert "saw troops in Lipova" in page


def test_media_leave_with_a_flag_and_a_line_of_custody(war: War) -> None:
    """Else they are marked."""
    without = exported(war)
    assert any("--media" in line for line in without.dossier.policy)
    with open_workspace(war.folder / "war", 1) as opened:
        assert custody_of(opened).end().lines == 0
    exported(war, "media.zip", media=True)
    with open_workspace(war.folder / "war", 1) as opened:
        (line,) = custody_of(opened).accesses()
    assert (line.who, line.how) == ("Ann", "export")
    assert line.what.endswith("media.zip")


@pytest.mark.parametrize(
    "policy", ['[policy]\nwithhold = ["friend"]', f'[policy]\nredact = ["{NAME}"]', "[policy]\ndelay_hours = 1"]
)
def test_what_the_policy_holds_back_is_marked_and_nothing_of_it_leaves(tmp_path: Path, policy: str) -> None:
    """No name, no word, no bytes; the chain hash stands for the capture. `--whole` takes it all the same."""
    war = War(tmp_path, policy)
    with open_workspace(tmp_path / "war", 1) as opened:
        war.fill(opened)
        stamp(opened)
    if "withhold" in policy:
        # The picture is built anew without that source, and this made-up one has other ids then.
        with pytest.raises(UsageError, match="no event has the id"):
            exported(war, "bag")
        with open_workspace(tmp_path / "war", 1) as opened:
            friend = next(one.id for one in opened.store.view().documents() if one.source == "friend")
        done = exported(war, "bag", events=(), reports=(friend,))
    else:
        done = exported(war, "bag")
    assert checked(tmp_path / "bag").problems == []
    everything = b"".join(path.read_bytes() for path in (tmp_path / "bag").rglob("*") if path.is_file())
    if "delay" not in policy:
        assert NAME.encode() not in everything
        assert any("captures are not here" in one or "capture is not here" in one for one in done.dossier.policy)
        assert any(one.capture is None and one.withheld for one in done.dossier.proofs)
    exported(war, "whole", whole=True)
    assert NAME.encode() in (tmp_path / "whole" / "data" / "facts" / "documents.jsonl").read_bytes()


def test_a_situation_report_takes_its_files_and_what_it_cites(war: War) -> None:
    """By its name among the reports."""
    with open_workspace(war.folder / "war", 1) as opened:
        document = next(one for one in opened.store.view().documents() if one.source == "paper")
    folder = war.folder / "war" / "reports" / "2024-05-12"
    folder.mkdir()
    (folder / "citations.json").write_text(json.dumps([{"document": document.id, "start": 0, "end": 6}]))
    (folder / "index.html").write_text("The report.")
    with open_workspace(war.folder / "war", 1) as opened:
        seen = opened.store.view().observations(ObservationQuery())[0].id
    (folder / "observations.json").write_text(json.dumps([{"observation": seen, "note": "A camera."}]))
    done = exported(war, "bag", events=(), reports=("2024-05-12",))
    assert (war.folder / "bag/data/report/2024-05-12/index.html").read_text() == "The report."
    assert {one.source for one in done.dossier.documents} == {"paper"}
    assert [one.id for one in done.dossier.observations] == [seen]
    assert checked(war.folder / "bag").problems == []


@pytest.mark.parametrize("asked", [{"events": ("evt_none",)}, {"events": (), "reports": ("../..",)}])
def test_what_is_not_known_is_told(war: War, asked: dict[str, object]) -> None:
    """And nothing is left."""
    with pytest.raises(UsageError, match=r"no event|no report"):
        exported(war, "bag", **asked)
    assert not (war.folder / "bag").exists()


def test_it_is_never_written_over(war: War) -> None:
    """Neither a file nor a folder."""
    for output in ("evidence.zip", "bag"):
        exported(war, output)
        with pytest.raises(UsageError, match="is there already"):
            exported(war, output)


def test_a_damaged_archive_gives_no_export(war: War) -> None:
    """What is not what was captured is no evidence."""
    for path in (war.folder / "war" / "archive").rglob("*"):
        if path.is_file():
            path.chmod(0o644)
            path.write_bytes(b"other")
    with pytest.raises(Exception, match="was changed in the archive"):
        exported(war, "bag")
    assert not (war.folder / "bag").exists()
    assert not [path for path in war.folder.iterdir() if ".export-" in path.name]


def test_every_changed_missing_and_added_file_is_found(stamped: War, tmp_path: Path) -> None:
    """One byte of each file in turn; each taken away; one more."""
    bag = tmp_path / "bag"
    shutil.copytree(stamped.folder / "bag", bag)
    assert checked(bag).problems == []
    files = [path for path in bag.rglob("*") if path.is_file()]
    assert len(files) > 15
    for path in files:
        whole = path.read_bytes()
        path.chmod(0o644)
        path.write_bytes(bytes([whole[0] ^ 1]) + whole[1:] if whole else b"x")
        assert checked(bag).problems or path.name == "tagmanifest-sha256.txt", path.name
        if path.name == "tagmanifest-sha256.txt":
            assert checked(bag).digest != checked(stamped.folder / "bag").digest
        path.unlink()
        assert checked(bag).problems, path.name
        path.write_bytes(whole)
    (bag / "data" / "more").write_text("more")
    assert "it was added" in checked(bag).problems[0]


def _remade(bag: Path) -> None:
    """As somebody who changes things and makes new manifests, for the metadata too."""
    import hashlib

    metadata = bag / "data" / "ro-crate-metadata.json"
    crate = json.loads(metadata.read_bytes())
    for one in crate["@graph"]:
        if one["@type"] == "File":
            payload = (bag / "data" / one["@id"]).read_bytes()
            one["sha256"], one["contentSize"] = hashlib.sha256(payload).hexdigest(), str(len(payload))
    metadata.write_text(json.dumps(crate))
    finish_bag(bag, {})


@pytest.mark.parametrize("field", ["sha256", "size", "address", "fetched", "media_type", "source", "headers", "id"])
def test_each_field_of_a_capture_is_held_by_the_chain(stamped: War, tmp_path: Path, field: str) -> None:
    """Even where all manifests are made anew; and with the chain made anew, by the daily root."""
    from vedette.evidence.dossier import Proof
    from vedette.model.chain import chain_hash

    bag = tmp_path / "bag"
    shutil.copytree(stamped.folder / "bag", bag)
    path = bag / "data" / "proof" / "captures.jsonl"
    rows = [json.loads(line) for line in path.read_bytes().splitlines()]
    odd = {"size": 1, "headers": [["a", "b"]], "fetched": "2024-05-12T12:00:01Z"}
    rows[0]["capture"][field] = odd.get(field, "0" * 64)
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    _remade(bag)
    assert any("chain hash does not fit" in one for one in checked(bag).problems)
    proof = msgspec.json.decode(json.dumps(rows[0]), type=Proof)
    assert proof.capture is not None
    rows[0]["chain"] = chain_hash(proof.before, proof.capture)
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    _remade(bag)
    assert any("does not lead to the daily root" in one for one in checked(bag).problems)


@pytest.mark.parametrize(
    ("field", "value"),
    [("position", 2), ("before", "0" * 63 + "1"), ("chain", "0" * 64), ("path", ["00" * 32]), ("path", ["no hash"]),
     ("root", "000009-2024-05-12.json"), ("file", "captures/none"), ("file", "../../watch.toml"), ("capture", None)],
)  # fmt: skip
def test_each_field_of_a_proof_is_held(stamped: War, tmp_path: Path, field: str, value: object) -> None:
    """With manifests made anew."""
    bag = tmp_path / "bag"
    shutil.copytree(stamped.folder / "bag", bag)
    path = bag / "data" / "proof" / "captures.jsonl"
    rows = [json.loads(line) for line in path.read_bytes().splitlines()]
    rows[0][field] = value
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    _remade(bag)
    assert checked(bag).problems


@pytest.mark.parametrize("name", ["facts/documents.jsonl", "facts/statements.jsonl", "documents"])
def test_words_stand_where_they_are_said_to(stamped: War, tmp_path: Path, name: str) -> None:
    """With manifests made anew: a document's id is made from its text, a statement's words are a slice of it."""
    bag = tmp_path / "bag"
    shutil.copytree(stamped.folder / "bag", bag)
    found = bag / "data" / name
    for path in found.iterdir() if found.is_dir() else [found]:
        path.write_text(path.read_text().replace("Lipova", "Lipowa"))
    _remade(bag)
    assert checked(bag).problems


def test_a_stamp_is_checked_by_ones_own_certificates(stamped: War, tmp_path: Path) -> None:
    """Those of the export prove less, and it says so; another authority's prove nothing; openssl agrees."""
    bag = stamped.folder / "bag"
    found = checked(bag)
    assert (found.problems, found.own, found.stamped) == ([], True, 4)
    assert "CN=Its time-stamps" in found.stamps[0]
    trusted = (stamped.folder / "authority" / "ca.pem").read_bytes()
    found = checked(bag, trusted)
    assert (found.problems, found.own, found.stamped) == ([], False, 4)
    other = Authority(tmp_path / "other").ca.read_bytes()
    assert "does not prove" in checked(bag, other).problems[0]
    (root,) = (bag / "data" / "proof" / "roots").glob("*.json")
    ca = bag / "data" / "proof" / "authority.pem"
    command = ["openssl", "ts", "-verify", "-data", root, "-in", root.with_suffix(".tsr"), "-CAfile", ca]
    assert b"Verification: OK" in subprocess.run(command, capture_output=True, check=True).stdout


def test_a_hostile_zip_is_refused(stamped: War, tmp_path: Path) -> None:
    """Names twice, files beside the bag, no bag at all, a cut."""
    exported(stamped, "whole.zip")
    whole = (stamped.folder / "whole.zip").read_bytes()
    for name, add in (("twice.zip", "whole/bagit.txt"), ("beside.zip", "../outside")):
        (tmp_path / name).write_bytes(whole)
        with warnings.catch_warnings(), zipfile.ZipFile(tmp_path / name, "a") as z:
            warnings.simplefilter("ignore")
            z.writestr(add, "x")
        assert checked(tmp_path / name).problems
    (tmp_path / "cut.zip").write_bytes(whole[:-100])
    with pytest.raises(IntegrityError, match="cannot be read"):
        checked(tmp_path / "cut.zip")
    with zipfile.ZipFile(tmp_path / "empty.zip", "w") as z:
        z.writestr("x", "y")
    assert checked(tmp_path / "empty.zip").problems
