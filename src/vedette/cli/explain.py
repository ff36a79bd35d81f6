"""vedette explain"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from vedette.cli.output import count, json_option, one_line, quoted, say, say_json, workspace_argument
from vedette.model.errors import UsageError
from vedette.model.link import is_rule, person_name

if TYPE_CHECKING:
    from vedette.explanation import Doubt, Explanation, Joining, Judged
    from vedette.fuse.lineage import Branch
    from vedette.model.correction import Correction
    from vedette.model.document import Document
    from vedette.model.event import Account, Event, Sight
    from vedette.model.watch import Watch

_MOST_LISTED = 20
_STANCES = {"supports": "tells it", "concedes": "concedes it", "denies": "denies it"}
_LONGEST_QUOTE = 160
_DEEPEST = 8


@click.command("explain")
@workspace_argument
@click.argument("event")
@json_option
def command(workspace: Path, event: str, as_json: bool) -> None:
    """Tell why the reports of EVENT are one event, why it has its status, and what would change that.

    EVENT is an id, as exports and the address of its page show it; the name of a place or the label of a report lists
    the events there.
    """
    from vedette.explanation import explain, find_events
    from vedette.workspace import open_workspace

    with open_workspace(workspace) as opened:
        view = opened.store.view()
        found = find_events(view, event)
        if not found:
            raise UsageError(
                f"no event has the id {event!r}, no place of an event that name, and no report that label; "
                f"`vedette export {quoted(workspace)} events` lists them"
            )
        if len(found) > 1:
            _list(found, opened.watch, workspace)
            return
        told = explain(view, opened.watch, found[0])
        watch = opened.watch
    if as_json:
        say_json(told)
        return
    for line in _lines(told, watch):
        say(line)


def _title(event: "Event", watch: "Watch") -> str:
    from vedette.publish.wording import event_title

    return event_title(event, {side.id: side.name for side in watch.sides})


def _list(events: Sequence["Event"], watch: "Watch", workspace: Path) -> None:
    """The latest last, where a terminal ends."""
    shown = events[-_MOST_LISTED:]
    if len(shown) < len(events):
        say(f"{count(len(events), 'event')}; the latest {len(shown)}:")
    for event in shown:
        say(f"{event.id}  {event.assessment.status:<12}  {one_line(_title(event, watch))}")
    say(f"Name one: vedette explain {quoted(workspace)} {shown[-1].id}")


def _lines(told: "Explanation", watch: "Watch") -> Iterator[str]:
    from vedette.explanation import numbered

    assessment = told.event.assessment
    yield _title(told.event, watch)
    yield f"  {told.event.id} · {assessment.status} · grade {assessment.source_grade}{assessment.information_grade}"
    yield ""
    yield "Who tells it"
    for number, (account, (denial, words)) in enumerate(zip(told.event.accounts, told.words, strict=True), start=1):
        proposer = told.proposers[number - 1]
        proposed = f", proposed by a language model ({proposer}) and confirmed" if proposer else ""
        yield f"  {number}. {one_line(_account(account, told) + proposed)}"
        if words:
            yield f"     {one_line(denial) + ' ' if denial else ''}“{_shortened(one_line(words))}”"
    yield ""
    if any(branch.branches for branch in told.tree):
        yield "From whom they have it"
        yield from (f"  {line}" for branch in told.tree for line in _tree(branch))
        yield ""
    yield "Why these accounts are one event"
    joined = numbered(told.event, told.joinings)
    yield from [f"  {_joining(*one)}" for one in joined] or ["  There is one account."]
    yield ""
    if told.judged or told.corrected:
        yield "What people judged"
        yield from (f"  {_judged(one)}" for one in told.judged)
        yield from (f"  {_corrected(*one)}" for one in told.corrected)
        yield ""
    if told.event.sights:
        yield "What sensors and lenses saw"
        yield from (f"  {_sight(one)}" for one in told.event.sights)
        yield ""
    if told.doubts:
        yield "What may be the same event, or not"
        yield from (f"  {_doubt(one, watch)}" for one in told.doubts)
        yield ""
    yield f"Why it is {assessment.status}"
    yield from (f"  {reason}" for reason in assessment.reasons)
    yield ""
    yield "What would change it"
    for prospect in told.prospects:
        yield f"  It would be {prospect.status or 'gone, told by nobody,'} if {prospect.if_}."


def _sight(one: "Sight") -> str:
    weight = f"likelihood ratio {one.ratio:g} ({one.known})" if one.ratio is not None else "weighs nothing"
    return one_line(f"{one.kind}, {one.bearing}, {weight}: {one.note} {one.reason} ({one.observation})")


def _account(account: "Account", told: "Explanation") -> str:
    from vedette.publish.wording import days
    from vedette.reference.language import guess_language, level_of
    from vedette.reference.naming import speaker

    source = told.sources.get(account.source)
    document = told.documents.get(account.document)
    when = f", published {days(document.published)}" if document and document.published else ""
    doubt = ", with doubt" if account.doubtful else ""
    # Who has an account was read: a language that is not ours was read by an extension.
    language = (document.language or guess_language(document.text)) if document else None
    level = ", read at a first level" if document and level_of(language) != "full" else ""
    name = source.name if source else account.source
    who = f"{speaker(account.speaker)}, in {name}" if account.speaker else name
    return f"{who}{when}: {_STANCES[account.stance]}{doubt}{level} (family {account.family})"


def _tree(root: "Branch") -> Iterator[str]:
    """A line an account, set in by how far it is from the first."""
    from vedette.fuse.lineage import walk
    from vedette.publish.wording import TIES

    for depth, branch in walk(root):
        yield f"{'  ' * min(depth, _DEEPEST)}{branch.number}{f': {TIES[branch.tie]}' if branch.tie else ''}"


def _joining(left: int, rights: "Sequence[int]", one: "Joining") -> str:
    from vedette.reference.english import join

    by = "" if is_rule(one.maker) else f", judged by {one_line(person_name(one.maker))}"
    score = f" (score {one.score:.2f})" if one.score is not None else ""
    why = "; ".join(one.reasons).rstrip(".") or "the same"
    return f"{left} and {join([str(number) for number in rights])}: {why}{score}{by}"


def _doubt(one: "Doubt", watch: "Watch") -> str:
    score = f" (score {one.score:.2f})" if one.score is not None else ""
    why = f"account {one.account} and one there: {'; '.join(one.reasons)}{score}"
    return f"{one_line(_title(one.event, watch))} · {one.event.id} · {why}"


def _corrected(one: "Correction", state: str) -> str:
    from vedette.fuse.correcting import corrected
    from vedette.reference.english import day

    why = f": {one.reason.rstrip('.')}" if one.reason else ""
    stands = {"counts": "", "proposed": " (proposed: another person must say the same)"}.get(state, f" ({state})")
    who = f"{day(one.made.date())}, {person_name(one.maker)} {corrected(one)}"
    return one_line(f"{who}, read as “{one.read}”{why}{stands}")


def _judged(one: "Judged") -> str:
    from vedette.publish.wording import judged_words
    from vedette.reference.english import day

    ruling = one.ruling
    when = f"{day(ruling.made.date())}, " if ruling.made else ""
    left, right = _half(one.left, one.left_elsewhere), _half(one.right, one.right_elsewhere)
    why = f": {ruling.why.rstrip('.')}" if ruling.why else ""
    stands = "" if ruling.stands else " (no longer stands)"
    return one_line(f"{when}{ruling.by} {judged_words(ruling.judgement, left, right)}{why}{stands}")


def _half(numbers: "Sequence[int]", elsewhere: "Sequence[Document]") -> str:
    from vedette.publish.wording import accounts_named

    return accounts_named(numbers, [document.title or document.label for document in elsewhere])


def _shortened(words: str) -> str:
    return words if len(words) <= _LONGEST_QUOTE else f"{words[:_LONGEST_QUOTE].rsplit(' ', 1)[0]} …"
