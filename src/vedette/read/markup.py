"""HTML as plain text, with its paragraphs."""

import re
from dataclasses import dataclass
from typing import Any

from lxml import etree, html

from vedette.read.clean import clean

_BLOCK_NAMES = (
    "address article aside blockquote body caption dd details div dl dt fieldset figcaption figure footer h1 h2 h3 h4 "
    "h5 h6 header hr legend li main ol p pre section summary table tbody td tfoot th thead tr ul"
)
_SILENT_NAMES = (
    "audio button canvas embed head iframe math nav noscript object option script select style svg template textarea "
    "title video"
)
_BLOCKS, _SILENT = frozenset(_BLOCK_NAMES.split()), frozenset(_SILENT_NAMES.split())
_SPACE = re.compile(r"[ \t\n\r\f]+")
_AROUND_BREAK = re.compile(r"(?<! ) *\n *")


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsed:
    """`cut` where markup is nested deeper than 256 elements: the parser stops there, and what follows is lost."""

    tree: Any
    cut: bool


def parse(markup: str) -> Parsed | None:
    """None where there is no element. Without comments: walking over very many takes time with their square."""
    parser = html.HTMLParser(encoding="utf-8", no_network=True, remove_pis=True, remove_comments=True, huge_tree=False)
    try:
        tree = html.document_fromstring(markup.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError):
        return None
    return Parsed(tree=tree, cut=any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log))


def fragment_text(markup: str) -> str:
    """The text of a piece of HTML, such as a feed's description; plain text passes through."""
    parsed = parse(markup) if markup.strip() else None
    return tree_text(parsed.tree) if parsed else ""


def tree_text(tree: Any) -> str:
    """Blocks are set apart by an empty line. Walks without recursion, for markup may be nested at will."""
    parts: list[str] = []
    walker = etree.iterwalk(tree, events=("start", "end", "comment", "pi"))
    for event, node in walker:
        name = _local_name(node)
        if event == "start":
            if name in _SILENT:
                walker.skip_subtree()
                continue
            parts.append(_break(name) + _flow(node.text))
        else:
            parts.append(("" if name == "br" else _break(name)) + (_flow(node.tail) if node is not tree else ""))
    return clean(_AROUND_BREAK.sub("\n", "".join(parts)))


def _local_name(node: Any) -> str:
    return node.tag.rpartition("}")[2].lower() if isinstance(node.tag, str) else ""


def _break(name: str) -> str:
    return "\n\n" if name in _BLOCKS else "\n" if name == "br" else ""


def _flow(text: str | None) -> str:
    return _SPACE.sub(" ", text or "")
