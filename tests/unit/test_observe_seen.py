"""Footage met again in a workspace: real pictures made here, re-encoded and mirrored."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from vedette.app import add, silent
from vedette.looking import look
from vedette.model.observation import ObservationQuery
from vedette.workspace import create_workspace, open_workspace

pytest.importorskip("pdqhash")
Image = pytest.importorskip("PIL.Image")


def a_picture(seed: int) -> Any:
    """Blobs of many sizes: as much to see as in a photograph."""
    chance = np.random.default_rng(seed)
    coarse = Image.fromarray(chance.integers(0, 255, (9, 12, 3), dtype=np.uint8)).resize((480, 360), Image.BICUBIC)
    fine = Image.fromarray(chance.integers(0, 255, (60, 80, 3), dtype=np.uint8)).resize((480, 360), Image.BICUBIC)
    return Image.blend(coarse, fine, 0.35)


def an_export(folder: Path, name: str, identity: int, moment: int, picture: Any, quality: int) -> Path:
    (folder / "photos").mkdir(parents=True)
    picture.save(folder / "photos" / "a.jpg", "JPEG", quality=quality)
    message = {"id": 5, "type": "message", "date_unixtime": str(moment), "text": "Today.", "photo": "photos/a.jpg"}
    export = folder / "result.json"
    export.write_text(json.dumps({"name": name, "type": "public_channel", "id": identity, "messages": [message]}))
    return export


def seen(tmp_path: Path, *exports: Path) -> list[tuple[str, tuple[str, ...], str]]:
    create_workspace(tmp_path / "war")
    with open_workspace(tmp_path / "war", 1) as war:
        for export in exports:
            add(war, [str(export)])
            look(war, silent)
        assert war.store.view().failures() == []
        found = war.store.view().observations(ObservationQuery(kinds=("seen-before",)))
        return [(one.note, one.about, one.method) for one in found]


OLD, NEW = 1_679_307_300, 1_715_536_920


@pytest.mark.parametrize(
    ("mirrored", "method"), [(False, "footage: hash"), (True, "footage: hash of its mirror image")]
)
def test_a_picture_shown_again_is_known(tmp_path: Path, mirrored: bool, method: str) -> None:
    """Smaller, worse and perhaps mirrored; the new one comes into the watch first."""
    picture = a_picture(1)
    copy = picture.resize((300, 225))
    copy = copy.transpose(Image.Transpose.FLIP_LEFT_RIGHT) if mirrored else copy
    new = an_export(tmp_path / "new", "Relay", 7, NEW, copy, 40)
    old = an_export(tmp_path / "old", "Steppe", 8, OLD, picture, 90)
    note = "This footage was published on 20 March 2023 by Steppe, 14 months before."
    assert seen(tmp_path, new, old) == [(note, ("telegram:7/5",), method)]


def test_another_picture_is_not(tmp_path: Path) -> None:
    """Nor is a plain one, which resembles every other plain one."""
    plain = Image.new("RGB", (480, 360), (90, 90, 90))
    exports = [
        an_export(tmp_path / str(number), f"Channel {number}", number, moment, picture, 80)
        for number, (moment, picture) in enumerate(
            [(OLD, a_picture(1)), (NEW, a_picture(2)), (OLD, plain), (NEW, plain.resize((200, 150)))], start=1
        )
    ]
    assert seen(tmp_path, *exports) == []
