"""What `import vedette` gives, and the facts it is made of: docstrings, drawn by mkdocstrings."""

from manual.tables import NOTE

_PARTS = {
    "The workspace": ("vedette.war",),
    "Questions": ("vedette.model.query", "vedette.ports.View"),
    "Facts": (
        "vedette.model.document", "vedette.model.statement", "vedette.model.mention", "vedette.model.event",
        "vedette.model.observation", "vedette.model.link", "vedette.model.correction", "vedette.model.record",
        "vedette.model.series", "vedette.model.state",
    ),
    "Time, place in the text, words": ("vedette.model.interval", "vedette.model.span"),
    "The watch": ("vedette.model.watch", "vedette.model.source"),
    "Errors": ("vedette.model.errors",),
}  # fmt: skip


def page() -> str:
    head = f"# Python\n\n{NOTE} With examples that a test runs: [from Python](../python.md).\n"
    return "\n".join([head, *(_part(title, names) for title, names in _PARTS.items())])


def _part(title: str, names: tuple[str, ...]) -> str:
    return f"\n## {title}\n\n" + "\n".join(f"::: {name}\n" for name in names)
