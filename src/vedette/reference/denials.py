"""How the words of a denial are shown: on their own they say the opposite of what their speaker says."""

from vedette.model.statement import Statement


def is_denied(statement: Statement) -> bool:
    """Its content is what the speaker says is not so."""
    return statement.kind == "denial" or statement.certainty == "denied"


def denial_before(statement: Statement, text: str) -> str | None:
    """What must stand before the content of a denial, "denied that" or the like; None for every other statement.

    `text` is that of the whole document.
    """
    if not is_denied(statement):
        return None
    if statement.kind != "denial":
        return "turned down:"
    clause = text[: statement.content.start].rstrip().casefold().endswith(" that")
    return "denied that" if clause else "denied:"
