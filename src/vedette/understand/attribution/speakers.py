"""Who a speaker phrase means: names without titles, pronouns and short forms resolved across the article."""

from collections.abc import Callable
from dataclasses import dataclass, field

from spacy.tokens import Doc, Token

from vedette.reference.countries import load_countries
from vedette.understand.attribution.names import PersonNames, phrase_words
from vedette.understand.passage import noun_phrase

_PERSONAL = {"he": "m", "him": "m", "his": "m", "she": "f", "her": "f", "hers": "f"}
_PLURAL = frozenset({"they", "them", "their"})
_NEUTER = frozenset({"it", "its"})
_FIRST = frozenset({"i", "we", "me", "us", "my", "our"})
_RELATIVE = frozenset({"who", "which", "that", "what"})
_DETERMINERS = frozenset({"the", "a", "an", "one", "its", "their", "his", "her", "our"})
_REMEMBERED = 60


@dataclass(slots=True)
class Holder:
    """Someone the text has named; `titles` are the words beside the name, lower case; `via` carried his words last;
    `country` is the state he speaks for, where that is known."""

    name: str
    person: bool
    titles: set[str] = field(default_factory=set)
    gender: str | None = None
    plural: bool = False
    via: str | None = None
    country: str | None = None


class Holders:
    """Everyone named so far, most recent last. One article's memory: made for it and dropped with it."""

    def __init__(self, doc: Doc, language: str, places: frozenset[int] = frozenset()) -> None:
        self._names = PersonNames(doc, language, places)
        self._words = self._names.words
        self._recent: list[Holder] = []
        self._places = places
        self._perhaps: Holder | None = None

    def resolve(self, head: Token, *, enclosing: Holder | None = None, last: Holder | None = None) -> Holder | None:
        """The holder a speaker phrase means, or None where it cannot be told. `enclosing` holds the statement the
        phrase stands in; `last` spoke last, and a bare "he said" most often means him."""
        if head.pos_ == "PRON" or head.lower_ in _PERSONAL:
            return self._pronoun(head, enclosing, last)
        holder = self._named(head, last)
        self._remember(holder)
        return holder

    def names_person(self, head: Token) -> bool:
        return self._names.in_phrase(head) is not None

    def notice(self, head: Token) -> None:
        """Somebody acts in the text without being attributed anything; a later "he" may mean him."""
        if head.pos_ == "PROPN" and (name := self._names.in_phrase(head)):
            self._remember(self._known(name, person=True, titles=phrase_words(head)))
        elif self._may_be_person(head):
            self._perhaps = Holder(name=head.text, person=True)

    def _may_be_person(self, head: Token) -> bool:
        """A bare name that acts: nothing tells a surname from a firm until somebody says "he"."""
        alone = head.left_edge.i == head.i and head.right_edge.i == head.i
        group = head.lower_ in self._words["groups"] or head.ent_type_ not in {"", "PERSON", "ORG"}
        return head.pos_ == "PROPN" and alone and not group and not head.text.isupper() and head.i not in self._places

    def _pronoun(self, head: Token, enclosing: Holder | None, last: Holder | None) -> Holder | None:
        pronoun = head.lower_
        if pronoun in _FIRST:
            return enclosing or last
        if pronoun in _PERSONAL:
            gender = _PERSONAL[pronoun]
            if last is not None and last.person and last.gender in {None, gender} and not self._person_before(head):
                last.gender = gender
                return last
            return self._latest(lambda h: h.person and h.gender in {None, gender}, gender) or self._perhaps
        if pronoun in _NEUTER:
            return self._latest(lambda h: not h.person and not h.plural)
        if pronoun in _PLURAL:
            return self._latest(lambda h: h.plural) or self._latest(lambda h: not h.person)
        return None if pronoun in _RELATIVE else Holder(name=_phrase(head), person=False, plural=True)

    def _person_before(self, head: Token) -> bool:
        """Another person is the subject of the same sentence before the pronoun."""
        return any(
            token.dep_ in {"nsubj", "nsubjpass"} and token.i < head.i and self._names.full(token.text) is not None
            for token in head.sent
        )

    def _latest(self, fits: Callable[[Holder], bool], gender: str | None = None) -> Holder | None:
        for holder in reversed(self._recent):
            if fits(holder):
                holder.gender = holder.gender or gender
                self._remember(holder)
                return holder
        return None

    def _remember(self, holder: Holder) -> None:
        self._recent = [each for each in self._recent if each is not holder][-_REMEMBERED:]
        self._recent.append(holder)

    def _named(self, head: Token, last: Holder | None) -> Holder:
        titles = phrase_words(head)
        person = self._names.in_phrase(head)
        if person is not None:
            titles |= self._names.offices.get(person, set())
            return self._known(
                person, person=not titles & self._words["groups"] or bool(titles & self._words["words"]), titles=titles
            )
        if head.text.islower() and (meant := self._by_office(head, titles, last)):
            return meant
        plural = head.tag_ in {"NNS", "NNPS"}
        return self._known(_phrase(head), person=self._is_role(head) and not plural, titles=titles, plural=plural)

    def _known(self, name: str, *, person: bool, titles: set[str], plural: bool = False) -> Holder:
        for holder in self._recent:
            if holder.name == name and holder.person == person:
                holder.titles |= titles
                return holder
        gender = self._gender(name, titles) if person else None
        return Holder(name=name, person=person, titles=set(titles), gender=gender, plural=plural)

    def _by_office(self, head: Token, titles: set[str], last: Holder | None) -> Holder | None:
        """ "the minister", "the ministry", "Lithuania's top diplomat": somebody already named so, the only one the text
        gives that office, or whoever spoke just before."""
        determiner = next((c for c in head.children if c.dep_ in {"det", "poss"}), None)
        if determiner is None or determiner.lower_ in {"a", "an", "some", "one", "another"}:
            return None
        if determiner.lower_ in {"the", "this"} and not any(c.dep_ in {"prep", "relcl", "acl"} for c in head.children):
            named = self._latest(lambda h: _is_named(h, head) and _proper_words(head) <= _words_of(h))
            if named is not None:
                return named
        if not self._is_role(head):
            return None
        return self._office_holder(head, titles) or self._last_in_office(head, determiner, last)

    def _last_in_office(self, head: Token, determiner: Token, last: Holder | None) -> Holder | None:
        """Whoever spoke just before, but not where the office is another's: "Putin spoke. Ukraine …, according to its
        commander-in-chief"."""
        if last is None or not last.person:
            return None
        if determiner.dep_ != "poss" or determiner.lower_ in _PERSONAL:
            return last
        state = _state_before(determiner)
        if determiner.lower_ in _NEUTER | _PLURAL:
            return last if state is not None and state == last.country else None
        return last if None in {state, last.country} or state == last.country else None

    def _office_holder(self, head: Token, titles: set[str]) -> Holder | None:
        country = next((c.lower_ for c in head.children if c.dep_ == "poss"), None)
        office = titles - {"former", "senior", "top", country}
        fitting = [name for name, words in self._names.offices.items() if office <= words]
        if len(fitting) != 1:
            return None
        return self._known(fitting[0], person=True, titles=titles | self._names.offices[fitting[0]])

    def _is_role(self, head: Token) -> bool:
        return head.lower_ in self._words["words"] and head.lower_ not in self._words["groups"]

    def _gender(self, name: str, titles: set[str]) -> str | None:
        given = name.split()[0].lower()
        if titles & self._words["female"] or given in self._words["female_names"]:
            return "f"
        if titles & self._words["male"] or given in self._words["male_names"]:
            return "m"
        return "f" if given.endswith(("a", "ė")) and " " in name else None


def _state_before(token: Token) -> str | None:
    """The state that the word is, or, of "its", the nearest before it in the sentence."""
    countries = load_countries()
    for each in reversed(token.doc[token.sent.start : token.i + 1]):
        if each.text[:1].isupper() and (found := countries.named(each.text) or countries.of_demonym(each.text)):
            return found.code
    return None


def _is_named(holder: Holder, head: Token) -> bool:
    return head.lower_ in holder.titles or head.lower_ in holder.name.lower().split()


def _words_of(holder: Holder) -> set[str]:
    return holder.titles | set(holder.name.lower().split())


def _proper_words(head: Token) -> set[str]:
    """ "The Russian government" is no other country's."""
    return {each.lower_ for each in head.children if each.dep_ in {"amod", "compound"} and each.text[:1].isupper()}


def _phrase(head: Token) -> str:
    """The phrase as it stands, without article, apposition and possessive mark."""
    start, end = noun_phrase(head, apposition=False)
    doc = head.doc
    while start < head.i and doc[start].lower_ in _DETERMINERS:
        start += 1
    text = str(doc[start:end].text).strip(" \n“”\"'‘’,")
    return text.removesuffix("’s").removesuffix("'s")
