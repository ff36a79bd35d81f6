"""The evaluation packs: which documents, which scorer, which figures, and what others reach on the same packs."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

QUICK_CHARACTERS = 60_000


@dataclass(frozen=True, kw_only=True)
class Figure:
    """`key` is the scorer's. `peer` is what a single-purpose tool reaches with the same scorer on the same set."""

    key: str
    label: str
    smaller_is_better: bool = False
    peer: str = ""


@dataclass(frozen=True, kw_only=True)
class Task:
    """`subset` is the beginning of the names of the pack's sets that count. Scored is what `vedette analyze` writes,
    or, where `tables` names some, those exports of a workspace that holds the documents. `whole` packs tell nothing
    where a part of them is measured."""

    name: str
    docs: str
    scorer: tuple[str, ...]
    figures: tuple[Figure, ...]
    subset: str | None = None
    language: str | None = None
    tables: tuple[str, ...] = ()
    whole: bool = False


def figures(*rows: tuple[str, str]) -> tuple[Figure, ...]:
    return tuple(Figure(key=key, label=label) for key, label in rows)


CASE = figures(
    ("case score", "case score"),
    ("statement recall", "statement recall"),
    ("statement precision", "statement precision"),
    ("speaker", "speaker"),
    ("outlet's own voice", "outlet's own voice"),
    ("via", "via"),
    ("kind", "kind"),
    ("certainty", "certainty"),
    ("condition", "condition"),
    ("said when", "said when"),
    ("figure", "figure"),
    ("place located within 20 km", "place within 20 km"),
    ("event type", "event type"),
    ("offsets", "offsets right"),
)
EXTRACTOR = "Gender Gap Tracker"
ATTRIBUTION = (
    Figure(key="token_f1_content", label="content, token F1", peer=f"{EXTRACTOR} .602"),
    Figure(key="token_f1_source", label="source, token F1", peer=f"{EXTRACTOR} .582"),
    Figure(key="token_f1_cue", label="cue, token F1", peer=f"{EXTRACTOR} .338"),
    Figure(key="attribution_f1_0.3", label="attribution F1, overlap .3", peer=f"{EXTRACTOR} .510"),
    Figure(key="attribution_f1_0.8", label="attribution F1, overlap .8", peer=f"{EXTRACTOR} .337"),
    Figure(key="speaker_accuracy", label="speaker accuracy", peer=f"{EXTRACTOR} .846"),
)


def time_figures(relaxed: str, value: str) -> tuple[Figure, ...]:
    return (
        Figure(key="relaxed_f1", label="relaxed F1", peer=f"HeidelTime {relaxed}"),
        Figure(key="value_f1", label="value F1", peer=f"HeidelTime {value}"),
    )


QUANTITY = (
    Figure(key="value_f1", label="value F1", peer="quantulum3 .692"),
    Figure(key="value_unit_f1", label="value and unit F1", peer="quantulum3 .431"),
    Figure(key="value_change_f1", label="value and change F1", peer="quantulum3 .492"),
)
PLACES = figures(
    ("recognition_f1", "recognition F1"),
    ("acc161_end_to_end", "within 161 km, end to end"),
    ("acc20_recognised", "within 20 km, of the recognised"),
)
FACTUALITY = (
    Figure(key="mae", label="mean error", smaller_is_better=True),
    Figure(key="pearson_r", label="r"),
    Figure(key="recall", label="heads with an event"),
)
PLOVER = (
    Figure(key="macro_f1", label="macro F1", peer="zero-shot RoBERTa-large, given the actors .743"),
    Figure(key="macro_f1_matched", label="macro F1 of the pairs an event touches"),
)
_CASE_SCORER = ("cases/score.py", "{docs}/gold.jsonl", "{out}", "--json")


def text_task(task: str, subset: str, shown: tuple[Figure, ...], folder: str = "") -> Task:
    return Task(
        name=f"{task}: {subset}",
        docs=f"bench/text/{folder or task}",
        subset=subset,
        figures=shown,
        scorer=("bench/text/score.py", task, "{out}", "--gold", "{docs}", "--json"),
    )


def war_task(
    task: str, shown: tuple[Figure, ...], *tables: str, language: str | None = None, name: str = ""
) -> Task:  # fmt: skip
    further = ("--events", "{folder}/events.jsonl") if "events" in tables[1:] else ()
    return Task(
        name=f"war: {name or task}",
        docs=f"bench/war/{task}",
        language=language,
        figures=shown,
        tables=tables,
        scorer=("bench/war/score.py", task, "{out}", "--gold", "{docs}", "--json", *further),
    )


