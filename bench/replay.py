"""Any number of reports out of the demo war's few: replayed, each with another day, other places, other numbers.

Each report is one of the demo's own texts, drawn at random, and

- told on another day within two years: its day of publication, and every English day of the month in it, move alike;
- of other places: every settlement of Ukraine or Russia that it names in Latin letters is exchanged, in the whole of
  it, for another of the same country, a few of them far oftener than the rest, as in a war;
- with other numbers: figures without a unit of time beside them change by up to a third;
- in one case of ten taken over: nearly word for word a report of the same day, under another name.

The same seed gives the same reports. Texts in Cyrillic letters keep their places: exchanging a declined name would make
other language than people write.
"""

import json
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path
from tempfile import TemporaryDirectory

DAYS = 730
COPIED = 10
FIRST = date(2023, 1, 1)
A_FILE = 500
"""Reports in one JSON Lines file: a capture."""
_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
           "December")  # fmt: skip
_DAY = re.compile(rf"\b(\d{{1,2}}) ({'|'.join(_MONTHS)})\b")
_NUMBER = re.compile(
    r"(?<![\d.,:/\-–])\b([1-9]\d{0,5})\b(?![\d.,:/\-–]|\s*(?:st|nd|rd|th|hours?|days?|weeks?|years?|th)\b)"
)
_NAME = re.compile(r"\b[A-Z][a-z]{3,}(?:[ -][A-Z][a-z]{3,})?\b")
_COUNTRIES = ("UA", "RU")
_OF_A_COUNTRY = 400
_LEAST, _MOST = 2_000, 200_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Base:
    """A report of the demo war as it was read."""

    text: str
    title: str
    source: str
    language: str | None
    published: date


@cache
def bases() -> tuple[Base, ...]:
    """Read as `vedette add` and `vedette run` read them."""
    from vedette.collect.archive import FileArchive
    from vedette.collect.gather import gather
    from vedette.collect.video import VideoFetcher
    from vedette.model.capture import Capture
    from vedette.model.document import Document
    from vedette.read.stage import MEDIA, ReadStage
    from vedette.reference.watchfile import read_watch

    with as_file(files("vedette") / "demo") as demo, TemporaryDirectory() as folder:
        watch, archive = read_watch(demo / "watch.toml"), FileArchive(Path(folder))
        found = gather(
            [str(demo / "reports")],
            archive=archive,
            watch=watch,
            clock=lambda: datetime.now(UTC),
            source=None,
            kind="auto",
            video=VideoFetcher(most=1, allow_private=False, folder=Path(folder)),
        )
        captures = [one for one in found if isinstance(one, Capture) and one.media_type in MEDIA]
        outcomes = ReadStage(archive=archive, watch=watch)(captures)
        documents = [one for outcome in outcomes for one in outcome.results if isinstance(one, Document)]
    return tuple(
        Base(
            text=one.text,
            title=one.title or "",
            source=str(one.source),
            language=one.language,
            published=one.published.start.date(),
        )
        for one in documents
        if one.published is not None and one.published.start is not None and one.text.strip()
    )


@cache
def settlements() -> dict[str, tuple[str, ...]]:
    """By country, in a fixed order that says nothing."""
    from vedette.reference.geonames import larger_cities

    cities = larger_cities()
    names = {
        country: sorted(
            {
                city.name
                for city in cities
                if city.country == country and _LEAST <= city.population <= _MOST and _NAME.fullmatch(city.name)
            }
        )
        for country in _COUNTRIES
    }
    for one in names.values():
        random.Random(1).shuffle(one)
    return {country: tuple(one[:_OF_A_COUNTRY]) for country, one in names.items()}


@cache
def _country_of() -> dict[str, str]:
    """Of every name that one of the demo's texts holds and that a settlement bears."""
    from vedette.reference.gazetteer import Gazetteer

    gazetteer = Gazetteer.open()
    found = {}
    for name in {match.group() for base in bases() for match in _NAME.finditer(base.text)}:
        entries = [one for one in gazetteer.candidates(name)[:1] if one.kind == "settlement"]
        if entries and entries[0].country in _COUNTRIES:
            found[name] = entries[0].country
    gazetteer.close()
    return found


def replayed(count: int, seed: int = 1) -> Iterator[dict[str, object]]:
    """As `vedette add --jsonl` takes them."""
    earlier: dict[str, object] | None = None
    for number in range(count):
        chance = random.Random(f"{seed}/{number}")
        if earlier is not None and chance.randrange(COPIED) == 0:
            yield _taken_over(earlier, number, chance)
            continue
        earlier = _anew(chance.choice(bases()), number, chance)
        yield earlier


def _anew(base: Base, number: int, chance: random.Random) -> dict[str, object]:
    day = FIRST + timedelta(days=chance.randrange(DAYS))
    exchanged = _exchanges(base.text, chance)
    text = _DAY.sub(lambda match: _moved(match, day - base.published, base.published.year), base.text)
    text = _NUMBER.sub(lambda match: _other_number(match, chance), text)
    text = _NAME.sub(lambda match: exchanged.get(match.group(), match.group()), text)
    told: dict[str, object] = {
        "id": f"replay-{number:06}",
        "text": text,
        "title": _NAME.sub(lambda match: exchanged.get(match.group(), match.group()), base.title),
        "published": day.isoformat(),
        "source": base.source,
    }
    return told | ({"language": base.language} if base.language else {})


def _exchanges(text: str, chance: random.Random) -> dict[str, str]:
    """The square of an even draw: the first of the list come up far oftener than the last."""
    known = _country_of()
    named = sorted({match.group() for match in _NAME.finditer(text)} & known.keys())
    drawn = {}
    for name in named:
        others = settlements()[known[name]]
        drawn[name] = others[int(chance.random() ** 2 * len(others))]
    return drawn


def _moved(match: re.Match[str], by: timedelta, year: int) -> str:
    try:
        day = date(year, _MONTHS.index(match.group(2)) + 1, int(match.group(1))) + by
    except ValueError:
        return match.group()
    return f"{day.day} {_MONTHS[day.month - 1]}"


def _other_number(match: re.Match[str], chance: random.Random) -> str:
    number = int(match.group(1))
    if 1900 <= number <= 2100:
        return match.group()
    return str(max(1, round(number * chance.uniform(0.67, 1.33))))


def _taken_over(earlier: dict[str, object], number: int, chance: random.Random) -> dict[str, object]:
    text = str(earlier["text"]).removesuffix(".")
    name = f"relay-{chance.randrange(40):02}.example"
    return earlier | {"id": f"replay-{number:06}", "text": f"{text}, {name} has learnt.", "source": name}


def write_reports(folder: Path, count: int) -> int:
    """JSON Lines files of 500 reports each. How many characters they hold."""
    folder.mkdir(parents=True, exist_ok=True)
    characters, lines, part = 0, [], 0
    for number, report in enumerate(replayed(count), start=1):
        characters += len(str(report["text"]))
        lines.append(json.dumps(report, ensure_ascii=False))
        if len(lines) == A_FILE or number == count:
            (folder / f"reports-{part:05}.jsonl").write_text("\n".join(lines) + "\n", "utf-8")
            lines, part = [], part + 1
    return characters
