"""How the pages word what they show."""

from dataclasses import replace

from store_facts import a_document, a_statement, an_event

from vedette.model.event import Party
from vedette.model.ids import SideId
from vedette.web import wording


def test_only_somebody_is_named_as_an_actor() -> None:
    """A side's own, or a name; not "units" nor "five"."""
    document = a_document("It fell.")
    event = an_event("evt_1", document, a_statement(document, "It fell"))
    parties = (
        Party(name="units", role="actor"),
        Party(name="its troops", role="actor", side=SideId("north")),
        Party(name="Wagner Group", role="actor"),
        Party(name="five", role="target"),
    )
    event = replace(event, parties=parties)
    assert wording.doer(event) == "its troops"
    assert [party.name for party in wording.named_parties(event, "actor")] == ["its troops", "Wagner Group"]
    assert wording.named_parties(event, "target") == []
