"""What Vedette calls things in English: what happens, and days. Neutral: nothing is told as a fact here."""

from collections.abc import Sequence
from datetime import date

from vedette.model.mention import Change, Plover

CHANGES: dict[Change, tuple[str, str]] = {
    "captured": ("the capture", "of"),
    "liberated": ("the capture", "of"),
    "withdrew": ("a withdrawal", "from"),
    "advanced": ("an advance", "at"),
    "pushed-back": ("the regaining of ground", "at"),
    "repelled": ("the repelling of attacks", "at"),
    "contested": ("fighting for control", "of"),
}
SUBTYPES: dict[str, tuple[str, str]] = {
    "armed-clash": ("fighting", "at"),
    "government-regains-territory": ("the regaining of ground", "at"),
    "non-state-overtakes-territory": ("a gain of ground", "at"),
    "non-violent-transfer": ("a change of hands without fighting", "at"),
    "air-drone-strike": ("an air or drone strike", "on"),
    "shelling-artillery-missile": ("shelling or a missile strike", "on"),
    "suicide-bomb": ("a suicide bombing", "in"),
    "ied-mine": ("an explosion of a mine or bomb", "in"),
    "grenade": ("a grenade attack", "in"),
    "chemical": ("a use of chemical weapons", "in"),
    "attack-on-civilians": ("an attack on civilians", "in"),
    "abduction": ("abductions or detentions", "in"),
    "sexual-violence": ("sexual violence", "in"),
    "peaceful-protest": ("a protest", "in"),
    "protest-with-intervention": ("a protest that was broken up", "in"),
    "force-against-protesters": ("force against protesters", "in"),
    "violent-demonstration": ("a violent demonstration", "in"),
    "mob-violence": ("mob violence", "in"),
    "looting": ("looting", "in"),
    "arrests": ("arrests", "in"),
    "agreement": ("an agreement", "in"),
    "evacuation": ("an evacuation", "in"),
    "headquarters-established": ("the setting up of a headquarters", "in"),
    "disrupted-weapons-use": ("the interception of weapons", "over"),
    "change-to-group": ("a change in command or organisation", "in"),
    "other-strategic": ("a development", "in"),
}
PLOVERS: dict[Plover, tuple[str, str]] = {
    "AGREE": ("an agreement", "in"),
    "CONSULT": ("talks or a visit", "in"),
    "SUPPORT": ("support", "in"),
    "CONCEDE": ("a concession", "in"),
    "COOPERATE": ("cooperation", "in"),
    "AID": ("aid", "in"),
    "RETREAT": ("a withdrawal", "from"),
    "REQUEST": ("a request", "in"),
    "ACCUSE": ("an accusation", "in"),
    "REJECT": ("a refusal", "in"),
    "THREATEN": ("a threat", "in"),
    "PROTEST": ("a protest", "in"),
    "SANCTION": ("sanctions", "in"),
    "MOBILIZE": ("a move or call-up of forces", "in"),
    "COERCE": ("coercion or detention", "in"),
    "ASSAULT": ("an attack", "at"),
}


def noun_of(change: Change | None, subtype: str | None, plover: Plover) -> tuple[str, str]:
    """ "the capture", and the preposition before a place."""
    if change is not None:
        return CHANGES[change]
    return SUBTYPES.get(subtype or "") or PLOVERS[plover]


def join(names: Sequence[str]) -> str:
    """ "A", "A and B", "A, B and C"."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def day(value: date) -> str:
    """ "12 May 2024", whatever the locale."""
    months = "January February March April May June July August September October November December"
    return f"{value.day} {months.split()[value.month - 1]} {value.year}"
