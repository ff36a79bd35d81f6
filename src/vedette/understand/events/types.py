"""Which category of event a word tells, if any: the lexicon's rows, and the tests that common words must pass."""

from collections.abc import Iterator

from spacy.tokens import Token

from vedette.understand.clauses import subject
from vedette.understand.events.actors import is_party
from vedette.understand.events.arguments import arguments, direct, objects
from vedette.understand.events.words import EventType, EventWords

_PLACE_LABELS = frozenset({"GPE", "LOC", "FAC"})
_PARTICLES = frozenset({"prt", "prep", "advmod", "acomp", "agent", "dative"})
_PARTIAL = frozenset(
    {"part", "half", "control", "north", "south", "east", "west", "centre", "center", "ground", "land"}
)
_SETTLEMENTS = frozenset({"village", "town", "settlement", "city", "hamlet"})
_HARMFUL = frozenset({"ASSAULT", "COERCE", "SANCTION"})


class Typist:
    """Asks the lexicon about one token after the other of a passage."""

    def __init__(self, words: EventWords, place_tokens: frozenset[int]) -> None:
        self._words = words
        self._places = place_tokens

    def type_of(self, token: Token) -> EventType | None:
        """None for words that tell no event."""
        if token.pos_ == "VERB" and token.dep_ not in {"amod", "compound"}:
            return self._verb(token)
        if token.pos_ == "NOUN" and token.dep_ not in {"compound", "nmod"}:
            return self._noun(token)
        if token.pos_ == "ADJ" and token.dep_ == "acomp":
            return self._first(token, self._words.adjectives.get(token.lemma_.lower(), ()))
        return None

    def _noun(self, token: Token) -> EventType | None:
        """With the word before it first ("hunger strike"), then alone."""
        lemma = _noun_lemma(token)
        joined = f"{token.nbor(-1).lower_} {lemma}" if token.i else lemma
        return self._first(token, self._words.nouns.get(joined) or self._words.nouns.get(lemma, ()))

    def _verb(self, token: Token) -> EventType | None:
        """With its particle first, then alone."""
        lemma = token.lemma_.lower()
        for child in token.children:
            if child.dep_ in _PARTICLES and child.lower_ in self._words.particles and not _is_dated(child):
                found = self._first(token, self._words.verbs.get(f"{lemma} {child.lower_}", ()))
                if found is not None:
                    return found
        return self._first(token, self._words.verbs.get(lemma, ()))

    def _first(self, token: Token, options: tuple[EventType, ...]) -> EventType | None:
        return next((option for option in options if self._passes(token, option)), None)

    def _passes(self, token: Token, option: EventType) -> bool:
        if option.objects and not any(each.lemma_.lower() in option.objects for each in objects(token)):
            return False
        match option.needs:
            case None:
                return True
            case "place":
                return self._acts_on_place(token)
            case "object":
                return self._takes_place(token)
            case "target":
                return self._is_hit(token)
            case "withdrawal":
                return self._is_withdrawal(token)
            case "away":
                return self._is_driven_away(token)
            case "entering":
                return self._takes_place(token) and self._may_enter(token)
            case "visiting":
                acting = subject(token)
                return acting is not None and acting.ent_type_ == "PERSON" and self._acts_on_place(token)
            case "claiming":
                return any(
                    each.tag_ == "NN" and each.lemma_ in _SETTLEMENTS and each.i > token.i for each in direct(token)
                )
            case "for":
                return any(c.dep_ == "prep" and c.lower_ == "for" and self._led_to_place(c) for c in token.children)
            case "doing":
                return token.pos_ == "NOUN" or any(c.dep_ in {"xcomp", "ccomp", "dobj", "prep"} for c in token.children)
            case other:
                return self._passes_more(token, other)

    def _passes_more(self, token: Token, need: str) -> bool:
        match need:
            case "people":
                return self._acts_on(token, "people") or any(is_party(each, self._words) for each in objects(token))
            case "aid":
                return self._acts_on(token, "aid") or (
                    token.lemma_.lower() in {"train", "assist", "help", "rescue", "aid", "arm", "equip", "shelter"}
                    and any(is_party(each, self._words) for each in direct(token))
                )
            case "peacekeeping":
                return any(each.lemma_.lower() in self._words.arguments["peace"] for each in token.subtree)
            case "joint" | "military":
                return self._is_modified(token, need)
            case "joint-object":
                return any(self._is_modified(each, "joint") for each in objects(token)) or bool(_joined(token))
            case "work" | "protest" | "no-work":
                return self._is_strike(token) == (need != "no-work") if token.lemma_ == "strike" else True
            case "harm":
                return self._governs_harm(token)
            case "obliging":
                return self._obliges(token)
            case "charging":
                return self._charges(token)
            case "to":
                return self._is_given_back(token)
            case "verbal":
                return not self._acts_on_place(token)
            case "consult":
                return token.pos_ == "NOUN" or self._is_meeting(token)
            case "calling":
                return self._is_call(token)
            case other:
                return self._acts_on(token, other)

    def _is_hit(self, token: Token) -> bool:
        """Places, people and arms are hit, and weapons hit; a tone is struck."""
        acted_on = list(direct(token))
        if acted_on and all(each.pos_ == "NOUN" for each in acted_on) and self.instrument(token) is None:
            struck = {each.lemma_.lower() for each in acted_on}
            known = frozenset[str]().union(*(self._words.arguments[group] for group in ("place", "people", "arms")))
            passive = any(child.dep_ == "nsubjpass" for child in token.children)
            return bool(struck & (known | self._words.parties)) or (passive and self._acts_on_place(token))
        return (
            self._acts_on_place(token) or self._acts_on(token, "people", "arms") or self.instrument(token) is not None
        )

    # tests ----------------------------------------------------------------------------------------------------------

    def _acts_on(self, token: Token, *groups: str) -> bool:
        wanted = frozenset[str]().union(*(self._words.arguments[group] for group in groups))
        return any(each.lemma_.lower() in wanted for each in arguments(token))

    def _is_place(self, token: Token) -> bool:
        return token.ent_type_ in _PLACE_LABELS or token.i in self._places

    def _may_enter(self, token: Token) -> bool:
        """Forces enter a town; so does a woman who comes home, but that is no advance."""
        acting = subject(token)
        if acting is None or acting.pos_ not in {"NOUN", "PRON"} or acting.lower_ in {"they", "we"}:
            return True
        whole = acting.head.head if acting.tag_ == "WP" and acting.head.dep_ == "relcl" else acting
        civil = self._words.parties | self._words.arguments["people"]
        return whole.lemma_.lower() in self._words.leavers | self._words.arguments["arms"] or (
            whole.pos_ == "NOUN" and whole.lemma_.lower() not in civil
        )

    def _led_to_place(self, preposition: Token) -> bool:
        return any(self._is_place(each) for each in preposition.children)

    def _acts_on_place(self, token: Token) -> bool:
        around = list(arguments(token))
        if any(self._is_place(each) for each in around):
            return True
        return any(each.lemma_.lower() in self._words.arguments["place"] for each in around)

    def _takes_place(self, token: Token) -> bool:
        """The direct object (or the subject of a passive) is a place, a settlement, or a part of one; "take part" and
        "take out" take no place."""
        if any(c.dep_ == "prt" and c.lower_ not in {"over", "back"} for c in token.children):
            return False
        if token.dep_ == "acl" and token.lemma_ == "control":
            return False
        own = [subject(token)] if token.lemma_ in self._words.undergone else list(direct(token))
        return any(each is not None and self._is_ground(each) for each in own)

    def _is_ground(self, token: Token) -> bool:
        if self._is_place(token):
            return True
        if token.lemma_.lower() in _PARTIAL:
            return any(self._is_place(b) or b.lemma_.lower() in self._words.arguments["place"] for b in _below(token))
        return token.lemma_.lower() in self._words.arguments["place"]

    def _is_withdrawal(self, token: Token) -> bool:
        if token.pos_ == "NOUN":
            return True
        actors = [child for child in token.children if child.dep_ in {"nsubj", "nsubjpass", "dobj"}]
        leaving = any(self._may_leave(each) for each in actors)
        if token.lemma_ == "lose":
            return any(self._is_ground(each) for each in direct(token))
        if token.lemma_ in {"leave", "pull", "abandon", "evacuate"}:
            return leaving and (self._acts_on_place(token) or token.lemma_ == "pull")
        return leaving or self._acts_on_place(token)

    def _is_driven_away(self, token: Token) -> bool:
        """Forces are driven "out of" or "back"."""
        if not any(child.lower_ in self._words.away for child in token.children):
            return False
        driven = [child for child in token.children if child.dep_ in {"nsubjpass", "dobj"}]
        return any(self._may_leave(each) for each in driven)

    def _may_leave(self, token: Token) -> bool:
        return token.lemma_.lower() in self._words.leavers or token.ent_type_ in {"NORP", "ORG", "GPE"}

    def _is_given_back(self, token: Token) -> bool:
        """ "returned the statue to Peru": something, to somebody."""
        acted_on = list(direct(token))
        given = [child for child in token.subtree if child.dep_ in {"prep", "dative"} and child.lower_ == "to"]
        return bool(acted_on) and any(is_party(each, self._words) for to in given for each in to.children)

    def _is_modified(self, token: Token, group: str) -> bool:
        return any(child.lower_ in self._words.arguments[group] for child in token.children)

    def _is_strike(self, token: Token) -> bool:
        """Work is stopped; a "strike on" something is none."""
        if token.pos_ == "VERB":
            return not list(direct(token)) and self.instrument(token) is None
        behind = {child.lower_ for child in token.children if child.dep_ == "prep"}
        if self._is_modified(token, "work"):
            return not behind & {"on", "against"}
        return token.head.lower_ == "on" and token.head.head.lemma_ in {"go", "be"}

    def _governs_harm(self, token: Token) -> bool:
        if token.lemma_ == "threaten":
            return True
        for deed in (child for child in token.children if child.dep_ in {"xcomp", "ccomp"}):
            options = self._words.verbs.get(deed.lemma_.lower(), ())
            if deed.lemma_ in self._words.arguments["hurtful"] or any(o.plover in _HARMFUL for o in options[:1]):
                return not any(child.dep_ == "neg" for child in deed.children)
        return False

    def _obliges(self, token: Token) -> bool:
        """ "said that the rebels must leave"."""
        for deed in (child for child in token.children if child.dep_ == "ccomp"):
            modal = any(c.dep_ == "aux" and c.lower_ in self._words.arguments["oblige"] for c in deed.children)
            modal = modal or deed.lemma_ == "need"
            whom = subject(deed)
            if modal and whom is not None and is_party(whom, self._words):
                return True
        return False

    def _charges(self, token: Token) -> bool:
        blamed = any(each.lemma_.lower() in self._words.arguments["blame"] for each in token.subtree)
        if token.lemma_ == "hold":
            return blamed
        return any(is_party(each, self._words) for each in direct(token))

    def _is_meeting(self, token: Token) -> bool:
        """People meet people; demands are met."""
        acting = subject(token)
        if acting is None or not (is_party(acting, self._words) or acting.pos_ == "PRON"):
            return False
        acted_on = list(direct(token))
        if token.lemma_ in {"meet", "visit", "host", "brief"} and acted_on:
            return any(is_party(each, self._words) or self._is_place(each) for each in acted_on)
        return True

    def _is_call(self, token: Token) -> bool:
        """A telephone call: somebody is called, and called nothing."""
        if any(child.dep_ in {"oprd", "ccomp", "attr", "xcomp"} for child in token.children):
            return False
        return any(each.ent_type_ == "PERSON" or each.lemma_ == "counterpart" for each in direct(token))

    def instrument(self, token: Token) -> str | None:
        """The sub-type that the weapon beside the trigger makes of it."""
        near = [*token.children, *(g for c in token.children for g in c.children)]
        return next((kind for each in near if (kind := self._words.instruments.get(each.lemma_.lower()))), None)


def _joined(token: Token) -> tuple[Token, ...]:
    """Several who act together."""
    acting = subject(token)
    return acting.conjuncts if acting is not None else ()


def _noun_lemma(token: Token) -> str:
    """With what a hyphen joins to it: "cease-fire"."""
    if token.i > token.sent.start + 1 and token.nbor(-1).text == "-":
        return f"{token.nbor(-2).lower_}-{token.lemma_.lower()}"
    return token.lemma_.lower()


def _is_dated(preposition: Token) -> bool:
    """ "called on Tuesday" calls on nobody."""
    return any(child.ent_type_ in {"DATE", "TIME"} for child in preposition.children)


def _below(part: Token) -> Iterator[Token]:
    """What a part is a part of; the parser hangs "took control | of the town" on the verb at times."""
    yield from (each for each in part.subtree if each != part)
    for child in part.head.children:
        if child.dep_ == "prep" and child.i == part.i + 1 and child.lower_ in {"of", "over"}:
            yield from child.subtree
