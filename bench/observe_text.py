"""Words in pictures, measured by the scorer of the packs.

python bench/observe_text.py [--shared PATH]     only this, on standard output
"""

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from observed import Observed, scored
from outputs import VEDETTE
from packs import Figure

_PEER = "RapidOCR boxes with Tesseract"
TEXT = (
    Figure(key="cer", label="character error rate (must .11, aim .06)", smaller_is_better=True, peer=f"{_PEER} .101"),
    *(
        Figure(key=f"cer_by.{language}-{size}", label=f"{language}, {size} size", smaller_is_better=True, peer=peer)
        for language, size, peer in (
            ("uk", "full", ".10"),
            ("uk", "half", ".16"),
            ("ru", "full", ".11"),
            ("ru", "half", ".10"),
            ("en", "full", ".06"),
            ("en", "half", ".07"),
        )
    ),
    Figure(key="word_recall", label="words found", peer=".837"),
    Figure(key="language_accuracy", label="language right", peer=".917"),
    Figure(key="blank_characters", label="characters read on a blank picture", smaller_is_better=True, peer="3.0"),
)


def text(shared: Path, folder: Path) -> dict[str, float]:
    gold, written = folder / "text", folder / "words.jsonl"
    maker = shared / "bench/observe/text/make_text.py"
    subprocess.run([sys.executable, str(maker), str(gold)], check=True, stdout=subprocess.DEVNULL)
    read = ["observe", "text", str(gold / "images"), "--output", str(written), "--quiet"]
    subprocess.run([*VEDETTE, *read], check=True)
    found = scored(shared, "text", written, gold)
    return {each.key: found[each.key] for each in TEXT}


OBSERVED = (Observed(name="observe: text in pictures", figures=TEXT, measure=text),)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    root = Path(__file__).resolve().parent.parent
    parser.add_argument("--shared", type=Path, default=Path(os.environ.get("VEDETTE_SHARED", root.parent / "shared")))
    args = parser.parse_args()
    if not (args.shared / "bench/observe").is_dir():
        print(f"observe: SKIPPED, no evaluation packs at {args.shared} (set VEDETTE_SHARED)", file=sys.stderr)
        return 0
    with tempfile.TemporaryDirectory() as name:
        found = text(args.shared, Path(name))
        for figure in TEXT:
            print(f"  {figure.label}: {found[figure.key]:.3f}  ({figure.peer})")
    return 0


if __name__ == "__main__":
    sys.exit(main())
