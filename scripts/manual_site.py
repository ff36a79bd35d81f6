"""Hooks of MkDocs: pages from outside docs/, the reference made from the code, links and anchors as GitHub has them."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from manual import commands, exits, python, rest, settings
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

ROOT = Path(__file__).resolve().parent.parent
ELSEWHERE = {
    "README.md": "index.md",
    "CONTRIBUTING.md": "contributing.md",
    "CHANGELOG.md": "changelog.md",
    "bench/README.md": "bench.md",
}
"""Pages of the repository outside docs/, by their name in the manual."""
REFERENCE: dict[str, Callable[[], str]] = {
    "reference/commands.md": commands.page,
    "reference/settings.md": settings.page,
    "reference/exits.md": exits.page,
    "reference/python.md": python.page,
    "reference/rest.md": rest.page,
}
_ONLY_HERE = "default-src 'self' 'unsafe-inline' data: blob:"
"""Said to the browser on every page: whatever a theme of tomorrow brings along, no other host is asked."""
_LINK = re.compile(r"(?<!!)\[([^\]]*)\]\(([^)\s]+)\)")
_FENCE = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    config.mdx_configs["toc"] = {**config.mdx_configs.get("toc", {}), "slugify": slug}
    return config


def slug(title: str, separator: str) -> str:
    """As GitHub makes anchors, so that one link serves both."""
    return re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", separator)


def on_files(files: Files, config: MkDocsConfig) -> Files:
    for origin, name in ELSEWHERE.items():
        text = (ROOT / origin).read_text("utf-8")
        files.append(File.generated(config, name, content=relinked(text, (ROOT / origin).parent)))
    for name, made in REFERENCE.items():
        files.append(File.generated(config, name, content=made()))
    return files


def on_page_markdown(markdown: str, page: Any, config: MkDocsConfig, files: Files) -> str:
    """Only what is a page of docs/ itself: the others are relinked as they are read."""
    source = page.file.abs_src_path
    return relinked(markdown, Path(source).parent) if source else markdown


def on_post_page(output: str, page: Any, config: MkDocsConfig) -> str:
    return output.replace("<head>", f'<head><meta http-equiv="Content-Security-Policy" content="{_ONLY_HERE}">', 1)


def on_post_template(output_content: str, template_name: str, config: MkDocsConfig) -> str:
    return on_post_page(output_content, None, config)


def on_post_build(config: MkDocsConfig) -> None:
    """The theme's script would fetch what diagrams and very old browsers need; here are neither."""
    for script in Path(config.site_dir, "assets", "javascripts").glob("bundle*.js"):
        script.write_text(script.read_text("utf-8").replace("https://unpkg.com/", "none/"), "utf-8")
    for traces in Path(config.site_dir).rglob("*.map"):
        traces.unlink()


def relinked(text: str, folder: Path) -> str:
    """Links of a page in `folder` as the manual needs them; code in fences stays as it is."""
    pieces, at = [], 0
    for fence in _FENCE.finditer(text):
        pieces += [_relink(text[at : fence.start()], folder), fence[0]]
        at = fence.end()
    return "".join([*pieces, _relink(text[at:], folder)])


def _relink(text: str, folder: Path) -> str:
    return _LINK.sub(lambda found: _link(found[0], found[1], found[2], folder), text)


def _link(whole: str, shown: str, target: str, folder: Path) -> str:
    path, _, anchor = target.partition("#")
    if not path or "://" in path or path.startswith("mailto:"):
        return whole
    found = (folder / path).resolve()
    name = _name(found)
    # Code and data have no page here: their words stay, the link goes.
    return shown if name is None else f"[{shown}]({name}{'#' + anchor if anchor else ''})"


def _name(found: Path) -> str | None:
    if not found.is_relative_to(ROOT):
        return None
    inside = found.relative_to(ROOT).as_posix()
    if inside in ELSEWHERE:
        return ELSEWHERE[inside]
    return inside.removeprefix("docs/") if inside.startswith("docs/") and found.is_file() else None
