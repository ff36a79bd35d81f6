"""Dispatches of our own making, in which every place is known: they teach what the news packs hardly have, the terse
style of war reports and villages that nobody has heard of.

Templates are ours, names are drawn from the gazetteer, always the same ones. `{p}` is a place, `{x}` a village that no
gazetteer has; the rest are names that are no places.
"""

import random
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from place_packs import Marked, Text

from vedette.reference.gazetteer import Entry, Gazetteer
from vedette.reference.gazetteer_names import script
from vedette.reference.geonames import cities
from vedette.understand.english import pipeline

COUNTRIES = {"UA": 8, "RU": 1, "SY": 2, "IQ": 1, "SD": 2, "YE": 1, "ET": 1, "ML": 1, "MM": 2, "AZ": 1, "LY": 1, "CD": 1}
DISPATCHES = 1_200
OTHERWISE = 1 / 3
LARGEST = 1_000_000

TEMPLATES = (
    "The enemy moved forward near {p}.", "{p} is under our control again.", "Enemy took {p}, fighting in {p}.",
    "Situation in the area of {p} has changed.", "Map updated. {p} and {p} are now grey.",
    "Our forces threw the enemy back from {p} and {p}.", "The settlements of {p}, {p}, {p} and {x} are free.",
    "Heavy shelling: {p}, {p}, {p}, {x}.", "Assault on {p} from the side of {p} failed.",
    "In the {p} direction the enemy tried to break through towards {x}.", "{p}: three attacks beaten off.",
    "The line near {p} - {p} is stable.", "A column was seen on the road from {p} to {p}.",
    "Rebels said they had entered {p}, a village north of {p}.", "The army has withdrawn from {x} to {p}.",
    "{n} said that {p} was still holding out.", "According to {n}, fighters of the {u} left {p}.",
    "The {u} cleared the village of {x}.", "{w} hit a depot in {p} last {d}.", "Two {w} were shot down over {p}.",
    "{n}, spokesman of the {o}, named {p} and {p}.", "The {o} did not comment. {n} denied it.",
    "Successful attack by {c} troops west of {p}.", "{c} soldiers hoisted a flag in the centre of {p}.",
    "Part of {p} has been taken, clashes go on in the north of {x}.", "Evacuation from {p} and nearby {x} goes on.",
    "On {d} the {u} shelled {p} with {w}.", "Positions were lost on the outskirts of {p}.",
    "Advance east of {x}, north of {p} and in {p}.", "{p} captured. {p} and {x} next?",
    "Fighting continues for {p}; {x} changed hands twice.", "⚡ {p} liberated!",
    "❗️ Enemy occupied {x} and advanced near {p}.",
    "Clarified: {p}, {x}. Corrections near {p}.", "The bridge between {p} and {x} was blown up.",
    "{n} visited the {u} near {p}.", "Drones of the {o} struck {p} and {p}; {w} were used.",
    "A {c} convoy left {p} for {p} on {d}.", "Militia fighters raided {x}, killing three, and fled to {p}.",
    "Government forces retook {p} (also known as {p}).",
    "Reports of strikes: {p} - depot, {p} - airfield, {x} - bridge.",
    "{u} and {u} hold the heights above {p}.", "The {o} reported losses on {d}. {n} spoke of {w}.",
    "{n} and {n} met in {p}.", "Progress in {p} and its surroundings.", "Towards {x} the enemy has no success.",
    "Left bank: clashes in {p}.", "{p} district: {x} and {x} were shelled.", "From {p} the front runs past {x} to {p}.",
    "We confirm that {p} is clear.", "Zone of control widened around {p}.", "Border at {p} crossed by raiders.",
    "Corrected: {p} and {p}.", "Added {p} on the map.", "{p} was seized by the militia.", "{x} was given up.",
    "{x} is held by government troops.", "Reworked {p} and {p}.", "Marked {x} and {p}.", "Redrawn {p}.",
    "{p} taken by the enemy on {d}.", "They keep pressing {p}, so far for nothing.", "The army stormed {x}.",
    "A hamlet, {x}, was lost after days of combat.", "Freed {p}, south of {p}.", "{x} must be retaken.",
    "{x} came under mortar fire.", "The loss of {x} was confirmed.", "{p} is disputed at present.",
    "{p} under the control of the rebels.", "The battle for the village {x} is over.", "{x} fell.",
    "{p} and {x} were taken by the {c} army.", "Workshops of a plant in {p} were occupied.", "Verified {p}.",
    "Details on {p}, {p} and {x}.", "{x}, east of {p}, is free.", "An operation to take {x} began.",
    "{x} changed colour.", "Enemy in {x}.", "{p} defended. {x} lost.", "The {p} sector is quiet.",
    "{c} troops besiege {p}.", "The {p} cement works was hit.", "Woods near {x} were mined.",
    "{x} and {x} fell on {d}.", "After {p}, {x} was given up, too.", "Troops dug in at {x}.",
    "{s} spoke to the press.", "{s} declined to comment.", "{s}, 41, fled with her two sons.", "{s} was wounded.",
    "{s} told reporters in {p} that the road was cut.", "{s} and {s} were killed on {d}.", "Later {s} resigned.",
    "{s}'s family left {p}.", "{s} said the bridge had held.", "{s} had served in the {u}.", "{s} thanked the {o}.",
    "Doctors could not save {s}.", "{n} was asked by {s}.", "{s} fell ill on {d}.", "{s} is from {p}.",
    "{s} wrote that {w} were fired.", "{s} called it a mistake.", "The {c} envoy met {s} in {p}.",
    "{s} added: we stay.", "Deputy Minister {s} spoke of {w}.", "{s} led the {u}.", "{s} has left the army.",
    "According to {s}, {p} held out.",
    "{p} came back under government rule.", "{p} burned all night.", "{p} held out.", "{p} remains in rebel hands.",
    "{p} was quiet by noon.", "{p} and {p} saw heavy fighting.", "{p} returned to the {c} side.", "{p} fell on {d}.",
    "{p} lies in ruins.", "{p} has changed hands again.", "{p} could be next.", "{p} was evacuated.",
    "{p} - ours. {x} - grey.", "Smaller changes around {p}.", "We added {p}, {p} and {x}.",
)  # fmt: skip
OTHERS = {
    "s": ("Marchenko", "Danilov", "Idris", "Moreno", "Adeyemi", "Petrenko", "Sokolov", "Yusuf", "Haddad", "Orlov",
          "Kovalchuk", "Brandt", "Whitlock", "Ferris", "Okafor", "Lindqvist", "Tesfaye", "Barzani", "Nowak", "Hughes",
          "Mbeki", "Sarkis", "Vance", "Novak", "Carver", "Tremblay", "Osei", "Farouk", "Keller", "Dunn", "Boyle"),
    "n": ("Oleh Marchenko", "Viktor Danilov", "Hassan Idris", "Captain Moreno", "General Adeyemi", "Ivan Petrenko",
          "Major Sokolov", "Amina Yusuf", "Colonel Haddad", "Sergei Orlov", "Min Thein", "Andriy Kovalchuk"),
    "u": ("93rd Brigade", "4th Tank Division", "Storm battalion", "Presidential Guard", "12th Regiment", "Falcon unit",
          "Rapid Support Brigade", "Border Guard", "Volunteer Corps", "3rd Assault Brigade", "Eighth Army"),
    "w": ("Grad rockets", "Lancet drones", "Uragan launchers", "Msta howitzers", "Geran drones", "Buk missiles",
          "Smerch rockets", "Tochka missiles", "Vilkha rockets", "Kalibr missiles",
          "Leopard tanks", "Bradley vehicles"),
    "o": ("General Staff", "Ministry of Defence", "Defence Forces", "Transitional Council", "Air Force",
          "Joint Command", "Red Crescent", "Security Service"),
    "c": ("Russian", "Ukrainian", "Sudanese", "Syrian", "Ethiopian", "Malian", "Armenian", "Yemeni"),
    "d": ("Monday", "Tuesday", "Friday", "night", "Saturday"),
}  # fmt: skip
SLOT = re.compile(r"\{(\w)\}")
SWAPS = (("iv", "ev"), ("ka", "ke"), ("y", "i"), ("sk", "ck"), ("ov", "uv"), ("a", "o"), ("b", "m"), ("l", "r"))


