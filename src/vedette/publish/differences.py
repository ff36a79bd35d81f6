"""What changed since a moment, as sentences that lead to the words."""

from collections.abc import Iterator, Sequence

from vedette.model.changes import Changes, Difference, Turn
from vedette.model.event import Event
from vedette.publish.citation import Citation, Section, Sentence
from vedette.publish.consequence import consequence, of_the_war, worth_telling
from vedette.publish.material import Material
from vedette.publish.naming import naming
from vedette.publish.policy import Clearance
from vedette.publish.telling import control_sentence, event_sentence, threat_sentence
from vedette.publish.wording import count_of, event_title, sentence

HEADINGS: dict[Turn, str] = {
    "new": "Told for the first time",
    "risen": "Surer than before",
    "fallen": "Less sure than before",
    "turned": "Of another status",
    "joined": "Several that became one",
    "parted": "One that became several",
    "grown": "Told by more accounts",
    "gone": "Told by nobody any more",
}
_MOST = 20
_MOST_CITATIONS = 8


def cleared(changes: Changes, clearance: Clearance) -> Changes:
    """What may leave. Where anything is held back, nothing that is gone is told: its words may be those held."""
    return Changes(
        events=tuple(one for each in changes.events if (one := _open(each, clearance)) is not None),
        control_new=tuple(row for each in changes.control_new if (row := clearance.tell_control(each)) is not None),
        control_gone=() if clearance.policy.holds_back else changes.control_gone,
        threats_new=tuple(told for each in changes.threats_new if (told := clearance.threat(each)) is not None),
        threats_gone=() if clearance.policy.holds_back else changes.threats_gone,
        threats_turned=tuple(told for each in changes.threats_turned if (told := clearance.threat(each)) is not None),
    )


def _open(one: Difference, clearance: Clearance) -> Difference | None:
    after = tuple(told for event in one.after if (told := clearance.tell(event)) is not None)
    before = tuple(told for event in one.before if (told := clearance.tell(event)) is not None)
    if not after and (one.after or clearance.held or not before):
        return None
    return Difference(turn=one.turn, before=before, after=after)


def events_of(changes: Changes) -> Iterator[Event]:
    """Those whose words are needed."""
    for one in changes.events:
        yield from (*one.after, *one.before)


def section(since: str, changes: Changes, material: Material) -> Section:
    """`since` completes "What changed since …"."""
    groups = [_group(turn, heading, changes, material) for turn, heading in HEADINGS.items()]
    control = [one for row in changes.control_new if (one := control_sentence(row, material)) is not None]
    told = (*changes.threats_new, *changes.threats_turned)
    threats = [one for row in told if (one := threat_sentence(row, material)) is not None]
    return Section.of(
        f"What changed since {since}",
        "changed",
        [*groups, ("Who holds what", control), ("Threats", threats)],
        "Nothing changed.",
    )


def _group(turn: Turn, heading: str, changes: Changes, material: Material) -> tuple[str, list[Sentence]]:
    """The war alone, the gravest first, and no more than twenty."""
    chosen = [one for one in changes.events if one.turn == turn and _of_the_war(one.shown)]
    chosen.sort(key=lambda one: consequence(one.shown))
    told = [found for one in chosen[:_MOST] if (found := difference_sentence(one, material)) is not None]
    return heading if len(told) == len(chosen) else f"{heading} ({len(told)} of {len(chosen)})", told


def _of_the_war(event: Event) -> bool:
    return of_the_war(event) and worth_telling(event)


def difference_sentence(one: Difference, material: Material) -> Sentence | None:
    """What it was, what it is, and by whose words."""
    if one.turn == "new":
        return event_sentence(one.shown, material)
    citations = _citations(one, material)
    if not citations:
        return None
    text = f"{event_title(one.shown, material.sides)}: {how_it_changed(one)}"
    if one.turn in ("risen", "fallen", "turned", "grown") and (names := naming(one.fresh, material)):
        text += f"; told since by {names.rstrip(',')}"
    event = one.shown if one.after else None
    status = one.shown.assessment.status if one.after else None
    return Sentence(text=sentence(text), citations=citations, status=status, event=event)


def how_it_changed(one: Difference) -> str:
    """ "conceded, and one-sided before"."""
    now, before = statuses(one.after), statuses(one.before)
    match one.turn:
        case "new":
            return now
        case "gone":
            return f"told by nobody any more; {before} before"
        case "joined":
            return f"one event, {now}, where there were {count_of(len(one.before), 'event')}, {before}"
        case "parted":
            return f"{count_of(len(one.after), 'event')}, {now}, where there was one, {before}"
        case "grown":
            return f"{now} as before, with {count_of(len(one.fresh), 'account')} more"
    grade = "" if now != before else _grades(one)
    return f"{now}{grade}, and {before} before"


def _grades(one: Difference) -> str:
    grades = [event.assessment.information_grade for event in (*one.before[:1], *one.after[:1])]
    return f" (information graded {grades[1]}, not {grades[0]})" if len(grades) == 2 else ""


def statuses(events: Sequence[Event]) -> str:
    return " and ".join(dict.fromkeys(event.assessment.status for event in events))


def _citations(one: Difference, material: Material) -> tuple[Citation, ...]:
    found = (citation for account in one.fresh for citation in material.cite_account(account))
    return tuple(dict.fromkeys(found))[:_MOST_CITATIONS]