LOADED = (Figure(key="token_f1", label="token F1", peer="every word loaded .392, linear model .45"),)
CHANGES = figures(
    ("place_f1", "place F1"),
    ("acc@5km", "within 5 km, of all that are named"),
    ("event_f1", "gain and move, F1"),
    ("side_accuracy", "side that gains"),
    ("change_f1", "change, F1"),
)
AGREEMENT = (Figure(key="agree_all", label="same place, kind and side in both languages", peer="floor .082"),)
HEADLINES = (
    Figure(key="top@5km", label="first place within 5 km", peer="longest match .093"),
    Figure(key="any@5km", label="any place within 5 km"),
)
SLOVNET = "slovnet on Russian letters"
NAMES = (
    Figure(key="micro_f1", label="exact span and type, F1", peer=f"{SLOVNET} .490"),
    Figure(key="overlap_micro_f1", label="overlap and type, F1", peer=f"{SLOVNET} .593"),
    Figure(key="f1_person", label="persons, F1", peer=f"{SLOVNET} .558"),
    Figure(key="f1_organization", label="organizations, F1", peer=f"{SLOVNET} .400"),
    Figure(key="f1_place", label="places, F1", peer=f"{SLOVNET} .440"),
)
CONTROL = figures(
    ("f1_named±7", "F1 of the changes that reports name, 7 days either way"),
    ("recall_named±7", "recall of them"),
    ("f1±7", "F1 of all changes"),
    ("f1±1", "F1 of all changes, 1 day either way"),
)
LINKS = figures(
    ("bcubed_f1", "B-cubed F1"),
    ("unlike_recall", "recall of pairs that share under half their words"),
    ("pair_f1", "pair F1"),
)
TOLLS = figures(
    ("recall_in_text", "recall of the tolls that stand in the text"),
    ("f1_all", "F1 of all"),
    ("f1_attributed", "F1 of the attributed"),
    ("hard_check", "no conflicting claims merged (1 = passes)"),
)
VIINA = Task(
    name="war: headlines in Ukrainian and Russian",
    docs="bench/war/links-viina",
    figures=HEADLINES,
    scorer=("bench/war/score.py", "viina-places", "{out}", "--gold", "{docs}", "--json"),
)
CASE_TASK = Task(name="case: kharkov-2024-05", docs="cases/kharkov-2024-05", scorer=_CASE_SCORER, figures=CASE)
TASKS = (
    CASE_TASK,
    Task(name="case: war-en", docs="cases/war-en", scorer=_CASE_SCORER, figures=CASE),
    text_task("attribution", "polnear-dev", ATTRIBUTION),
    text_task("time", "wikiwars-train", time_figures(".926", ".840")),
    text_task("time", "tbaq-timebank", time_figures(".922", ".797")),
    text_task("time", "tbaq-aquaint", time_figures(".929", ".732")),
    text_task("quantity", "newsquant", QUANTITY),
    text_task("factuality", "uw-dev", FACTUALITY),
    text_task("factuality", "meantime-dev", FACTUALITY),
    text_task("plover", "plv-train", PLOVER),
    text_task("loaded", "unlp2025", LOADED),
    text_task("places", "lgl", PLACES),
    text_task("places", "trnews", PLACES),
    war_task("changes", CHANGES, language="en"),
    war_task("changes", CHANGES, language="uk", name="changes in Ukrainian"),
    replace(war_task("changes", AGREEMENT, name="changes in two languages"), whole=True),
    VIINA,
    text_task("entities", "neruk-dev", NAMES, "entities-uk"),
    war_task("control", CONTROL, "control"),
    war_task("links", LINKS, "links", "events"),
    war_task("figures", TOLLS, "events"),
)


def prepared(task: Task, shared: Path, folder: Path, *, quick: bool) -> Path:
    """A folder with `docs.jsonl` and `gold.jsonl`: what counts of the pack. `quick` takes documents at even distances
    that hold about 60,000 characters: always the same ones. The gold of a picture is one piece and is taken whole."""
    pack = shared / task.docs
    part = folder / task.name.replace(": ", "-")
    if task.tables:
        part.symlink_to(pack)
        return part
    gold = [line for line in lines(pack / "gold.jsonl") if _counts(line, task)]
    wanted = {json.loads(line)["id"] for line in gold}
    docs = [line for line in lines(pack / "docs.jsonl") if json.loads(line)["id"] in wanted]
    docs = _spread(docs) if quick else docs
    kept = {json.loads(line)["id"] for line in docs}
    part.mkdir()
    (part / "docs.jsonl").write_text("\n".join(docs) + "\n", "utf-8")
    chosen = [line for line in gold if json.loads(line)["id"] in kept]
    (part / "gold.jsonl").write_text("\n".join(chosen) + "\n", "utf-8")
    return part


def _counts(line: str, task: Task) -> bool:
    row = json.loads(line)
    right_set = task.subset is None or str(row.get("set")).startswith(task.subset)
    return right_set and task.language in {None, row.get("language")}


def _spread(docs: Sequence[str]) -> list[str]:
    step = max(1, sum(map(len, docs)) // QUICK_CHARACTERS)
    return list(docs[::step])


def lines(path: Path) -> list[str]:
    """Texts may hold other line separators than the newline."""
    return [line for line in path.read_text("utf-8").split("\n") if line.strip()]
