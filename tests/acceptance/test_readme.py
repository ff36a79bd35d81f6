"""The commands of README's "Use it", line by line as they stand there, on reports of this test's own.

Three words stand for others: REPORT and EVENT for ids, as an export gives them, and the address of a feed for a file,
for tests have no network. What serves until Ctrl-C is tried elsewhere.
"""

import json
import os
import re
import shlex
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from PIL import Image

from vedette.cli import main

ROOT = Path(__file__).parents[2]
_FEED = """<?xml version="1.0"?><rss version="2.0"><channel><title>North</title><item><title>Shelling</title>
<guid>n1</guid><pubDate>Mon, 13 May 2024 10:00:00 +0000</pubDate>
<description>The ministry said on Monday that shells had hit Kharkiv.</description></item></channel></rss>"""
_ARTICLE = """<html><head><title>Fighting</title><meta property="article:published_time" content="2024-05-13"></head>
<body><article><h1>Fighting</h1><p>{}</p></article></body></html>"""
_EXPORT = {
    "name": "North", "type": "public_channel", "id": 7,
    "messages": [{"id": 1, "type": "message", "date": "2024-05-13T10:00:00", "date_unixtime": "1715594400",
                  "from": "North", "text": "Our troops took Lukiantsi.", "text_entities": []}],
}  # fmt: skip
_UNTIL_STOPPED = {"vedette serve kharkiv": "tests/integration/test_web_serve.py"}


def lines() -> list[str]:
    text = (ROOT / "README.md").read_text("utf-8").split("## Use it")[1]
    block = re.search(r"^```sh\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    assert block is not None
    return [line.split("  #")[0].split(" #")[0].strip() for line in block[1].splitlines()]


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with all that the lines name."""
    monkeypatch.chdir(tmp_path)
    # One worker: the lines do not say how many.
    monkeypatch.setattr(os, "cpu_count", lambda: 1)
    for folder in ("reports", "telegram-export", "clips"):
        (tmp_path / folder).mkdir()
    said = "The Russian defence ministry said on Monday that its troops had captured the village of Lukiantsi."
    (tmp_path / "article.html").write_text(_ARTICLE.format(said), "utf-8")
    (tmp_path / "page.html").write_text(
        _ARTICLE.format("Ukraine said its units had withdrawn from Lukiantsi."), "utf-8"
    )
    note = f"Summary\nSource: Daily Compass\nPublished: 2024-05-13\n\n{said}\n"
    (tmp_path / "reports" / "paper.txt").write_text(note, "utf-8")
    (tmp_path / "feed.xml").write_text(_FEED, "utf-8")
    (tmp_path / "telegram-export" / "result.json").write_text(json.dumps(_EXPORT), "utf-8")
    Image.effect_noise((320, 240), 60).convert("RGB").save(tmp_path / "clips" / "one.jpg")
    typed("observe", "media", "index", "clips", "--index", "seen.index", "--quiet")
    return tmp_path


def typed(*words: str) -> str:
    done = CliRunner().invoke(main, words)
    assert done.exit_code == 0, f"vedette {shlex.join(words)}\n{done.output}"
    return done.stdout


def meant(words: list[str]) -> list[str]:
    """REPORT and EVENT by the first event of several reports; the feed as a file."""
    if "EVENT" in words:
        events = [json.loads(line) for line in typed("export", "kharkiv", "events").splitlines()]
        event = max(events, key=lambda one: len(one["documents"]))
        stands: dict[str, Callable[[], str]] = {"REPORT": lambda: event["documents"][0], "EVENT": lambda: event["id"]}
        words = [stands[word]() if word in stands else word for word in words]
    return ["feed.xml" if word.startswith("https://") else word for word in words]


@pytest.mark.slow
def test_every_line_of_use_it_can_be_typed(desk: Path) -> None:
    """In their order, each ending well, and what they promise is there afterwards."""
    for line in lines():
        if line in _UNTIL_STOPPED:
            assert (ROOT / _UNTIL_STOPPED[line]).is_file()
            continue
        for part in line.split(";"):
            typed(*meant(shlex.split(part)[1:]))
    assert (desk / "kharkiv" / "reports" / "2024-05-13" / "index.html").is_file()
    assert "Lukiantsi" in (desk / "events.jsonl").read_text("utf-8")
    assert (desk / "matches.jsonl").is_file()
    assert typed("verify", "event.zip").startswith("Everything stands")
    typed("restore", "kharkiv.age", "--key", "kharkiv.key", "--to", "again")
    assert typed("verify", "again").startswith("Everything stands")
