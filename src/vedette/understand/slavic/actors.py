"""Who acts in an event of a Ukrainian or Russian sentence, and upon whom: read from cases."""

from collections.abc import Sequence

from vedette.model.mention import Actor, Role
from vedette.reference.institutions import Institutions
from vedette.understand.light.forms import Case
from vedette.understand.light.running import Row
from vedette.understand.slavic.clauses import Domain
from vedette.understand.slavic.event_words import EventWords
from vedette.understand.slavic.parties import Party

_NEAR_NOUN = 4
_MOST = 4
_INTRANSITIVE = frozenset({"загинути", "постраждати", "погибнуть", "пострадать", "вибухнути", "згоріти", "сгореть"})


def acting(row: Row, domain: Domain, parties: Sequence[Party], words: EventWords, *, noun: bool) -> list[Party]:
    """The subject, the agent of a passive, whose deed a noun is."""
    inside = [party for party in parties if party.head in domain and not party.people]
    if noun:
        return _of_noun(row, domain.trigger, inside) or _told_before(row, domain.trigger, parties)
    if _dies(row.words[domain.trigger].lemmas):
        return []
    if _is_passive(row, domain.trigger):
        return _by_case(row, domain.trigger, inside, "instrumental")
    found = _by_case(row, domain.trigger, inside, "nominative") or _managing(row, domain, inside, words)
    return found or _told_before(row, domain.trigger, parties)


def _managing(row: Row, domain: Domain, parties: list[Party], words: EventWords) -> list[Party]:
    """ "ворогу вдалося просунутися"."""
    clause = row.words[domain.first : domain.last]
    if not any(not words.control.achieving.isdisjoint(word.lemmas) for word in clause):
        return []
    return _by_case(row, domain.trigger, parties, "dative")


def _told_before(row: Row, index: int, parties: Sequence[Party]) -> list[Party]:
    """The subject of the predicate before it in the sentence: "ворог захопив А та має успіх в Б"."""
    opens = row.opens[index]
    fitting = [party for party in parties if opens <= party.first and party.last <= index]
    return [each for each in fitting if _is_subject(row, each)][-1:]


def _is_subject(row: Row, party: Party) -> bool:
    plain = "nominative" in party.cases and not _is_led(row, party)
    return plain and not party.people and not party.adjective


def undergoing(row: Row, domain: Domain, parties: Sequence[Party], actors: Sequence[Party]) -> list[Party]:
    """Whom it is done to."""
    inside = [each for each in parties if each.head in domain and each not in actors and not each.adjective]
    return [each for each in inside if _undergoes(row, domain, each)][:_MOST]


def _undergoes(row: Row, domain: Domain, party: Party) -> bool:
    before, after = row.before(party.first), row.after(party.last)
    if before is not None and before.pos == "preposition":
        return before.lower in {"по", "на", "проти", "против"}
    if after is not None and after.text in {":", "—", "–"}:  # who says so
        return False
    if "nominative" in party.cases and party.last <= domain.trigger:
        return _takes_subject(row, domain)
    if party.people and "genitive" in party.cases:
        return True
    return "accusative" in party.cases or ("nominative" in party.cases and _takes_subject(row, domain))


def _takes_subject(row: Row, domain: Domain) -> bool:
    """Whether the subject is the one it is done to: "ворог відкинутий", "двоє загинули"."""
    return _is_passive(row, domain.trigger) or _dies(row.words[domain.trigger].lemmas)


def actor(row: Row, party: Party, role: Role, institutions: Institutions) -> Actor:
    span = row.parse.span(row.said.starts[party.first], row.said.ends[party.last - 1])
    country = party.country or institutions.country_of(party.name)
    return Actor(name=party.name, span=span, role=role, country=country)


def _dies(lemmas: frozenset[str]) -> bool:
    return not lemmas.isdisjoint(_INTRANSITIVE)


def _is_passive(row: Row, index: int) -> bool:
    form = row.words[index].form
    return form.passive or form.impersonal or form.pos == "participle"


def _by_case(row: Row, index: int, parties: list[Party], wanted: Case) -> list[Party]:
    """The nearest before, else the first behind; a form that may be nothing else goes before one that may."""
    fitting = [party for party in parties if wanted in party.cases and not _is_led(row, party) and not party.adjective]
    fitting = [party for party in fitting if len(party.cases) == 1] or fitting
    before = [party for party in fitting if party.last <= index]
    return fitting[:1] if wanted == "instrumental" else before[-1:] or fitting[:1]


def _of_noun(row: Row, index: int, parties: list[Party]) -> list[Party]:
    """ "просування ворога", "ворожий обстріл", "атака з боку ЗСУ"."""
    owners = [party for party in parties if party.adjective and index - _NEAR_NOUN < party.last <= index]
    behind = [
        party
        for party in parties
        if index < party.first <= index + _NEAR_NOUN
        and party.cases & {"genitive", "instrumental"}
        and (not _is_led(row, party) or _is_by(row, party))
    ]
    if owners or behind:
        return owners[-1:] or behind[:1]
    having = [party for party in parties if "genitive" in party.cases and _is_had_by(row, party)]
    if having:
        return having[:1]
    subject = [party for party in parties if _is_subject(row, party)]
    return [party for party in subject if party.last <= index][-1:] or subject[:1]


def _is_led(row: Row, party: Party) -> bool:
    before = row.before(party.first)
    return before is not None and before.pos == "preposition"


def _is_had_by(row: Row, party: Party) -> bool:
    """ "у ворога часткові успіхи"."""
    before = row.before(party.first)
    return before is not None and before.lower in {"у", "в"}


def _is_by(row: Row, party: Party) -> bool:
    """ "з боку ворога"."""
    before = row.before(party.first)
    return before is not None and before.lower in {"боку", "стороны"}