@dataclass(frozen=True, kw_only=True)
class Names:
    known: Sequence[Entry]
    also: Mapping[str, Sequence[str]]
    chance: random.Random

    def place(self) -> Entry:
        return self.chance.choice(self.known)

    def called(self, entry: Entry) -> str:
        """By its own name, or, one time in three, by another that it has."""
        others = self.also.get(entry.id)
        return self.chance.choice(others) if others and self.chance.random() < OTHERWISE else entry.name

    def unheard(self, gazetteer: Gazetteer) -> str:
        """A village's name with two letters changed, if no place is called so."""
        while True:
            name = self.place().name
            for old, new in self.chance.sample(SWAPS, 3):
                name = name.replace(old, new, 1)
            if " " not in name and not gazetteer.candidates(name):
                return name


def dispatches(gazetteer: Gazetteer) -> list[Text]:
    chance = random.Random(20)
    names = Names(known=_villages(gazetteer, chance), also=_other_names(), chance=chance)
    made = [_made(names, gazetteer) for _ in range(DISPATCHES)]
    docs = pipeline().pipe([text for text, _ in made], batch_size=64)
    return [
        Text(id=f"made-{number}", pack="made", doc=doc, marked=marked, ignored=())
        for number, ((_, marked), doc) in enumerate(zip(made, docs, strict=True))
    ]


