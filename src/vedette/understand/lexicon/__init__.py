"""What a language knows, as data: one folder a language, one TOML file a subject."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def load(language: str, name: str) -> dict[str, Any]:
    """The table of `lexicon/{language}/{name}.toml`, shared between callers: read it, never change it.

    Raises `KeyError` where the language has no such file.
    """
    if not (language.isalnum() and name.replace("_", "").isalnum()):
        raise KeyError(f"{language}/{name}")
    resource = files(__name__).joinpath(language, f"{name}.toml")
    if not resource.is_file():
        raise KeyError(f"{language}/{name}")
    return tomllib.loads(resource.read_text(encoding="utf-8"))


def knows(language: str, name: str) -> bool:
    """Whether the language has that file."""
    try:
        load(language, name)
    except KeyError:
        return False
    return True
