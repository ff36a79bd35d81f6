"""The project's own hand-made sets in bench/sets/, and how they are scored; they need nothing from outside.

Each line of a set is a text with its gold. A third of every set is `held`: it was kept apart while the rules were
written, and is looked at only as a score. The measures are those of the packs (relaxed and value F1 of times, token F1
of source, cue and content), written anew here so that the sets run alone.
"""

import json
import re
import subprocess
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from observed import Observed
from outputs import VEDETTE
from packs import Figure

SETS = Path(__file__).resolve().parent / "sets"
WORD = re.compile(r"\w+|[^\w\s]")
Row = dict[str, Any]
Span = tuple[int, int]


def rows(name: str, part: str | None = None) -> list[Row]:
    """The lines of `bench/sets/{name}.jsonl`, of one `part` ("open" or "held") or of both."""
    read = (json.loads(line) for line in (SETS / f"{name}.jsonl").read_text("utf-8").split("\n") if line.strip())
    return [row for row in read if part in (None, row["part"])]


def f1(hits_found: float, found: int, hits_gold: float, gold: int) -> float:
    precision = hits_found / found if found else 0.0
    recall = hits_gold / gold if gold else 0.0
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def overlap(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def time_scores(pairs: Iterable[tuple[Row, Row]]) -> dict[str, float]:
    """Gold rows with their analyses: same span, any overlap, overlap and the same TIMEX3 value."""
    counts = dict.fromkeys(("gold", "found", "rg", "rf", "vg", "vf", "sg", "sf"), 0)
    for gold, analysis in pairs:
        wanted = [((x["start"], x["end"]), x["value"]) for x in gold["times"]]
        found = [((x["start"], x["end"]), x["value"]) for x in analysis["times"]]
        counts["gold"] += len(wanted)
        counts["found"] += len(found)
        for side, these, those in (("g", wanted, found), ("f", found, wanted)):
            for span, value in these:
                near = [other for other in those if overlap(span, other[0])]
                counts["r" + side] += bool(near)
                counts["v" + side] += any(value == told for _, told in near)
                counts["s" + side] += any(span == place for place, _ in those)
    return {
        name: f1(counts[key + "f"], counts["found"], counts[key + "g"], counts["gold"])
        for name, key in (("strict_f1", "s"), ("relaxed_f1", "r"), ("value_f1", "v"))
    }


def attribution_scores(pairs: Iterable[tuple[Row, Row]]) -> dict[str, float]:
    """Token F1 of source, cue and content; a statement counts if it has a speaker, a cue or is a quotation."""
    totals = {part: [0, 0, 0] for part in ("source", "cue", "content")}
    for gold, analysis in pairs:
        found = found_spans(analysis)
        for part, (both, wanted, got) in token_counts(gold["text"], gold["tokens"], found).items():
            totals[part] = [totals[part][0] + both, totals[part][1] + wanted, totals[part][2] + got]
    return {f"token_f1_{part}": f1(both, got, both, wanted) for part, (both, wanted, got) in totals.items()}


def found_spans(analysis: Row) -> dict[str, list[Span]]:
    spans: dict[str, list[Span]] = {"source": [], "cue": [], "content": []}
    for each in analysis["statements"]:
        speaker, cue = each.get("speaker"), each.get("cue")
        if not (speaker or cue or each.get("direct")):
            continue
        spans["content"].append((each["start"], each["end"]))
        spans["source"] += [(speaker["start"], speaker["end"])] if speaker and speaker.get("end") else []
        spans["cue"] += [(cue["start"], cue["end"])] if cue else []
    return spans


def token_counts(text: str, gold: Row, found: dict[str, list[Span]]) -> dict[str, tuple[int, int, int]]:
    """Tokens in both, in the gold and in what was found, for each part."""
    counts = {}
    for part, spans in found.items():
        tokens = [match.start() for match in WORD.finditer(text)]
        wanted = {at for at in tokens if any(start <= at < end for start, end in gold[part])}
        got = {at for at in tokens if any(start <= at < end for start, end in spans)}
        counts[part] = (len(wanted & got), len(wanted), len(got))
    return counts


def place_scores(pairs: Iterable[tuple[Row, Row]]) -> dict[str, float]:
    """Places below countries that stand for no government: found where the gold has one, under the same name."""
    gold = found = hits = 0
    for row, analysis in pairs:
        wanted = [((x["start"], x["end"]), plain(x["name"])) for x in row["places"]]
        got = [
            ((x["start"], x["end"]), plain(x["name"]))
            for x in analysis["places"]
            if not x["metonym"] and x["kind"] != "country"
        ]
        gold, found = gold + len(wanted), found + len(got)
        hits += sum(any(overlap(span, near) and name == told for near, told in got) for span, name in wanted)
    return {"place_f1": f1(hits, found, hits, gold)}


def plain(name: str) -> str:
    return re.sub(r"[’'ʼ]", "", name).casefold()


def event_scores(pairs: Iterable[tuple[Row, Row]]) -> dict[str, float]:
    """Events told: the trigger overlaps, and category and change of control are the same."""
    gold = found = hits = 0
    for row, analysis in pairs:
        wanted = [((x["start"], x["end"]), x["plover"], x["change"]) for x in row["events"]]
        got = [((x["trigger"]["start"], x["trigger"]["end"]), x["plover"], x.get("change")) for x in analysis["events"]]
        gold, found = gold + len(wanted), found + len(got)
        hits += sum(any(overlap(one[0], other[0]) and one[1:] == other[1:] for other in got) for one in wanted)
    return {"event_f1": f1(hits, found, hits, gold)}


def report_scores(pairs: Iterable[tuple[Row, Row]]) -> dict[str, float]:
    """All that a set of whole reports has gold for."""
    known = list(pairs)
    return {
        **attribution_scores(known),
        **place_scores(known),
        **event_scores(known),
        "time_value_f1": time_scores(known)["value_f1"],
    }


def documents(these: Iterable[Row]) -> Iterator[str]:
    """The rows as `vedette analyze` reads them."""
    for row in these:
        keys = ("id", "text", "published", "language")
        yield json.dumps({key: row.get(key) for key in keys}, ensure_ascii=False)


def measured(
    name: str, score: Callable[[Iterable[tuple[Row, Row]]], dict[str, float]], folder: Path
) -> dict[str, float]:
    """The scores of the whole set, and under `held_` those of the part kept apart, of what `vedette analyze` writes."""
    gold = rows(name)
    docs, out = folder / f"{name}.jsonl", folder / f"{name}-analysis.jsonl"
    docs.write_text("\n".join(documents(gold)) + "\n", "utf-8")
    subprocess.run([*VEDETTE, "analyze", "--quiet", "--input", str(docs), "--output", str(out)], check=True)
    analyses = [json.loads(line) for line in out.read_text("utf-8").split("\n") if line.strip()]
    pairs = list(zip(gold, analyses, strict=True))
    held = score([pair for pair in pairs if pair[0]["part"] == "held"])
    return {**score(pairs), **{f"held_{key}": value for key, value in held.items()}}


def _times(name: str, peer: tuple[str, str]) -> Observed:
    told = (("relaxed_f1", "relaxed F1", peer[0]), ("value_f1", "value F1", peer[1]))
    return Observed(
        name=f"own set: {name}",
        figures=_figures(told),
        measure=lambda shared, folder: measured(name, time_scores, folder),
    )


def _attribution(name: str, peer: tuple[str, str, str]) -> Observed:
    told = tuple(
        (f"token_f1_{part}", f"{part}, token F1", other)
        for part, other in zip(("content", "source", "cue"), peer, strict=True)
    )
    return Observed(
        name=f"own set: {name}",
        figures=_figures(told),
        measure=lambda shared, folder: measured(name, attribution_scores, folder),
    )


def _reports(name: str) -> Observed:
    told = (
        *((f"token_f1_{part}", f"{part}, token F1", "") for part in ("content", "source", "cue")),
        ("event_f1", "event F1", ""),
        ("place_f1", "place F1", ""),
        ("time_value_f1", "time value F1", ""),
    )
    return Observed(
        name=f"own set: {name}",
        figures=_figures(told),
        measure=lambda shared, folder: measured(name, report_scores, folder),
    )


def _figures(told: Iterable[tuple[str, str, str]]) -> tuple[Figure, ...]:
    return tuple(
        figure
        for key, label, peer in told
        for figure in (
            Figure(key=key, label=label, peer=peer),
            Figure(key=f"held_{key}", label=f"{label}, held part"),
        )
    )


OWN: tuple[Observed, ...] = (
    _times("times-uk", ("dateparser .81", "dateparser .22")),
    _times("times-ru", ("", "")),
    _attribution("attribution-ru", ("published model .79", "published model .50", "published model .75")),
    _attribution("attribution-uk", ("", "", "")),
    _reports("reports-de"),
    _reports("reports-fr"),
)
