"""What kind of act a statement is, how sure its holder is, and under which condition."""

from collections.abc import Sequence

from spacy.tokens import Token

from vedette.model.statement import Certainty, Kind
from vedette.understand.content import Content, modality_words, read_content, words_of
from vedette.understand.failing import is_denied_noun
from vedette.understand.lexicon import load

_ORDER: tuple[Certainty, ...] = ("unconfirmed", "possible", "probable", "confirmed")

# Acts that the cue settles, whatever the content says.
_SETTLED: dict[str, Kind] = {
    "denial": "denial",
    "admission": "admission",
    "threat": "threat",
    "speculation": "speculation",
    "intent": "intent",
    "call": "call",
}
_UNSAID: dict[str, Certainty] = {
    "report": "unconfirmed",
    "claim": "unconfirmed",
    "admission": "unconfirmed",
    "denial": "unconfirmed",
    "judgement": "denied",
    "prediction": "denied",
}


def certainty_of(tokens: Sequence[Token], act: str, language: str) -> Certainty:
    """The weakest hedge outside conditions and relative clauses decides; a denial is a denial."""
    if act == "denial":
        return "denied"
    found: set[Certainty] = set()
    for token in tokens:
        words = words_of([token], language)
        levels = {level for level in _ORDER if words & modality_words(language, "certainty", level)}
        if not levels or _aside(token, tokens) or _is_ruled_out(token):
            continue
        found |= {"unconfirmed"} if "confirmed" in levels and _is_unproven(token) else levels
    if act == "speculation":
        found.add("possible")
    return next((level for level in _ORDER if level in found), "asserted")


def unsaid_certainty(cue: Token, act: str, language: str = "en") -> Certainty | None:
    """ "could not confirm that" and "no evidence that" leave their content open, "does not believe that" turns it down;
    None for other cues."""
    if cue.lemma_ in load(language, "modality")["evidence"]["nouns"] and cue.pos_ == "NOUN":
        return "unconfirmed" if is_denied_noun(cue) else None
    if cue.pos_ != "VERB" or not any(child.dep_ == "neg" for child in cue.children):
        return None
    return _UNSAID.get(act)


def _is_unproven(token: Token) -> bool:
    """ "could not be verified", "not yet confirmed", "not possible to verify"."""
    above = [token, *([token.head] if token.dep_ in {"xcomp", "acomp", "attr"} else [])]
    above += [each.head for each in above[1:] if each.dep_ in {"acomp", "attr"}]
    return any(child.dep_ == "neg" for each in above for child in each.children)


def _is_ruled_out(token: Token) -> bool:
    """ "could not afford" leaves nothing open, nor does a "potential" that is a thing's, not the clause's."""
    if token.dep_ == "aux" and token.lower_ in {"could", "can"}:
        return any(child.dep_ == "neg" for child in token.head.children)
    if token.lower_ in {"possible", "potential"}:
        return token.pos_ == "NOUN" or (token.dep_ == "amod" and token.head.dep_ == "pobj")
    return False


def _aside(token: Token, tokens: Sequence[Token]) -> bool:
    """Inside a relative clause or a condition, a hedge does not weaken the whole."""
    first, last = tokens[0].i, tokens[-1].i
    for above in (token, *token.ancestors):
        if not first <= above.i <= last:
            return False
        if above.dep_ == "relcl":
            return True
        if above.dep_ == "advcl" and any(child.dep_ == "mark" for child in above.children):
            return True
    return False


def kind_of(
    tokens: Sequence[Token],
    act: str,
    *,
    attributed: bool,
    conditional: bool,
    witness: bool,
    language: str,
    condition: tuple[int, int] | None = None,
) -> Kind:
    """The act of the cue, unless the content itself threatens, asks, calls, predicts or judges.

    `witness` holders (pollsters, agencies, outlets, observers) report where a party claims. Force that stands only in
    the `condition` ("if they retaliate, it would be …") is somebody else's.
    """
    if act in _SETTLED:
        return _SETTLED[act]
    if not tokens:
        return "report" if witness or not attributed else "claim"
    content = read_content(tokens, language)
    own = attributed and not witness
    if act == "warning":
        return _warned(content, conditional=conditional, own=own)
    if own and _threatens(content, _outside(tokens, condition, language), conditional=conditional):
        return "threat"
    if own and content.admits():
        return "admission"
    if act == "question" or tokens[-1].text == "?":
        return "question"
    return _by_content(content, act, attributed=attributed, witness=witness)


def _outside(tokens: Sequence[Token], condition: tuple[int, int] | None, language: str) -> Content:
    start, end = condition or (0, 0)
    return read_content([token for token in tokens if not start <= token.i < end] or tokens, language)


def _threatens(content: Content, outside: Content, *, conditional: bool) -> bool:
    """Force may stand in the condition alone ("if the attacks go on, the republic may act") where a party acts."""
    if outside.threatens(conditional=conditional):
        return True
    return outside.announces() and content.threatens(conditional=conditional)


def _warned(content: Content, *, conditional: bool, own: bool) -> Kind:
    """ "warned against doing", "warned of force if …", "warned that it will"."""
    if content.follows("against"):
        return "call"
    if conditional and (content.forceful or (own and content.massive)):
        return "threat"
    return "prediction" if content.future or content.may_be() or content.can_be() else "claim"


def _by_content(content: Content, act: str, *, attributed: bool, witness: bool) -> Kind:
    own = attributed and not witness
    if content.obliges() or (own and content.asks()):
        return "call"
    if own and content.intends():
        return "intent"
    if act == "prediction" or content.foretells():
        return "prediction"
    if content.may_be():
        return "prediction" if attributed and not content.may_have_been() else "speculation"
    if act == "judgement" or content.evaluates(outlet=not attributed):
        return "judgement"
    if own and content.weighs():
        return "judgement"
    if act == "claim":
        return "claim"
    return "report" if witness or not attributed else "claim"
