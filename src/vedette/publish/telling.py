"""One event, one change of holder or one threat as a sentence: always attributed, never a claim as fact."""

from collections.abc import Sequence

from vedette.model.event import Account, Control, Event, Figure, Stance, Threat
from vedette.model.mention import is_count
from vedette.publish.citation import Citation, Sentence
from vedette.publish.material import Material
from vedette.publish.naming import MOST_NAMES, name_of, naming
from vedette.publish.wording import amount, count_of, days, event_phrase, quote, sentence
from vedette.reference.denials import is_denied
from vedette.reference.english import day, join
from vedette.reference.naming import speaker

_SEQUELS = {
    "repeats": "said more than once",
    "hardens": "said since in harder terms",
    "softens": "said since in softer terms",
    "withdraws": "denied since by the same holder",
}
_MOST_CITATIONS = 8
# "Ukraine", "a visit": what was read as said is no more than a word of the sentence.
_FEWEST_WORDS = 3
_OTHERWISE = {
    "repelled": "said that attacks there were repelled",
    "contested": "said that the fighting there went on",
}


def event_sentence(
    event: Event, material: Material, where: str | None = None, *, silence: bool = False
) -> Sentence | None:
    """None where no words can be cited. `where` stands in place of the event's own place, for several at once. With
    `silence` it is told which side does not comment, in the reports at hand, on what only the other claims."""
    phrase = event_phrase(event, material.sides, where)
    firm, unsure = _supporting(event, material)
    telling = firm or unsure
    parts = [
        _told(telling, material, f"{_verb(event, telling)} {phrase}"),
        _told(unsure if firm else [], material, "passed it on with doubt"),
        _told(_firm(_of(event, "concedes")), material, "conceded it" if telling else f"conceded {phrase}"),
        *_denials(event, material, phrase),
    ]
    if silence:
        parts.append(_silence(event, material))
    told = "; ".join(part.removesuffix(",") for part in parts if part)
    return _cited(f"{sentence(told)}{_tail(event)}", _event_citations(event, material), event)


def _supporting(event: Event, material: Material) -> tuple[list[Account], list[Account]]:
    """Those who tell it firmly, and those who tell it with doubt. Whoever only counts the victims tells the count."""
    telling = _of(event, "supports")
    telling = [one for one in telling if not _only_counts(one, material)] or telling
    fearing = [one for one in _of(event, "concedes") if one.doubtful]
    sure = {one.family for one in telling if not one.doubtful}
    return _firm(telling), [one for one in (*telling, *fearing) if one.family not in sure]


def _firm(accounts: Sequence[Account]) -> list[Account]:
    return [one for one in accounts if not one.doubtful]


def _only_counts(account: Account, material: Material) -> bool:
    mention = material.mentions.get(account.mention)
    return mention is not None and is_count(mention)


def _told(accounts: Sequence[Account], material: Material, words: str) -> str:
    names = naming(accounts, material)
    return f"{names} {words}" if names else ""


def _of(event: Event, stance: Stance) -> list[Account]:
    return [account for account in event.accounts if account.stance == stance]


def _verb(event: Event, telling: Sequence[Account]) -> str:
    """A side claims; who has no side reports; doubt is passed on as doubt."""
    if event.assessment.status == "unconfirmed":
        return "passed on unconfirmed reports of"
    sided = {account.family for account in telling if account.side}
    return "claimed" if all(account.family in sided for account in telling) else "reported"


def _tail(event: Event) -> str:
    telling = [account for account in event.accounts if account.stance != "denies"]
    sides = {account.side for account in telling}
    several = event.assessment.status == "one-sided" and len({account.family for account in telling}) > 1
    return " Only this side tells it." if several and len(sides) == 1 and None not in sides else ""


def _silence(event: Event, material: Material) -> str:
    """That the other of two sides is not heard on what one side claims to have done in the fighting."""
    if event.assessment.status != "one-sided" or not (event.change or event.plover == "ASSAULT"):
        return ""
    heard = {account.side for account in event.accounts}
    silent = [name for side, name in material.sides.items() if side not in heard]
    return (
        f"{silent[0]} does not comment on it in these reports"
        if None not in heard and len(heard) == 1 and len(silent) == 1
        else ""
    )


