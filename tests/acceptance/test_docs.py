"""The documentation is executed: its commands run, its tables are complete, its links lead somewhere.

A ```console block is typed and answered: `$ vedette …` runs, `$ cat > FILE <<'END'` and `$ mkdir` make what it needs,
`$ echo $?` gives the exit status of the command before (else 0). Answers are held loosely: `…` stands for anything,
`N` for a number, blank lines and the width of gaps do not count. Commands in ```sh blocks and in the prose are not run,
but must exist.
"""

import json
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, get_args

import click
import pytest
from click.testing import CliRunner

from vedette.cli import main
from vedette.model import mention, statement
from vedette.model.errors import UsageError, VedetteError
from vedette.model.interval import Precision
from vedette.reference.watchfile import parse_watch

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
PAGES = (ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted(DOCS.glob("*.md")))
PATIENCE_S = 300
_FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_VEDETTE = "from vedette.cli import main; main(prog_name='vedette')"


def blocks(page: Path, language: str) -> list[str]:
    return [found[2] for found in _FENCE.finditer(page.read_text("utf-8")) if found[1] == language]


def prose(page: Path) -> str:
    return _FENCE.sub("", page.read_text("utf-8"))


def sections(page: Path, level: str) -> dict[str, str]:
    """What stands under each heading of this level, by the heading without its code marks."""
    parts = re.split(rf"^{level} (.+)$", page.read_text("utf-8"), flags=re.MULTILINE)
    return {title.replace("`", ""): text for title, text in zip(parts[1::2], parts[2::2], strict=True)}


def rows(text: str, *headings: str) -> Iterator[list[str]]:
    """The cells of every table whose first column has one of these headings."""
    for table in re.findall(r"(?:^\|.*\n)+", text, flags=re.MULTILINE):
        lines = [[cell.strip() for cell in row.strip("|").split(" | ")] for row in table.splitlines()]
        if lines[0][0].strip("| ") in headings:
            yield from lines[2:]


def first_cells(text: str, *headings: str) -> set[str]:
    return {word for cells in rows(text, *headings) for word in re.findall(r"`([^`]+)`", cells[0])}


@dataclass(slots=True)
class Step:
    """A typed line with what follows it on the page."""

    command: str
    body: str = ""
    answer: list[str] = field(default_factory=list)
    status: int = 0


def steps(page: Path) -> Iterator[Step]:
    for block in blocks(page, "console"):
        yield from _steps(block)


def _steps(block: str) -> list[Step]:
    found: list[Step] = []
    lines = iter(block.splitlines())
    for line in lines:
        if line == "$ echo $?":
            found[-1].status = int(next(lines))
        elif line.startswith("$ "):
            found.append(Step(line[2:]))
            if line.endswith("<<'END'"):
                found[-1].body = "".join(f"{each}\n" for each in iter(lambda: next(lines), "END"))
        else:
            found[-1].answer.append(line)
    return found


def play(page: Path, folder: Path) -> None:
    """Types the page's console blocks from top to bottom."""
    for step in steps(page):
        match shlex.split(step.command):
            case ["vedette", *arguments]:
                answer = vedette(arguments, step.status, folder)
                hold(step, answer)
            case ["cat", ">", name, "<<END"]:
                (folder / name).write_text(step.body, "utf-8")
            case ["mkdir", name]:
                (folder / name).mkdir()
            case _:
                pytest.fail(f"{page.name}: a console block may not hold: {step.command}")


