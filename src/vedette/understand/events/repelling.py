"""Whose attacks were repelled, and by whom: "A repelled an attack by B", "B's attacks were repelled"."""

from collections.abc import Callable, Iterator, Sequence

from spacy.tokens import Token

from vedette.model.mention import Actor, Role
from vedette.reference.institutions import Institutions
from vedette.understand.clauses import subject
from vedette.understand.events.naming import named_actor
from vedette.understand.passage import Passage

_DONE_TO = frozenset({"dobj", "nsubjpass"})
_OWNING = frozenset({"amod", "compound", "nmod", "poss", "pobj"})

Test = Callable[[Token], bool]


def defenders_and_attackers(
    verb: Token, is_force: Test, passage: Passage, institutions: Institutions
) -> tuple[Actor, ...]:
    """Who repels as actor, who attacked as target, as far as the clause names them."""
    attack = [child for child in verb.children if child.dep_ in _DONE_TO]
    if verb.dep_ in {"acl", "relcl"} and not attack:
        attack = [verb.head]
    own = subject(verb)
    acting = [own] if own is not None and own not in attack and own.pos_ in {"NOUN", "PROPN"} else []
    acting += [each for child in verb.children if child.dep_ == "agent" for each in child.children]
    attacking = _last_of_each([each for whole in attack for each in _owners(whole, is_force) if each not in acting])
    pairs: list[tuple[Token, Role]] = [(each, "actor") for each in acting if is_force(each) or each.ent_type_]
    pairs += [(each, "target") for each in attacking]
    return tuple(named_actor(each, role, passage, institutions) for each, role in pairs)


def _owners(attack: Token, is_force: Test) -> Iterator[Token]:
    """ "Northern attacks", "attacks by northern groups", "the enemy's attack"; or the attackers themselves."""
    for each in attack.subtree:
        by = each.dep_ == "pobj" and each.head.lower_ == "by"
        if by or (is_force(each) and (each == attack or each.dep_ in _OWNING)):
            yield each


def _last_of_each(found: Sequence[Token]) -> list[Token]:
    """ "a northern assault group" is one party: its head."""
    return [each for each in found if not any(each.head == other for other in found)]
