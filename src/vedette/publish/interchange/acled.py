"""Rows shaped like the event table of ACLED (31 columns, codebook of 2024). These are not ACLED's data."""

from datetime import datetime
from typing import Any

from vedette.model.event import Event, Location
from vedette.publish.interchange.telling import Known, cited, country, days, deaths, length, where_precision

COLUMNS = (
    "event_id_cnty", "event_date", "year", "time_precision", "disorder_type", "event_type", "sub_event_type", "actor1",
    "assoc_actor_1", "inter1", "actor2", "assoc_actor_2", "inter2", "interaction", "civilian_targeting", "iso",
    "region", "country", "admin1", "admin2", "admin3", "location", "latitude", "longitude", "geo_precision", "source",
    "source_scale", "notes", "fatalities", "tags", "timestamp",
)  # fmt: skip
_VIOLENCE, _STRATEGIC, _PROTEST = "Political violence", "Strategic developments", "Demonstrations"
_CODED = {
    "armed-clash": (_VIOLENCE, "Battles", "Armed clash"),
    "government-regains-territory": (_VIOLENCE, "Battles", "Government regains territory"),
    "non-state-overtakes-territory": (_VIOLENCE, "Battles", "Non-state actor overtakes territory"),
    "air-drone-strike": (_VIOLENCE, "Explosions/Remote violence", "Air/drone strike"),
    "shelling-artillery-missile": (_VIOLENCE, "Explosions/Remote violence", "Shelling/artillery/missile attack"),
    "suicide-bomb": (_VIOLENCE, "Explosions/Remote violence", "Suicide bomb"),
    "ied-mine": (_VIOLENCE, "Explosions/Remote violence", "Remote explosive/landmine/IED"),
    "chemical": (_VIOLENCE, "Explosions/Remote violence", "Chemical weapon"),
    "attack-on-civilians": (_VIOLENCE, "Violence against civilians", "Attack"),
    "protest-with-intervention": (_PROTEST, "Protests", "Protest with intervention"),
    "force-against-protesters": (_PROTEST, "Protests", "Excessive force against protesters"),
    "non-violent-transfer": (_STRATEGIC, "Strategic developments", "Non-violent transfer of territory"),
    "disrupted-weapons-use": (_STRATEGIC, "Strategic developments", "Disrupted weapons use"),
    "change-to-group": (_STRATEGIC, "Strategic developments", "Change to group/activity"),
    "evacuation": (_STRATEGIC, "Strategic developments", "Other"),
    "other-strategic": (_STRATEGIC, "Strategic developments", "Other"),
}
_A_WEEK = 7


def is_coded(event: Event) -> bool:
    """Whether the codebook has a type for it: words alone have none."""
    return event.subtype in _CODED


def acled_row(known: Known, event: Event, now: datetime) -> dict[str, Any]:
    """An empty text is not known. `fatalities` is the lowest number that anybody gives, and empty, not 0, where nobody
    counts; `notes` says who tells it and how sure it is."""
    disorder, kind, sub = _CODED[event.subtype or ""]
    found, killed = days(event), deaths(event)
    return dict.fromkeys(COLUMNS, "") | {
        "event_id_cnty": event.id,
        "event_date": found[0].isoformat() if found else "",
        "year": found[0].year if found else "",
        "time_precision": _time_precision(event),
        "disorder_type": disorder,
        "event_type": kind,
        "sub_event_type": sub,
        "actor1": "; ".join(known.names(event, "actor")),
        "actor2": "; ".join(known.names(event, "target")),
        "civilian_targeting": "Civilian targeting" if event.subtype == "attack-on-civilians" else "",
        **(_where(known, event.place) if event.place else {}),
        "source": "; ".join(dict.fromkeys(map(known.publisher, known.told(event)))),
        "notes": _notes(known, event),
        "fatalities": "" if killed.best is None else killed.best,
        "tags": f"status={event.assessment.status}; "
        f"grade={event.assessment.source_grade}{event.assessment.information_grade}; shaped by Vedette, not ACLED data",
        "timestamp": int(now.timestamp()),
    }


def _time_precision(event: Event) -> int | str:
    size = length(event)
    return "" if size is None else 1 if size == 1 else 2 if size <= _A_WEEK else 3


def _where(known: Known, place: Location) -> dict[str, Any]:
    first, second = known.units(place)
    exactness = where_precision(place)
    return {
        "country": country(place),
        "admin1": first,
        "admin2": second,
        "location": place.name,
        "latitude": place.lat,
        "longitude": place.lon,
        "geo_precision": 1 if exactness == 1 else 2 if exactness in (2, 3) else 3,
    }


def _notes(known: Known, event: Event) -> str:
    """Nobody's word is taken for what happened."""
    voices = list(dict.fromkeys(one.speaker for one in event.accounts if one.speaker))
    by = f"Told by {', '.join(voices)}" if voices else "Told by nobody named"
    return f"{by}; {event.assessment.status}. {cited(known, event)}"