def vedette(arguments: list[str], status: int, folder: Path) -> str:
    """What a terminal of 100 columns would show: standard output and errors together."""
    done = subprocess.run(
        [sys.executable, "-c", _VEDETTE, *arguments],
        cwd=folder,
        env={**os.environ, "COLUMNS": "100", "PYTHONUTF8": "1"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        timeout=PATIENCE_S,
        check=False,
    )
    assert done.returncode == status, f"vedette {shlex.join(arguments)} ended with {done.returncode}:\n{done.stdout}"
    return done.stdout


def hold(step: Step, answer: str) -> None:
    """Every line shown is there, in order and in a row; after a line `…` anything may come first."""
    left = [" ".join(line.split()) for line in answer.splitlines() if line.strip()]
    leap = False
    for shown in filter(None, (" ".join(line.split()) for line in step.answer)):
        if shown == "…":
            leap = True
            continue
        reach = len(left) if leap else 1
        at = next((at for at, line in enumerate(left[:reach]) if _pattern(shown).fullmatch(line)), None)
        assert at is not None, f"$ {step.command}\nshows no line\n  {shown}\nbut\n{answer}"
        left, leap = left[at + 1 :], False
    assert not left or leap or not step.answer, f"$ {step.command}\nsays more than the page shows:\n{answer}"


def _pattern(shown: str) -> re.Pattern[str]:
    return re.compile(re.sub(r"\bN\b", r"\\d[\\d,.]*", re.escape(shown)).replace("…", ".*"))


def typed() -> list[Path]:
    """All but the tutorial, which looks at the demo war: `test_demo.py` types it."""
    return [page for page in PAGES if blocks(page, "console") and page.stem != "tutorial"]


@pytest.mark.slow
@pytest.mark.parametrize("page", typed(), ids=lambda page: page.stem)
def test_the_page_can_be_typed_off(page: Path, tmp_path: Path) -> None:
    """Every command ends as documented and answers what is shown."""
    play(page, tmp_path)
    if page.stem == "analysis":
        _hold_analysis(page, json.loads((tmp_path / "analysis.jsonl").read_text("utf-8").splitlines()[0]))


def _hold_analysis(page: Path, line: dict[str, Any]) -> None:
    """The fields written and the fields documented are the same, and the example is what came out."""
    _hold_part(json.loads(blocks(page, "json")[0]), line)
    lists = {title.partition(":")[0]: text for title, text in sections(page, "###").items()}
    assert first_cells(sections(page, "##")["The line"].split("\n### ")[0], "field") == set(line)
    assert set(lists) == {name for name, value in line.items() if isinstance(value, list)}
    for name, text in lists.items():
        assert first_cells(text, "field") == set(line[name][0]), name


def _hold_part(part: Any, whole: Any) -> None:
    match part:
        case dict():
            for key, value in part.items():
                _hold_part(value, whole[key])
        case list():
            for value, real in zip(part, whole, strict=False):
                _hold_part(value, real)
        case _:
            assert part == whole


def test_every_value_of_an_analysis_is_documented() -> None:
    """Kinds, certainties, categories, changes, places, times, precisions: the words of the code are on the page."""
    named = set(re.findall(r"`([^`\n]+)`", (DOCS / "analysis.md").read_text("utf-8")))
    for words in (statement.Kind, statement.Certainty, mention.Plover, mention.Change, mention.PlaceKind,
                  mention.TimeType, mention.Role, mention.QuantityChange):  # fmt: skip
        assert set(get_args(words)) <= named
    assert {str(precision) for precision in Precision} <= named


def commands(
    command: click.Command = main, name: str = "vedette"
) -> Iterator[tuple[str, click.Command, click.Context]]:
    """The whole tree."""
    context = click.Context(command, info_name=name)
    yield name, command, context
    if isinstance(command, click.Group):
        for part in command.list_commands(context):
            found = command.get_command(context, part)
            assert found is not None
            yield from commands(found, f"{name} {part}")


def test_every_command_and_option_is_documented_and_no_other() -> None:
    """Section by section, with the usage line, all names of each option, defaults and choices."""
    told = sections(DOCS / "commands.md", "##")
    tree = {name: (command, context) for name, command, context in commands()}
    assert {title for title in told if title.startswith("vedette")} == set(tree)
    for name, (command, context) in tree.items():
        usage = " ".join([name, *command.collect_usage_pieces(context)])
        assert f"```text\n{usage}\n```" in told[name], name
        _hold_options(name, command, told[name])


def _hold_options(name: str, command: click.Command, text: str) -> None:
    options = [each for each in command.params if isinstance(each, click.Option)]
    documented = {" ".join(re.findall(r"`([^`]+)`", cells[0])): " ".join(cells) for cells in rows(text, "option")}
    words = {word for cell in documented for word in re.findall(r"--?[a-z][a-z-]*", cell)}
    assert words == {word for option in options for word in option.opts} - {"--help"}, name
    for option in options:
        row = next((row for row in documented.values() if f"`{option.opts[0]}" in row), "")
        choices = option.type.choices if isinstance(option.type, click.Choice) else ()
        shown = [option.default] if option.show_default else []
        for value in (*choices, *shown):
            assert str(value) in row, f"{name} {option.opts[0]}: {value} is not told"


def test_every_exit_status_is_documented() -> None:
    """Those of the errors that Vedette raises, those that `vedette --help` names, and no other."""
    shared = sections(DOCS / "commands.md", "##")["What all commands share"]
    told = {int(cells[0].strip("| ")) for cells in rows(shared, "exit status")}
    raised = {kind.exit_code for kind in VedetteError.__subclasses__()}
    named = {int(found) for found in re.findall(r"[:,] (\d+) ", " ".join((main.help or "").split()))}
    assert raised <= named
    assert told == named | {1}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_commands_that_are_only_named_exist(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In ```sh blocks and in the prose: the command is there and takes these options."""
    monkeypatch.chdir(tmp_path)
    typed = [line for block in blocks(page, "sh") for line in block.splitlines()]
    for line in (*typed, *re.findall(r"`(vedette [^`\n]+)`", prose(page))):
        words = shlex.split(line, comments=True)
        if words[:1] == ["vedette"]:
            result = CliRunner().invoke(main, [*words[1:], "--help"])
            assert result.exit_code == 0, f"{line}\n{result.output}"


def _accepted(text: str) -> set[str]:
    """The keys of a table, by what the reader says of a key that it does not know."""
    with pytest.raises(UsageError) as refused:
        parse_watch(f'name = "x"\n{text}\nno_such_key = 1\n')
    return set(str(refused.value).partition("known are ")[2].split(", "))


def test_every_key_of_the_watch_file_is_documented_and_no_other() -> None:
    """Table by table; the example on the page uses every key and is accepted."""
    told = sections(DOCS / "watch.md", "##")
    example = blocks(DOCS / "watch.md", "toml")[0]
    assert parse_watch(example).sides
    for title, opening in {"The top of the file": "", "[[side]]": "[[side]]", "[[source]]": "[[source]]",
                           "[policy]": "[policy]", "[media]": "[media]", "[[alert]]": "[[alert]]",
                           "[mail]": "[mail]", "[evidence]": "[evidence]",
                           "[[collect]]": "[[collect]]"}.items():  # fmt: skip
        known = _accepted(opening)
        assert first_cells(told[title], "key") == known, title
        assert all(re.search(rf"^(?:{key} =|\[+{key}\])", example, re.MULTILINE) for key in known), title


def _anchors(page: Path) -> set[str]:
    """As the usual hosts make them: lower case, no punctuation, hyphens for spaces."""
    titles = re.findall(r"^#+ (.+)$", _FENCE.sub("", page.read_text("utf-8")), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


def _links(page: Path) -> list[str]:
    return re.findall(r"\]\(([^)\s]+)\)", prose(page))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_links_lead_somewhere(page: Path) -> None:
    """To a file that is there, and to a heading that it has."""
    for link in _links(page):
        if link.startswith(("https://", "http://")):
            continue
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        assert target.is_relative_to(ROOT), link
        assert target.exists(), f"{page.name} links to {link}, which is not there"
        assert not anchor or anchor in _anchors(target), f"{page.name} links to {link}: no such heading"


def test_every_page_is_linked() -> None:
    """From the README or from another page."""
    linked = {(page.parent / link.partition("#")[0]).resolve() for page in PAGES for link in _links(page)}
    assert set(DOCS.glob("*.md")) <= linked
