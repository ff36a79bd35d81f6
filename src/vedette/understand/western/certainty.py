"""How sure the words of a statement are: hedges of the lexicon, and the moods in which the languages tell hearsay.

"Das Dorf soll gefallen sein", "le village serait tombé": the outlet passes on what others say.
"""

from collections.abc import Sequence

from vedette.model.statement import Certainty
from vedette.understand.light.modality import certainty_of as hedged
from vedette.understand.light.modality import find_condition
from vedette.understand.light.sentences import Word
from vedette.understand.western.forms import WordTables, word_tables

_REACH = 4


def certainty_of(words: Sequence[Word], act: str, language: str) -> Certainty:
    """The weakest hedge decides; a denial is a denial."""
    found = hedged(words, act, language)
    if found in {"asserted", "probable", "possible"} and is_hearsay(words, language):
        return "unconfirmed"
    return found


def is_hearsay(words: Sequence[Word], language: str) -> bool:
    """In German "sollen" with what is past or going on, in French the conditional of a past; not under an "if"."""
    tables = word_tables(language)
    if find_condition(words, language) is not None:
        return False
    if tables.hearsay:
        return any(_is_told(words, at, tables) for at in range(len(words)))
    return any(_is_conditional(words, at, tables) for at in range(len(words)))


def _is_told(words: Sequence[Word], at: int, tables: WordTables) -> bool:
    if words[at].lower not in tables.hearsay:
        return False
    rest = words[at + 1 :]
    perfect = any(word.may_be("participle") and word.pos != "noun" for word in rest)
    return perfect and any(word.may_be("infinitive") and word.lemmas & tables.auxiliaries for word in rest)


def _is_conditional(words: Sequence[Word], at: int, tables: WordTables) -> bool:
    told = any(
        form.tense in tables.hearsay_tenses and form.lemma in tables.perfect
        for form in words[at].forms
        if form.pos == "verb"
    )
    return told and any(word.may_be("participle") for word in words[at + 1 : at + 1 + _REACH])


def reports_speech(words: Sequence[Word], language: str) -> bool:
    """Whether a main clause stands in the German subjunctive of what is said ("Die Lage sei ruhig")."""
    if language != "de" or any(word.text in {"«", "»"} for word in words):
        return False
    verb = next((word for word in words if any(form.pos == "verb" for form in word.forms) and not _is_noun(word)), None)
    return verb is not None and verb.form.tense == "subj" and verb.lower in _PLAIN


# Forms that are of no other mood.
_PLAIN = frozenset(
    {"sei", "seien", "habe", "werde", "könne", "müsse", "solle", "wolle", "dürfe", "gebe", "gehe", "komme"}
)


def _is_noun(word: Word) -> bool:
    return word.is_capital and word.index > 0