def _denials(event: Event, material: Material, phrase: str) -> list[str]:
    """A bare "no", and those who tell the ground otherwise, each in their own words."""
    told = _of(event, "supports") or _of(event, "concedes")
    bare = [one for one in event.accounts if one.stance == "denies" and not _other(one, material)]
    plain = naming(bare, material)
    found = [f"{plain} denied {'it' if told else phrase}"] if plain else []
    no = {one.family for one in bare}
    for change, words in _OTHERWISE.items():
        others = [one for one in event.accounts if one.stance == "denies" and _other(one, material) == change]
        others = [one for one in others if one.family not in no]
        if names := naming(others, material):
            found.append(f"{names} {words}")
    return found


def _other(account: Account, material: Material) -> str | None:
    """The change this account tells in place of the event's, if it is not a bare denial."""
    mention = material.mentions.get(account.mention)
    if mention is None or mention.factuality < 0 or mention.change not in _OTHERWISE:
        return None
    return mention.change


def _event_citations(event: Event, material: Material) -> tuple[Citation, ...]:
    """Every family first, then further accounts, up to eight."""
    firsts = {(account.family, account.stance): account for account in reversed(event.accounts)}
    ordered = sorted(event.accounts, key=lambda one: firsts[(one.family, one.stance)].mention != one.mention)
    found = (citation for account in ordered for citation in material.cite_account(account))
    return tuple(dict.fromkeys(found))[:_MOST_CITATIONS]


def _cited(
    text: str, citations: tuple[Citation, ...], event: Event | None = None, status: str | None = None
) -> Sentence | None:
    if not citations:
        return None
    return Sentence(text=text, citations=citations, event=event, status=status or _status(event))


def _status(event: Event | None) -> str | None:
    return event.assessment.status if event else None


def figure_sentences(event: Event, material: Material) -> list[Sentence]:
    """One for each kind of loss and victim; every number with whoever gave it."""
    groups: dict[tuple[str, str | None], list[Figure]] = {}
    for figure in event.figures:
        groups.setdefault((figure.what, figure.victim), []).append(figure)
    found = (_figures(figures, event, material) for figures in groups.values())
    return [one for one in found if one is not None]


def _figures(figures: Sequence[Figure], event: Event, material: Material) -> Sentence | None:
    given: dict[tuple[str, bool], dict[str, None]] = {}
    for figure in figures:
        given.setdefault((amount(figure), _is_denied(figure, material)), {})[_giver(figure, event, material)] = None
    told = ", ".join(_given(number, denied, list(givers)) for (number, denied), givers in given.items())
    citations = tuple(dict.fromkeys(citation for one in figures for citation in _figure_citation(one, event, material)))
    return _cited(sentence(f"{_counted(figures[0], material)}: {told}"), citations, event=None)


def _is_denied(figure: Figure, material: Material) -> bool:
    statement = material.statements.get(figure.statement)
    return statement is not None and is_denied(statement)


def _given(number: str, denied: bool, givers: Sequence[str]) -> str:
    return f"{number}, which {join(givers)} denied" if denied else f"{number} according to {join(givers)}"


def _counted(figure: Figure, material: Material) -> str:
    if figure.victim is None:
        return figure.what
    side = material.sides.get(figure.victim)
    return f"{figure.what} on the side of {side}" if side else f"{figure.victim} {figure.what}"


def _giver(figure: Figure, event: Event, material: Material) -> str:
    if figure.speaker:
        return speaker(figure.speaker)
    account = next((one for one in event.accounts if one.document == figure.span.document), None)
    return speaker(material.source_name(account.source)) if account else "its source"


def _figure_citation(figure: Figure, event: Event, material: Material) -> tuple[Citation, ...]:
    """The statement around the number; the number alone where the statement is not known."""
    account = next((one for one in event.accounts if one.statement == figure.statement), None)
    return (material.cite_account(account) if account else ()) or material.cite(figure.span)


