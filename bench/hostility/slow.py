# ruff: noqa: E501
"""The readers that cost most: fewer cases each."""

from functools import cache
from hashlib import sha256
from pathlib import Path
from random import Random
from typing import Any

import msgspec

from hostility import bombs, folders, media, words
from hostility.answers import FETCHED, WATCH, must, one_line, reader
from hostility.sandbox import Sandbox
from hostility.targets import Target
from vedette.model.document import Document
from vedette.model.media import MediaType

_LANGUAGES = ("en", "ru", "uk", "de", "fr", None)
_LONG = 100_000


def _told(rng: Random) -> tuple[str, str | None]:
    return words.text(rng, 40).encode("utf-8", "replace").decode(), rng.choice(_LANGUAGES)


def _endless(rng: Random) -> tuple[str, str | None]:
    unit = bombs.unit(rng)
    before = rng.choice(
        ("The army said that ", "Министерство сообщило: ", "Міноборони повідомило: ", "Das Ministerium: ", "")
    )
    return before + unit * (_LONG // len(unit)), rng.choice(_LANGUAGES)


@cache
def _understand() -> Any:
    from vedette.reference.gazetteer import gazetteer_path
    from vedette.understand.stage import UnderstandStage

    return UnderstandStage(gazetteer=gazetteer_path(), watch=WATCH)


def _understood(case: tuple[str, str | None], sandbox: Sandbox) -> None:
    text, language = case
    if not text:
        return
    document = Document(id="d", capture="c", source="s", origin="o", label="l", text=text, language=language)
    [outcome] = _understand()([document])
    must(sandbox.secret not in msgspec.json.encode(outcome), "the canary was read")
    must(outcome.failure is None or one_line(outcome.failure), "a failure of several lines")
    for analysis in outcome.results:
        for said in analysis.statements:
            span = said.content
            must(0 <= span.start < span.end <= len(text), "a span outside its text")


def _seen(case: tuple[str, bytes], sandbox: Sandbox) -> None:
    from vedette.collect.archive import FileArchive
    from vedette.model.capture import Capture, capture_id
    from vedette.observe.sense import senses_for
    from vedette.observe.stage import ObserveStage

    kind, payload = case
    archive = FileArchive(sandbox.workspace / "archive")
    digest = archive.write(payload)
    capture = Capture(
        id=capture_id(sha256(payload).hexdigest(), None), sha256=digest, size=len(payload), address="file:///in/a", fetched=FETCHED, media_type=kind
    )  # fmt: skip
    for sense in senses_for(kind):
        if sense.name in {"speech", "lettering"}:
            continue
        [outcome] = ObserveStage(archive=archive, watch=WATCH, sense=sense)([capture])
        must(outcome.failure is None or one_line(outcome.failure), "a failure of several lines")
        msgspec.json.encode(outcome.failure)


def _places(rng: Random) -> tuple[str, bytes]:
    name = rng.choice(("a.geojson", "a.geojsonl", "UA.txt", "UA.zip", "a.json"))
    if name.endswith("zip"):
        return name, folders.folder(rng)[0][2]
    rows = []
    for _ in range(rng.randint(0, 4)):
        if name == "UA.txt":
            columns = [
                str(rng.choice((words.number(rng), words.nasty(rng, 1), "Kharkiv", "PPL", "UA", "50.0"))).replace(
                    "\t", ""
                )
                for _ in range(19)
            ]
            rows.append("\t".join(columns))
        else:
            point = {"type": "Point", "coordinates": [words.number(rng), rng.choice((50.0, words.number(rng)))]}
            tags = {
                "name": words.text(rng, 1),
                "place": rng.choice(("town", words.value(rng))),
                "population": words.value(rng),
            }
            rows.append(
                words.as_json(
                    rng, {"type": "Feature", "geometry": rng.choice((point, words.value(rng))), "properties": tags}
                )
            )
    whole = (
        "\n".join(rows) if name != "a.geojson" else '{"type":"FeatureCollection","features":[' + ",\n".join(rows) + "]}"
    )
    return name, words.as_bytes(rng, whole)


def _imported(case: tuple[str, bytes], sandbox: Sandbox) -> None:
    from vedette.model.errors import UsageError
    from vedette.reference.gazetteer_import import import_file

    name, payload = case
    try:
        import_file(sandbox.file(payload, name), sandbox.workspace, _gazetteer(), None, lambda _: None)
    except UsageError as error:
        must(one_line(str(error)), "an error of several lines")


@cache
def _gazetteer() -> Any:
    from vedette.reference.gazetteer import Gazetteer

    return Gazetteer.open()


def _ready() -> tuple[str, ...]:
    return (str(Path.home() / ".cache" / "vedette"),)


SLOW: tuple[Target, ...] = (
    Target(name="e-mail", share=40_000, make=folders.mail, take=reader(MediaType.EMAIL)),
    Target(name="folders, archives, mailboxes", share=8_000, make=folders.folder, take=folders.take),
    Target(name="gazetteers", share=3_000, make=_places, take=_imported, reading=_ready(), warm=30),
    Target(name="understanding", share=3_000, make=_told, take=_understood, reading=_ready(), warm=60, quick=False),
    Target(
        name="understanding, endless runs",
        share=150,
        make=_endless,
        take=_understood,
        reading=_ready(),
        warm=0,
        quick=False,
    ),
    Target(name="pictures, video, sound", share=1_000, make=media.case, take=_seen, children=True, warm=2, quick=False),
)
