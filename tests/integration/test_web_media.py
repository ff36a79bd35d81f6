"""The pages of pictures, film and sound: a real watch with a film, a picture and their messages, looked at here."""

import json
import re
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("av", reason="needs the extra 'media'")

from footage import pan, scene, write_picture, write_video
from web_client import Client

from vedette.app import add, silent
from vedette.looking import FOOTAGE, look
from vedette.model.document import Document, Mark, document_id
from vedette.model.ids import CaptureId, SourceId
from vedette.observe.sense import SENSES
from vedette.observe.stills import png, still, stills
from vedette.web.app import create_app
from vedette.workspace import Workspace, create_workspace, open_workspace

HOSTILE = "<script>alert(1)</script>"


def export(folder: Path, name: str, identity: int, moment: int, media: str) -> Path:
    message = {"id": 5, "type": "message", "date_unixtime": str(moment), "text": f"Today {HOSTILE}"}
    message |= {"photo" if media.endswith("jpg") else "file": media}
    told = folder / "result.json"
    told.write_text(json.dumps({"name": name, "type": "public_channel", "id": identity, "messages": [message]}))
    return told


def words(capture: CaptureId, kind: str, text: str, *marks: Mark, language: str | None) -> Document:
    return Document(
        id=document_id(f"{capture}/{kind}", text),
        capture=capture,
        source=SourceId("relay"),
        origin=f"{capture}/{kind}",
        label=kind,
        text=text,
        language=language,
        marks=marks,
    )


