"""What a reader looks for, as the full-text search of a database takes it."""

from collections.abc import Iterable

from vedette.model.sought import Term
from vedette.store.folding import folded
from vedette.store.queries import Dialect

# A word nobody can have written: the index holds no private-use character.
_NOBODYS = "\ue000\ue000"


def sought(dialect: Dialect, terms: Iterable[Term], column: str) -> str:
    """All of them, in the column; in PostgreSQL a column has its own vector."""
    return _for_sqlite(terms, column) if dialect == "sqlite" else _for_postgres(terms)


def _for_sqlite(terms: Iterable[Term], column: str) -> str:
    """FTS5: a space between quoted words is AND; braces name the column for all of them."""
    phrases = [phrase for term in terms if (phrase := _phrase(term))]
    return "{" + column + "} : (" + " ".join(phrases) + ")" if phrases else f'"{_NOBODYS}"'


def _phrase(term: Term) -> str | None:
    words = " ".join("".join(letter if letter.isprintable() else " " for letter in word) for word in term.words)
    if not any(letter.isalnum() for letter in words):
        return None
    return '"' + words.replace('"', " ") + '"' + (" *" if term.open else "")


def _for_postgres(terms: Iterable[Term]) -> str:
    """tsquery: `<->` is the next word, `:*` whatever it goes on with. No folded word holds a quote."""
    found = []
    for term in terms:
        words = [f"'{word}'" for word in folded(" ".join(term.words))]
        if words:
            found.append("(" + " <-> ".join(words) + (":*" if term.open else "") + ")")
    return " & ".join(found) or f"'{_NOBODYS}'"
