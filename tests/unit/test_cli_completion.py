"""Shells complete commands, choices and options."""

from click.shell_completion import ShellComplete

from vedette.cli import main


def completed(*words: str) -> set[str]:
    *before, last = words
    return {one.value for one in ShellComplete(main, {}, "vedette", "_VEDETTE_COMPLETE").get_completions(before, last)}


def test_commands_choices_and_options() -> None:
    """From what the commands themselves say."""
    assert completed("ex") == {"explain", "export"}
    assert "statements" in completed("export", "war", "")
    assert completed("export", "war", "events", "--format", "uc") == {"ucdp"}
    assert "--output" in completed("export", "--")
