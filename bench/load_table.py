"""The table of what `load.py` measured, and what it is set against."""

import json
import os
import statistics
from pathlib import Path
from typing import Any

MB = 2**20


def table(measured: Path, python: str) -> str:
    lines = [json.loads(line) for line in measured.read_text("utf-8").splitlines() if line.strip()]
    latest = {(one["reports"], one["workers"]): one for one in lines}
    runs = [one for (_, workers), one in sorted(latest.items()) if workers]
    bare = [one for (_, workers), one in sorted(latest.items()) if not workers]
    rows = [
        f"{os.cpu_count()} processors, Python {python}: `python bench/load.py --reports N --workers N`, then "
        "`--write`. Processor time is that of the run and its workers, and counts nobody else's; wall time on a "
        "machine at work for others says little, so the load before and after stands beside it; a processor that is "
        "shared by two at once counts more time for the same work, too.",
        "",
        "| reports | workers | statements | events | wall | processor | a report | of that, fusing | largest process | "
        "a worker | store | load |",
        "|---|---|---|---|---|---|---|---|---|---|---|---|",
        *map(_run, runs),
        "",
        "| bare spaCy pipeline, the same texts | characters | processor | a text | largest process |",
        "|---|---|---|---|---|",
        *map(_bare, bare),
        "",
        *_verdicts(runs, bare),
        _workers(lines),
    ]
    return "\n".join(rows)


def _run(one: dict[str, Any]) -> str:
    count, counts = one["reports"], one["counts"]
    fused = one["stages"].get("fuse", {}).get("processor_here", 0.0)
    return (
        f"| {count:,} | {one['workers']} | {counts['statements']:,} | {counts['events']:,} | {one['wall']:,.0f} s | "
        f"{one['processor']:,.0f} s | {1000 * one['processor'] / count:.1f} ms | {1000 * fused / count:.1f} ms | "
        f"{one['memory'] / MB:,.0f} MB | {one['memory_worker'] / MB:,.0f} MB | {one['store'] / MB:,.0f} MB | "
        f"{one['load'][0]} to {one['load'][1]} |"
    )


def _bare(one: dict[str, Any]) -> str:
    count = one["reports"]
    return (
        f"| {count:,} | {one['characters']:,} | {one['processor']:,.0f} s | {1000 * one['processor'] / count:.1f} ms | "
        f"{one['memory'] / MB:,.0f} MB |"
    )


def _verdicts(runs: list[dict[str, Any]], bare: list[dict[str, Any]]) -> list[str]:
    """What of the demands was shown, at which size; the rest is said to be not shown."""
    first, last = runs[0], runs[-1]
    ratio = (last["processor"] / last["reports"]) / (first["processor"] / first["reports"])
    told = [
        f"- Cost per report at {last['reports']:,} against {first['reports']:,}: **{ratio:.2f}** (demanded: 1.2 or "
        "less, at 100,000).",
        f"- Largest process at {last['reports']:,}: **{last['memory'] / MB:,.0f} MB** (demanded: less than 3,072 MB, "
        "at 100,000).",
    ]
    if last["reports"] < 100_000:
        told.append(
            f"- **Not shown: 100,000 reports.** {last['reports']:,} is the largest number that was run through; at "
            f"its {1000 * last['processor'] / last['reports']:.0f} ms a report 100,000 would take "
            f"{last['processor'] / last['reports'] * 100_000 / 3600:.1f} hours of one processor, and at the memory "
            f"that each report more takes in fusing, {_memory(first, last):.1f} GB (both worked out, not measured; "
            "demanded: less than 3)."
        )
    told += [_goes(one) for one in runs if one.get("goes", 1) > 1]
    if bare:
        per_character = first["processor"] / first["characters"] / (bare[0]["processor"] / bare[0]["characters"])
        told.append(f"- A character costs {per_character:.1f} times what the bare pipeline takes for it.")
    return told


def _goes(one: dict[str, Any]) -> str:
    """What was stopped and gone on with is said to be a sum."""
    codes = one.get("code", [])
    by = f", understood by the code of {codes[0]}, fused by that of {codes[-1]}" if len(codes) > 1 else ""
    return (
        f"- {one['reports']:,} reports were worked through in {one['goes']} goes (`--keep FOLDER --go-on`){by}; their "
        "times are added up."
    )


def _memory(first: dict[str, Any], last: dict[str, Any]) -> float:
    """In GB at 100,000 reports, along the line through the smallest and the largest run."""
    slope = (last["memory"] - first["memory"]) / (last["reports"] - first["reports"])
    return float(last["memory"] + slope * (100_000 - last["reports"])) / (1024 * MB)


def _workers(lines: list[dict[str, Any]]) -> str:
    """Of runs made one after the other, so that a machine that others slow slows both: the middle of the last three."""
    walls: dict[tuple[int, int], list[float]] = {}
    for one in lines:
        if "understand" in one.get("stages", {}):
            walls.setdefault((one["reports"], one["workers"]), []).append(one["stages"]["understand"]["wall"])
    both = [count for count, workers in walls if workers == 1 and (count, 2) in walls]
    if not both:
        return "- One worker against two: not measured at one size."
    alone, together = walls[max(both), 1], walls[max(both), 2]
    pairs = min(len(alone), len(together), 3)
    ratios = sorted(one / two for one, two in zip(alone[-pairs:], together[-pairs:], strict=True))
    told = " and ".join(f"{ratio:.2f}" for ratio in (ratios[0], ratios[-1]))
    between = f", the middle of {pairs} pairs between {told}" if pairs > 1 else ""
    return (
        f"- Understanding {max(both):,} reports, one worker against two: **{statistics.median(ratios):.2f} ×**"
        f"{between} (demanded: 1.8)."
    )


def write_table(measured: Path, python: str) -> None:
    from written import write

    write("load", table(measured, python))
