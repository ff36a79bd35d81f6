"""What the words of a statement do: oblige, threaten, intend, foretell, judge."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from spacy.tokens import Token

from vedette.understand.lexicon import load

_FIRST = frozenset({"i", "we"})
_OWN = frozenset({"our", "my"})
_WILLING = frozenset({"will", "shall", "would", "'ll", "’ll"})
_HOLDING_OUT = _WILLING | {"may", "might", "could", "can"}
_OPENING = frozenset({"“", '"', "«", "„"})
_SUBJECTS = frozenset({"nsubj", "nsubjpass", "expl"})
# With "would" these tell how things would be, not what comes.
_STATES = frozenset({"be", "have", "like", "say"})


@cache
def modality_words(language: str, section: str, key: str) -> frozenset[str]:
    return frozenset(load(language, "modality")[section][key])


def words_of(tokens: Sequence[Token], language: str) -> set[str]:
    """Forms and lemmas; "May" and "will" only as verbs."""
    homographs = modality_words(language, "modal", "homographs")
    counted = [token for token in tokens if token.lower_ not in homographs or token.tag_ in {"MD", "VB", "VBP"}]
    return {token.lower_ for token in counted} | {token.lemma_.lower() for token in counted}


def read_content(tokens: Sequence[Token], language: str) -> "Content":
    return Content(tokens=tuple(tokens), words=frozenset(words_of(tokens, language)), language=language)


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """The tokens of a statement's content with their words. `heads` are those that hang on nothing inside, and the
    verbs joined to them."""

    tokens: tuple[Token, ...]
    words: frozenset[str]
    language: str

    def _has(self, section: str, key: str = "words") -> bool:
        return bool(self.words & modality_words(self.language, section, key))

    @property
    def future(self) -> bool:
        return self._has("future")

    @property
    def forceful(self) -> bool:
        if self._has("force"):
            return True
        text = " ".join(token.lower_ for token in self.tokens)
        return any(phrase in text for phrase in modality_words(self.language, "force", "words") if " " in phrase)

    @property
    def massive(self) -> bool:
        return self._has("force", "mass")

    @property
    def quoted(self) -> bool:
        """In the holder's own words, where "he" is somebody else."""
        first = self.tokens[0]
        return first.text in _OPENING or (first.i > 0 and first.nbor(-1).text in _OPENING)

    def follows(self, word: str) -> bool:
        """The word opens the content or stands right before it."""
        first = self.tokens[0]
        return first.lower_ == word or (first.i > 0 and first.nbor(-1).lower_ == word)

    def heads(self) -> Iterator[Token]:
        inside = {token.i for token in self.tokens}
        for token in self.tokens:
            if token.pos_ in {"VERB", "AUX"} and token.dep_ not in {"aux", "auxpass"}:
                top = token
                while top.dep_ == "conj" and top.head.i in inside:
                    top = top.head
                if top.head == top or top.head.i not in inside:
                    yield token

    def _modals(self) -> Iterator[tuple[Token, str]]:
        for head in self.heads():
            for child in head.children:
                if child.dep_ == "aux" and (child.tag_ == "MD" or child.lower_ in {"will", "'ll", "’ll", "wo"}):
                    yield head, child.lower_

    # acts -----------------------------------------------------------------------------------------------------------

    def threatens(self, *, conditional: bool) -> bool:
        """Force announced under a condition or by the holder's own will, or weapons of mass destruction held out."""
        modal = self.future or self._has("certainty", "possible")
        if self.forceful and modal and (self._own_will() or (conditional and not self._others_will())):
            return True
        held_out = any(modal in _HOLDING_OUT for _, modal in self._modals()) or (modal and conditional)
        return self.massive and held_out and not self._ruled_out()

    def announces(self) -> bool:
        """A party by its name, or "we", may or will do something."""
        return any(
            child.dep_ == "nsubj" and (child.pos_ == "PROPN" or child.lower_ in _FIRST)
            for head, _ in self._modals()
            if not _is_negated(head)
            for child in head.children
        )

    def _own_will(self) -> bool:
        """ "We will …", "his country would …": the holder's own future deed."""
        return any(modal in _WILLING and self._is_own(head) for head, modal in self._modals())

    def _others_will(self) -> bool:
        """In quoted words, he and it are others."""
        subjects = [each for head in self.heads() for each in head.children if each.dep_ in _SUBJECTS]
        return self.quoted and any(each.lower_ in {"he", "she", "it"} for each in subjects)

    def _ruled_out(self) -> bool:
        """Negated, or only moved about: "the warheads would be transferred"."""
        moving = modality_words(self.language, "own", "deeds")
        still = any(
            child.dep_ == "neg" or (head.lemma_ in moving and child.dep_ == "nsubjpass")
            for head in self.heads()
            for child in head.children
        )
        return still and not self._own_will()

    def _is_own(self, verb: Token) -> bool:
        acting = next((child for child in verb.children if child.dep_ == "nsubj"), None)
        if acting is None:
            return False
        if acting.lower_ in _FIRST or any(child.lower_ in _OWN for child in acting.children):
            return True
        mine = any(child.dep_ == "poss" and child.lower_ in {"his", "her", "its", "their"} for child in acting.children)
        return mine and acting.lemma_.lower() in modality_words(self.language, "own", "bodies")

    def admits(self) -> bool:
        """The holder's own situation worsens, or "we" lose."""
        adverse = modality_words(self.language, "adversity", "verbs")
        root = next((token for token in self.tokens if token.lemma_.lower() in adverse), None)
        own = [child for child in root.children if child.dep_ in {"nsubj", "nsubjpass"}] if root is not None else []
        return any(
            child.lower_ in {"we", "situation", "position"} or any(c.lower_ == "our" for c in child.children)
            for child in own
        )

    def obliges(self) -> bool:
        """ "must", "should", "it is necessary": said of the clause itself, not in passing."""
        if {"let", "us"} <= self.words or "let's" in self.words:
            return True
        wanted = modality_words(self.language, "obligation", "words")
        if self.words & {"may", "might"}:
            return False
        heads = list(self.heads())
        if any(head.lemma_ in {"need", "have"} and self._governs(head) for head in heads):
            return True
        heads = [head for head in heads if not self._leads_up(head)]
        beside = {child.lower_ for head in heads for child in head.children if child.dep_ in {"aux", "acomp"}}
        return bool(beside & wanted)

    def _governs(self, head: Token) -> bool:
        """ "needs to leave", "has to leave" — but not "does not have to", nor "will have to"."""
        free = any(child.dep_ == "neg" or child.tag_ == "MD" for child in head.children)
        return not free and any(
            child.dep_ == "xcomp" and child.pos_ in {"VERB", "AUX"} and not self._leads_up(child, head)
            for child in head.children
        )

    def _leads_up(self, verb: Token, above: Token | None = None) -> bool:
        """ "We have to remember that", "I must say": the speaker's way to what follows."""
        minding = verb.lemma_ in modality_words(self.language, "own", "minding")
        speaking = any(child.dep_ == "nsubj" and child.lower_ in _FIRST for child in (above or verb).children)
        return minding and speaking and any(child.dep_ in {"ccomp", "dobj"} for child in verb.children)

    def asks(self) -> bool:
        """ "We ask our allies to stay": said, it is done."""
        asking = modality_words(self.language, "asking", "verbs")
        return any(
            head.lemma_ in asking
            and head.tag_ in {"VBP", "VB", "VBG"}
            and any(child.dep_ == "nsubj" and child.lower_ in _FIRST for child in head.children)
            for head in (*self.heads(), *self._reasoned())
        )

    def _reasoned(self) -> Iterator[Token]:
        """ "That is why we ask": the verb behind "why"."""
        for head in self.heads():
            if head.lemma_ == "be":
                yield from (c for c in head.children if any(each.lower_ == "why" for each in c.children))

    def intends(self) -> bool:
        """The holder, or a body that acts by its own will, "will give", "will continue"."""
        if any(self._wants(head) for head in self.heads()):
            return True
        doing = modality_words(self.language, "own", "deeds")
        for head, modal in self._modals():
            if modal not in {"will", "shall", "'ll", "’ll"} or any(child.dep_ == "neg" for child in head.children):
                continue
            if self._is_own(head):
                return True
            acting = next((child for child in head.children if child.dep_ == "nsubj"), None)
            willed = acting is not None and acting.ent_type_ in {"ORG", "GPE"}
            if willed and head.lemma_ in doing:
                return True
        return False

    def _wants(self, head: Token) -> bool:
        """ "we plan to stay", said of oneself."""
        if head.lemma_ not in modality_words(self.language, "own", "wanting"):
            return False
        wanter = _FIRST if self.quoted else _FIRST | {"he", "she"}
        subjects = [child for child in head.children if child.dep_ == "nsubj" and child.lower_ in wanter]
        return bool(subjects) and any(child.dep_ == "xcomp" for child in head.children)

    def may_have_been(self) -> bool:
        """ "may already have fallen": not known, and yet past."""
        return any(
            modal in {"may", "might", "could"}
            and any(child.dep_ == "aux" and child.lower_ == "have" for child in head.children)
            for head, modal in self._modals()
        )

    def foretells(self) -> bool:
        """ "will", or "would" of a deed to come."""
        if self.words & {"will", "'ll", "’ll"}:
            return True
        for head, modal in self._modals():
            firm = not any(child.dep_ == "neg" for child in head.children)
            if modal == "would" and firm and head.lemma_ not in _STATES:
                return True
        return any(self._expects(head) for head in self.heads())

    def _expects(self, head: Token) -> bool:
        """ "he expected more attacks", "it was likely to fall"; "she did not think he would come"."""
        if head.lemma_ in modality_words(self.language, "own", "expecting"):
            return any(child.dep_ in _SUBJECTS and child.pos_ == "PRON" for child in head.children)
        if head.lemma_ in modality_words(self.language, "own", "thinking"):
            clauses = [child for child in head.children if child.dep_ == "ccomp"]
            acting = [clause for clause in clauses if clause.lemma_ not in _STATES]
            return any(c.dep_ == "aux" and c.lower_ in _WILLING for clause in acting for c in clause.children)
        states = [child for child in head.children if child.dep_ == "acomp" and child.lower_ in {"likely", "unlikely"}]
        return any(child.dep_ == "xcomp" for state in states for child in state.children)

    def may_be(self) -> bool:
        """ "may", "might" and "could", but not "could not"."""
        if self.words & {"may", "might"}:
            return True
        ruled_out = any(modal == "could" and _is_negated(head) for head, modal in self._modals())
        return "could" in self.words and not ruled_out

    def can_be(self) -> bool:
        """ "can happen anywhere"."""
        return any(modal == "can" and not _is_negated(head) for head, modal in self._modals())

    def evaluates(self, *, outlet: bool) -> bool:
        """Words that judge, outside names; in the outlet's own voice only where they are what is said."""
        judging = modality_words(self.language, "evaluation", "words")
        for token in self.tokens:
            known = token.lower_ in judging or token.lemma_.lower() in judging
            if not known or token.pos_ not in {"ADJ", "NOUN", "ADV"} or token.ent_type_:
                continue
            said = token.dep_ in {"acomp", "attr"} or token.head.dep_ in {"attr", "ROOT"}
            if (said or not outlet) and (token.lower_ != "only" or token.dep_ == "amod"):
                return True
        return False

    def weighs(self) -> bool:
        """It says what something is like, what can or cannot be, what one thinks, or what holds always."""
        return self._has("certainty", "probable") or any(self._is_weighing(head) for head in self.heads())

    def _is_weighing(self, head: Token) -> bool:
        children = list(head.children)
        if head.lemma_ == "be":
            states = modality_words(self.language, "own", "states")
            said = [c for c in children if c.dep_ in {"acomp", "attr"}]
            return any(not _is_measured(c) and c.lower_ not in states for c in said)
        if head.lemma_ in modality_words(self.language, "own", "thinking"):
            thinker = _FIRST if self.quoted else {"he", "she", "they"}
            return any(c.dep_ == "nsubj" and c.lower_ in thinker for c in children)
        if any(c.dep_ == "aux" and c.lower_ in {"can", "ca", "cannot"} for c in children):
            return any(c.dep_ == "neg" for c in children)
        if any(c.dep_ == "aux" and c.lower_ in {"does", "do"} for c in children):
            return head.lemma_ in {"have", "mean", "matter", "work", "need"}
        return head.lemma_ in modality_words(self.language, "own", "timeless") and head.tag_ in {"VBZ", "VBP"}


def _is_negated(verb: Token) -> bool:
    return any(child.dep_ == "neg" for child in verb.children)


def _is_measured(token: Token) -> bool:
    """Counted, or compared: "bigger than"."""
    return any(each.like_num for each in token.subtree) or token.tag_ == "JJR"
