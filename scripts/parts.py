"""A parts list (CycloneDX) made whole: licences and the front-end parts, and no address of any registry.

python scripts/parts.py LIST.json > WHOLE.json
"""

import json
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))

from licences import ROOT, Part, front_end, packages


def whole(listed: dict[str, Any], parts: list[Part]) -> dict[str, Any]:
    """The parts of the pages are added; each component gets its licence after SPDX, and loses where it was fetched."""
    known = {one.name: one for one in parts}
    components = [_with_licence(one, known.get(one["name"])) for one in listed.get("components", ())]
    components += [_with_licence(_component(one), one) for one in parts if one.needed == "pages"]
    return {**listed, "components": components}


def _component(part: Part) -> dict[str, Any]:
    return {
        "bom-ref": f"npm-{part.name}@{part.version}",
        "name": part.name,
        "purl": f"pkg:npm/{part.name.replace('@', '%40')}@{part.version}",
        "type": "library",
        "version": part.version,
    }


def _with_licence(component: dict[str, Any], part: Part | None) -> dict[str, Any]:
    # Where a part was fetched from is the maker's business; its name and sums say what it is.
    kept = {name: value for name, value in component.items() if name not in {"externalReferences", "description"}}
    hashes = [one for each in component.get("externalReferences", ()) for one in each.get("hashes", ())]
    if hashes:
        kept["properties"] = [{"name": f"sum:{one['alg']}", "value": one["content"]} for one in hashes]
    if part and part.licence:
        plain = part.licence in {"BSD", "Public-Domain"}  # no identifiers of SPDX
        kept["licenses"] = [{"license": {"name": part.licence}} if plain else {"expression": part.licence}]
    return kept


def main() -> None:
    parts = [*packages(ROOT / "locks"), *front_end(ROOT / "assets" / "package-lock.json")]
    listed = json.loads(Path(sys.argv[1]).read_text("utf-8"))
    json.dump(whole(listed, parts), sys.stdout, indent=1, sort_keys=True, ensure_ascii=False)


if __name__ == "__main__":
    main()
