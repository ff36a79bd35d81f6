"""Deeds outside the PLOVER categories, where the text leaves open whether they happened."""

from collections.abc import Sequence

from spacy.tokens import Token

from vedette.model.ids import MentionId, content_id
from vedette.model.mention import Deed, Mention
from vedette.understand.factuality_model import read_factuality
from vedette.understand.failing import is_performed
from vedette.understand.lexicon import load
from vedette.understand.passage import Passage

_LEFT_OPEN = 2.4
_SHORTEST_STEM = 3
_AUXILIARY = frozenset({"aux", "auxpass"})
_PREDICATES = frozenset({"ROOT", "acomp", "ccomp", "conj"})


def find_deeds(passage: Passage, mentions: Sequence[Mention], language: str) -> tuple[Deed, ...]:
    """In the order of the text. What is told as fact goes without saying, and mentions have their own value."""
    told = {mention.trigger.start - passage.base for mention in mentions}
    words = load(language, "factuality")["nouns"]
    performing = load(language, "modality")["performing"]
    nouns, endings, others = frozenset(words["words"]), tuple(words["endings"]), frozenset(words["others"])
    found: list[Deed] = []
    for token in passage.doc:
        if token.idx in told or not is_deed(token, nouns, endings, others):
            continue
        value = read_factuality(token)
        if value < _LEFT_OPEN and not _belongs_to_courtesy(token, performing):
            trigger = passage.token_span(token, token)
            named = MentionId(content_id("dee", trigger.document, trigger.start, trigger.end))
            found.append(Deed(id=named, trigger=trigger, factuality=round(value, 2)))
    return tuple(found)


def _belongs_to_courtesy(token: Token, performing: dict[str, list[str]]) -> bool:
    """ "would like to thank them for their work": only the form of words is open."""
    above = (token, *token.ancestors, *token.children)
    return any(is_performed(each, performing) for each in above)


def is_deed(token: Token, nouns: frozenset[str], endings: tuple[str, ...], others: frozenset[str]) -> bool:
    """A verb, what is said to be, or a noun that names what happens."""
    if token.pos_ == "VERB" or (token.pos_ == "AUX" and token.dep_ not in _AUXILIARY):
        return True
    if token.pos_ == "ADJ":
        return token.dep_ in _PREDICATES
    lemma = token.lemma_.lower()
    if token.pos_ != "NOUN" or token.ent_type_ or lemma in others:
        return False
    return lemma in nouns or any(lemma.endswith(e) and len(lemma) - len(e) >= _SHORTEST_STEM for e in endings)