def _villages(gazetteer: Gazetteer, chance: random.Random) -> list[Entry]:
    """As many for each country as it is worth here."""
    by_country: dict[str, list[Entry]] = {}
    for entry in gazetteer.layers[0].all():
        small = entry.kind == "settlement" and entry.population <= LARGEST and script(entry.name) == "latin"
        if small and entry.country in COUNTRIES:
            by_country.setdefault(entry.country, []).append(entry)
    found: list[Entry] = []
    for country, worth in COUNTRIES.items():
        there = sorted(by_country.get(country, ()), key=lambda entry: entry.id)
        found += chance.sample(there, min(len(there), 100 * worth))
    return found


def _other_names() -> Mapping[str, Sequence[str]]:
    """Other names in Latin letters, by id."""
    return {
        f"geonames:{city.id}": latin
        for city in cities()
        if city.country in COUNTRIES and (latin := [name for name in city.names if script(name) == "latin"])
    }


def _made(names: Names, gazetteer: Gazetteer) -> tuple[str, tuple[Marked, ...]]:
    """One to three sentences; some dispatches stand on several lines."""
    chosen = names.chance.sample(TEMPLATES, names.chance.choice((1, 1, 2, 3)))
    glue = names.chance.choice((" ", " ", "\n"))
    text, marked = "", []
    for template in chosen:
        text += glue if text else ""
        for piece, at in _filled(template, names, gazetteer):
            if at is not None:
                marked.append(Marked(start=len(text), end=len(text) + len(piece), at=at or None))
            text += piece
    return text, tuple(marked)


def _filled(
    template: str, names: Names, gazetteer: Gazetteer
) -> Iterator[tuple[str, tuple[float, float] | tuple[()] | None]]:
    """Pieces of text, with the point of a place, () for one without, None for what is no place."""
    end = 0
    for slot in SLOT.finditer(template):
        yield template[end : slot.start()], None
        end = slot.end()
        match slot[1]:
            case "p":
                entry = names.place()
                yield names.called(entry), (entry.lat, entry.lon)
            case "x":
                yield names.unheard(gazetteer), ()
            case other:
                yield names.chance.choice(OTHERS[other]), None
    yield template[end:], None