@pytest.fixture(scope="module")
def war(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    folder = tmp_path_factory.mktemp("war")
    create_workspace(folder / "w")
    film = list(pan(scene(7, 900, 700), 48))
    with pytest.MonkeyPatch.context() as patch, open_workspace(folder / "w", 1) as opened:
        patch.setattr("vedette.observe.sense.SENSES", [one for one in SENSES if one.name in ("footage", "metadata")])
        for number, moment in enumerate((1_679_307_300, 1_715_536_920)):
            (folder / str(number)).mkdir()
            write_video(folder / str(number) / "v.mp4", film[: 48 - number])
            add(opened, [str(export(folder / str(number), f"Relay {number}", number, moment, "v.mp4"))])
        (folder / "p").mkdir()
        write_picture(folder / "p" / "sign.jpg", scene(3))
        add(opened, [str(export(folder / "p", "Steppe", 9, 1_715_536_920, "sign.jpg"))])
        look(opened, silent)
        later = capture_of(opened, "1/v.mp4")
        opened.store.append(
            [
                words(
                    later,
                    "speech",
                    "Вони пішли вночі.\nAnd then…",
                    Mark(start=0, end=17, seconds=1.0, until=2.5, confidence=0.9),
                    Mark(start=18, end=27, seconds=3.0, until=3.5, confidence=0.8, doubtful=True),
                    language="uk",
                ),
                words(
                    later,
                    "lettering",
                    f"WEALD {HOSTILE}",
                    Mark(start=0, end=31, seconds=0.5, until=2.0, box=(0.25, 0.5, 0.75, 0.6), confidence=0.3),
                    language="en",
                ),
            ]
        )
        yield opened


def capture_of(opened: Workspace, suffix: str) -> CaptureId:
    return next(one.id for one in opened.store.view().captures() if one.address.endswith(suffix))


@pytest.fixture(scope="module")
def client(war: Workspace) -> Client:
    app = create_app(
        war.store.view, war.watch, reports_folder=war.reports, archive=war.archive, footage=war.path / FOOTAGE
    )
    return Client(app)


def test_the_list_names_every_file_and_what_was_found(client: Client) -> None:
    """Reports themselves are no media; the later film was published before."""
    page = client.get("/media").text
    assert "3 files" in page
    assert page.count("published before</a>") == 1
    assert "sign.jpg" in page
    assert "result.json" not in page
    assert 'aria-current="page">Media</a>' in page


def test_the_list_is_narrowed_by_what_was_found(client: Client) -> None:
    """By kind, channel, day of publication and finding; what fits nothing says so, and what makes no sense is told."""
    shown = {
        "kind=picture": ["sign.jpg"],
        "kind=film": ["v.mp4", "v.mp4"],
        "found=before": ["v.mp4"],
        "channel=Steppe": ["sign.jpg"],
        "to=2023-12-31": ["v.mp4"],
        "from=2024-01-01": ["sign.jpg", "v.mp4"],
    }
    for asked, names in shown.items():
        page = client.get(f"/media?{asked}").text
        assert sorted(re.findall(r"(sign\.jpg|v\.mp4)</a>", page)) == names, asked
    assert "Nothing fits these filters." in client.get("/media?kind=sound").text
    assert client.get("/media?kind=smell").status_code == 400
    assert client.get("/media?taste=sweet").status_code == 400


def test_a_film_shows_frames_words_and_where_it_was_before(client: Client, war: Workspace) -> None:
    """Frames are covered; doubtful words are marked, and sure ones are not; each leads to its words."""
    page = client.get(f"/media/{capture_of(war, '1/v.mp4')}").text
    assert "This footage was published on 20 March 2023 by Relay 0" in page
    assert '<details class="picture"><summary>Show frames' in page
    assert page.count("/frames/") >= 4
    assert 'lang="uk"' in page
    heard = page.split('<ol class="heard"')[1].split("</ol>")[0]
    sure, unsure = heard.split("<li")[1:]
    assert "0:01" in sure
    assert "Вони пішли вночі." in sure
    assert "doubtful" not in sure
    assert "0:03" in unsure
    assert "doubtful</span>" in unsure
    assert "WEALD &lt;script&gt;" in page
    assert "25 % from the left, 50 % from the top" in page
    assert "0:00–0:02" in page
    assert "unsure</span>" in page
    assert "?start=18&amp;end=27#cited" in page
    assert HOSTILE not in page


def test_a_picture_is_covered_and_says_what_was_not_found(client: Client, war: Workspace) -> None:
    """No words, no earlier showing: each is told as such."""
    page = client.get(f"/media/{capture_of(war, 'sign.jpg')}").text
    assert "Show the picture" in page
    assert "Not that this watch knows" in page
    assert "Words heard in it" not in page
    assert "neither when nor where" in page


def test_frames_are_small_pictures_of_the_film(client: Client, war: Workspace) -> None:
    """No more than two dozen, in order; others are not there."""
    capture = capture_of(war, "1/v.mp4")
    shown = stills(war.path / FOOTAGE, capture)
    assert 4 <= len(shown) <= 24
    assert [one.seconds for one in shown] == sorted(one.seconds for one in shown)
    answer = client.get(f"/media/{capture}/frames/{shown[-1].number}.png")
    assert answer.headers["content-type"] == "image/png"
    assert "sandbox" in answer.headers["content-security-policy"]
    assert answer.content == still(war.path / FOOTAGE, capture, shown[-1].number)
    for number in ("9999", "-1", "x", "1" * 30):
        assert client.get(f"/media/{capture}/frames/{number}.png").status_code == 404


def test_a_strip_of_few_goes_over_the_whole_film(war: Workspace) -> None:
    """From its beginning to near its end."""
    shown = stills(war.path / FOOTAGE, capture_of(war, "0/v.mp4"), most=3)
    assert 2 <= len(shown) <= 3
    assert shown[0].seconds == 0
    assert shown[-1].seconds > 1


def test_a_png_is_one() -> None:
    """Its pixels come back as they went in."""
    import cv2
    import numpy as np

    grey = np.random.default_rng(1).integers(0, 256, (7, 11), dtype=np.uint8)
    back = cv2.imdecode(np.frombuffer(png(grey), np.uint8), cv2.IMREAD_UNCHANGED)
    assert back is not None
    assert (back == grey).all()
    assert zlib.crc32(b"IEND") == int.from_bytes(png(grey)[-4:], "big")


def test_what_is_no_media_has_no_page(client: Client, war: Workspace) -> None:
    """Nor what is not there; nothing is looked for outside."""
    for asked in (capture_of(war, "0/result.json"), "cap_nothing", "..%2f..%2fvedette.db"):
        assert client.get(f"/media/{asked}").status_code == 404


def test_an_empty_watch_says_what_to_add(tmp_path: Path) -> None:
    """With the command."""
    create_workspace(tmp_path / "w")
    with open_workspace(tmp_path / "w", 1) as opened:
        page = Client(create_app(opened.store.view, opened.watch, reports_folder=opened.reports)).get("/media").text
    assert "vedette add WORKSPACE" in page


def test_a_method_may_say_not_to_rely_on_it() -> None:
    """However sure it was of the letters themselves."""
    assert Mark(start=0, end=1, confidence=0.9, doubtful=True).unsure
    assert Mark(start=0, end=1, confidence=0.4).unsure
    assert not Mark(start=0, end=1, confidence=0.9).unsure
    assert not Mark(start=0, end=1).unsure
