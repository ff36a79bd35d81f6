"""What carried the words: "wrote on Telegram", "told CNN", "in an interview with …", "X's Telegram channel"."""

from dataclasses import dataclass
from functools import cache

from spacy.tokens import Token

from vedette.understand.attribution.phrases import quoting_verb
from vedette.understand.clauses import subject
from vedette.understand.lexicon import load
from vedette.understand.passage import noun_phrase

_CARRYING = frozenset({"on", "to", "with", "in", "via", "through", "by"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """Token indices of the words that name it, end exclusive."""

    name: str
    start: int
    end: int


@cache
def _platforms(language: str) -> dict[str, str]:
    return dict(load(language, "channels")["platforms"])


@cache
def _words(language: str) -> dict[str, frozenset[str]]:
    table = load(language, "channels")
    return {
        "possessed": frozenset(table["nouns"]["possessed"]),
        "carriers": frozenset(table["nouns"]["carriers"]),
        "occasions": frozenset(table["nouns"]["occasions"]),
        "outlet_words": frozenset(table["outlets"]["words"]),
        "outlet_names": frozenset(table["outlets"]["names"]),
    }


def owner_of_channel(head: Token, language: str) -> tuple[Token, Channel | None] | None:
    """For "the ministry's Telegram channel": the ministry, and Telegram."""
    if head.lower_ not in _words(language)["possessed"]:
        return None
    owner = next((child for child in head.children if child.dep_ == "poss"), None)
    if owner is None:
        return None
    return owner, next((_platform(child, language) for child in head.children if _platform(child, language)), None)


def channel_of(cue: Token, holder: Token | None, language: str) -> Channel | None:
    """The channel or outlet named in the clause of a cue, or beside its holder."""
    quoting = quoting_verb(cue)
    if quoting is not None and (outlet := _quoting_outlet(quoting)) is not None:
        return _channel(outlet)
    for child in cue.children:
        if child.dep_ in {"dobj", "dative"} and cue.lemma_ in {"tell", "inform"} and is_outlet(child, language):
            return _channel(child)
        if child.dep_ in {"prep", "dative", "agent"} and child.lower_ in _CARRYING:
            found = _below(child, language, depth=3)
            if found is not None:
                return found
    if _goes_on_to(cue) or (cue.dep_ == "conj" and cue.head.pos_ == "VERB"):
        return channel_of(cue.head, None, language)
    return _platform_nearby(cue, language) or _beside(holder, language)


def _quoting_outlet(quoting: Token) -> Token | None:
    """Who quotes; nobody where another has named him ("it quoted …")."""
    passive = any(child.dep_ == "nsubjpass" for child in quoting.children)
    outlet = subject(quoting) if not passive or _has_agent(quoting) else None
    return outlet if outlet is not None and outlet.pos_ in {"NOUN", "PROPN"} else None


def _has_agent(verb: Token) -> bool:
    return any(child.dep_ == "agent" for child in verb.children)


def is_outlet(token: Token, language: str) -> bool:
    start, end = noun_phrase(token, apposition=False)
    name = str(token.doc[start:end].text).lower().removeprefix("the ")
    words = name.split()
    known = _words(language)
    if (
        not words
        or token.pos_ not in {"PROPN", "NOUN"}
        or not any(each.isupper() or each.istitle() for each in token.doc[start:end].text.split())
    ):
        return False
    return (
        name in known["outlet_names"]
        or words[0] in known["outlet_names"]
        or bool(known["outlet_words"] & {words[-1], words[0]})
    )


def _goes_on_to(cue: Token) -> bool:
    """ "went on X to call on …": the channel hangs on the verb above."""
    return (
        cue.dep_ in {"advcl", "xcomp", "conj"} and cue.head.pos_ == "VERB" and cue.head.lemma_ in {"go", "take", "turn"}
    )


def _below(prep: Token, language: str, depth: int) -> Channel | None:
    known = _words(language)
    for child in prep.children:
        if child.dep_ not in {"pobj", "pcomp"}:
            continue
        platform = _platform(child, language)
        if platform is not None:
            return platform
        if is_outlet(child, language) and prep.lower_ != "in":
            return _channel(child)
        if depth and child.lower_ in known["occasions"] | known["carriers"]:
            for part in child.children:
                platform = _platform(part, language)
                if platform is not None:
                    return platform
                if part.dep_ == "poss" and is_outlet(part, language):
                    return _channel(part)
                if part.dep_ == "prep" and (found := _below(part, language, depth - 1)):
                    return found
    return None


def _platform(token: Token, language: str) -> Channel | None:
    if token.pos_ not in {"PROPN", "NOUN", "X"} or not token.text[:1].isupper():
        return None
    name = _platforms(language).get(token.lower_)
    return Channel(name=name, start=token.i, end=token.i + 1) if name else None


def _platform_nearby(cue: Token, language: str) -> Channel | None:
    """A platform that the parser hung elsewhere: "on" or "to" and its name within six words after the cue."""
    doc = cue.doc
    for index in range(cue.i + 1, min(cue.i + 7, len(doc) - 1)):
        if doc[index].is_sent_start:
            return None
        if doc[index].lower_ in {"on", "via"} and (found := _platform(doc[index + 1], language)):
            return found
    return None


def _beside(holder: Token | None, language: str) -> Channel | None:
    """ "Military Summary, a YouTube channel": apposition names the platform."""
    if holder is None:
        return None
    for child in holder.children:
        if child.dep_ == "appos" and child.lower_ in _words(language)["carriers"]:
            return next((found for part in child.children if (found := _platform(part, language))), None)
    return None


def _channel(token: Token) -> Channel:
    start, end = noun_phrase(token, apposition=False)
    doc = token.doc
    while start < end - 1 and doc[start].lower_ in {"the", "a", "an"}:
        start += 1
    return Channel(name=str(doc[start:end].text).removesuffix("’s").removesuffix("'s"), start=start, end=end)
