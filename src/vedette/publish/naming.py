"""How those who tell something are called in a sentence: by name; whose name nobody knows, with who quotes him."""

from collections.abc import Sequence

from vedette.model.event import Account
from vedette.publish.material import Material
from vedette.reference.english import join
from vedette.reference.naming import is_name, speaker

MOST_NAMES = 3

_CITED_BY = " cited by "


def naming(accounts: Sequence[Account], material: Material) -> str:
    """One name a family of descent, three at most; who quotes them where one alone is told."""
    families: dict[int, list[Account]] = {}
    for account in accounts:
        families.setdefault(account.family, []).append(account)
    if not families:
        return ""
    names = list(dict.fromkeys(name_of(family, material) for family in families.values()))
    if len(families) == 1:
        return names[0] + _quoted_by(next(iter(families.values())), names[0], material)
    shown = names[:MOST_NAMES]
    more = len(names) - len(shown)
    return join([*shown, f"{more} more {'source' if more == 1 else 'sources'}"]) if more else join(shown)


def name_of(family: Sequence[Account], material: Material) -> str:
    """A source that speaks for itself by its own name, else the fullest name given to the speaker."""
    own = next((account for account in family if account.speaker is None), None)
    if own is not None:
        return speaker(material.source_name(own.source))
    name = max((account.speaker or "" for account in family), key=lambda name: (len(name), name))
    if is_name(name):
        return speaker(name)
    # "Officials" name nobody: whose officials they are, and who quotes them, must be told with them.
    return f"{speaker(name)}{_CITED_BY}{speaker(material.source_name(family[0].source))}"


def _quoted_by(family: Sequence[Account], name: str, material: Material) -> str:
    if any(account.speaker is None for account in family) or _CITED_BY in name:
        return ""
    outlets = list(dict.fromkeys(material.source_name(account.source) for account in family))
    others = [outlet for outlet in outlets if outlet.casefold() not in name.casefold()]
    if not others or len(others) < len(outlets):
        return ""
    shown = others if len(others) <= MOST_NAMES else [*others[:MOST_NAMES], "others"]
    return f", quoted by {join([speaker(outlet) for outlet in shown])},"
