"""Every error that a user may meet names the next step, or what would be taken in its place."""

import ast
import re
from functools import cache
from pathlib import Path

_SRC = Path(__file__).parents[2] / "src" / "vedette"
_ERRORS = {
    "UsageError", "WorkspaceError", "BusyError", "FullError", "CaptureError", "AnswerError", "ReadError",
    "IntegrityError", "DeliveryError", "BadParameterError", "BadParameter",
}  # fmt: skip
# After a semicolon or a colon stands what to do; else the sentence says what is taken.
_STEP = re.compile(
    r"[;:?] *\S|\b(?:say|set|must|needs?|takes?|wants|give|name|write|one of|as in|at most|at least|from|only)\b"
)
# What it is about stands before the first colon.
_PLACE = re.compile(r"^[^ ]*…[^ ]*: ")
_TOLD_BY_THE_FRAME = {
    "evidence/authority.py": "`vedette stamp` says that it asks again, `vedette verify` which file it is of",
    "evidence/calendar.py": "`vedette stamp` says that it asks again, `vedette verify` which file it is of",
    "evidence/bag.py": "`vedette verify` ends with what to do",
    "evidence/restore.py": "begins with CUT, which says to take another copy",
    "evidence/age.py": "likewise",
    "observe/provenance.py": "`vedette failures` adds what to do",
    "observe/media/decode.py": "one line of many: the rest goes on, and the command says how many were left out",
    "observe/media/packed.py": "of what is kept beside footage, which is looked at anew",
    "web/": "the page that the form or address is of stands around it",
}
"""Files whose short lines are part of a longer one."""


@cache
def messages() -> list[tuple[str, int, str]]:
    """Every text that is given to an error, with `…` for what is filled in."""
    found = []
    for path in sorted(_SRC.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and node.args:
                name = getattr(node.func, "id", getattr(node.func, "attr", ""))
                text = _text(node.args[0]) if name in _ERRORS else ""
                if text:
                    found.append((path.relative_to(_SRC).as_posix(), node.lineno, text))
    return found


def _text(node: ast.expr) -> str:
    """Empty for what is made elsewhere."""
    match node:
        case ast.Constant(value=str() as value):
            return value
        case ast.JoinedStr(values=values):
            text = "".join(str(one.value) if isinstance(one, ast.Constant) else "…" for one in values)
            # What ends with something filled in may say it there.
            return "" if text.endswith("…") or re.fullmatch(r"[… ():.]*", text) else text
        case _:
            return ""


def test_every_error_names_the_next_step() -> None:
    """A new one without fails here: say what to do after a semicolon or a colon."""
    told = messages()
    assert len(told) > 400
    lacking = [
        f"{path}:{line}: {text}"
        for path, line, text in told
        if not _STEP.search(_PLACE.sub("", text)) and not path.startswith(tuple(_TOLD_BY_THE_FRAME))
    ]
    assert not lacking, "\n".join(lacking)


def test_every_error_is_one_line_without_an_end() -> None:
    """As a terminal shows them behind `vedette: `; a sentence on a page may end as one."""
    for path, line, text in messages():
        assert "\n" not in text, (path, line)
        assert path.startswith(("web/", "publish/by_machine")) or not text.endswith("."), (path, line, text)