def quoted_sentence(
    event: Event, stances: Sequence[Stance], material: Material, where: str | None = None
) -> Sentence | None:
    """Who said what, in the words of the sources, side by side: one a family and stance."""
    words, citations = _quoted(event, stances, material)
    about = sentence(event_phrase(event, material.sides, where)).rstrip(".")
    return _cited(f"{about} — {words}", citations, event)


def words_sentence(event: Event, stances: Sequence[Stance], material: Material) -> Sentence | None:
    """Who said what, without a word of Vedette's on what it is about; None where too few to say anything."""
    words, citations = _quoted(event, stances, material, _FEWEST_WORDS)
    return _cited(f"{words[:1].upper()}{words[1:]}", citations, event) if citations else None


def _quoted(
    event: Event, stances: Sequence[Stance], material: Material, fewest: int = 1
) -> tuple[str, tuple[Citation, ...]]:
    """Without those of an account with fewer words: "which Ukraine denies" says nothing by itself."""
    found: dict[Citation, str] = {}
    for account in _voices(event, stances):
        denied = material.denied(account)
        for citation in material.cite_words(account):
            # Of what somebody denies the bare words say the opposite: that he denies them comes first.
            verb, words = (f" {denied[0]}", denied[1]) if denied else (":", citation.text)
            if len(words.split()) >= fewest:
                found.setdefault(citation, f"{name_of([account], material)}{verb} {quote(words)}")
    return "; ".join(found.values()), tuple(found)


def _voices(event: Event, stances: Sequence[Stance]) -> list[Account]:
    """The first of each family and stance, three of a stance at most, in the order of the stances."""
    firsts: dict[tuple[int, Stance], Account] = {}
    for account in event.accounts:
        firsts.setdefault((account.family, account.stance), account)
    return [
        one for stance in stances for one in [each for each in firsts.values() if each.stance == stance][:MOST_NAMES]
    ]


def control_sentence(row: Control, material: Material, where: Sequence[str] = ()) -> Sentence | None:
    """Who is said to hold a place now, and how sure. `where` are places of which the same is told."""
    holder = material.side_name(row.holder)
    names = where or (row.place.name,)
    claimed = f"{'is' if len(names) == 1 else 'are'} claimed by {holder}"
    how = {
        "claimed": claimed,
        "conceded": f"went to {holder}, as {_conceding(row, material)} concedes",
        "contested": f"{claimed}, which others dispute",
        "confirmed": f"went to {holder} by accounts that are independent of it",
    }[row.status]
    text = sentence(f"By the statements of {day(row.day)}, {join(names)} {how}")
    citations = tuple(citation for one in row.statements for citation in material.cite_statement(one))
    return _cited(text, citations[:_MOST_CITATIONS], status=row.status)


def _conceding(row: Control, material: Material) -> str:
    """Who held the place, or the only other side."""
    others = [name for side, name in material.sides.items() if side != row.holder]
    return material.side_name(row.previous) or (others[0] if len(others) == 1 else "the side that lost it")


def threat_sentence(threat: Threat, material: Material) -> Sentence | None:
    """In the holder's own words, with the condition."""
    action = material.cite(threat.action)
    condition = material.cite(threat.condition)
    if not action:
        return None
    said = f", {days(threat.said)}," if threat.said else ""
    # Whom, the words say best: a target found by a rule is too often the wrong one to be printed as told.
    words = [f"{speaker(threat.speaker)}{said} threatened:", quote(action[0].text)]
    if condition and condition[0].text not in action[0].text:
        words.append(f"— on the condition: {quote(condition[0].text)}")
    if threat.sequels:
        words.append(f"— {_SEQUELS[threat.sequels[-1].how]}")
    if threat.touches:
        words.append(f"— {count_of(len(threat.touches), 'report')} since may touch it")
    rest = tuple(citation for one in (*threat.statements, *threat.later) for citation in material.cite_statement(one))
    text = " ".join(words)
    citations = tuple(dict.fromkeys((*action, *condition, *rest)))[:_MOST_CITATIONS]
    return _cited(f"{text[0].upper()}{text[1:]}.", citations, status=threat.status)
