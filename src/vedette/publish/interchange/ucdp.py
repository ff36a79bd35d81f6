"""Rows shaped like the Georeferenced Event Dataset of the Uppsala Conflict Data Program (version 24.1, 49 columns).

Its own identifiers and judgements are left empty: what a conflict or a dyad is, UCDP alone decides.
"""

from typing import Any

from vedette.model.event import Event, Location
from vedette.publish.interchange.telling import (
    Known,
    cited,
    country,
    day_precision,
    days,
    deaths,
    prio_cell,
    where_precision,
)

COLUMNS = (
    "id", "relid", "year", "active_year", "code_status", "type_of_violence", "conflict_dset_id", "conflict_new_id",
    "conflict_name", "dyad_dset_id", "dyad_new_id", "dyad_name", "side_a_dset_id", "side_a_new_id", "side_a",
    "side_b_dset_id", "side_b_new_id", "side_b", "number_of_sources", "source_article", "source_office", "source_date",
    "source_headline", "source_original", "where_prec", "where_coordinates", "where_description", "adm_1", "adm_2",
    "latitude", "longitude", "geom_wkt", "priogrid_gid", "country", "country_id", "region", "event_clarity",
    "date_prec", "date_start", "date_end", "deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown", "best", "high",
    "low", "gwnoa", "gwnob",
)  # fmt: skip
_ONE_SIDED, _STATE_BASED = 3, 1
_AGREED = frozenset({"corroborated", "conceded", "observed"})


def is_violent(event: Event) -> bool:
    """The dataset holds violence alone."""
    return event.plover == "ASSAULT"


def ucdp_row(known: Known, event: Event) -> dict[str, Any]:
    """An empty text is not known, or not ours to say."""
    killed, told = deaths(event), known.told(event)
    return dict.fromkeys(COLUMNS, "") | {
        "id": event.id,
        "relid": event.id,
        "code_status": "Clear" if event.assessment.status in _AGREED else "Check",
        "type_of_violence": _type(event),
        "conflict_name": known.watch.name,
        **_sides(known, event),
        "number_of_sources": event.assessment.independent_sources,
        "source_article": cited(known, event),
        "source_office": "; ".join(dict.fromkeys(map(known.publisher, told))),
        "source_date": "; ".join(one.published.first_day.isoformat() for one in told if one.published),
        "source_headline": "; ".join(one.title for one in told if one.title),
        "source_original": "; ".join(dict.fromkeys(one.speaker for one in event.accounts if one.speaker)),
        **(_where(known, event.place) if event.place else {}),
        **_when(event),
        "event_clarity": 1 if day_precision(event) == 1 and event.place is not None else 2,
        "deaths_civilians": _or_empty(killed.civilians),
        "deaths_unknown": _or_empty(killed.best - (killed.civilians or 0) if killed.best is not None else None),
        "best": _or_empty(killed.best),
        "high": _or_empty(killed.high),
        "low": _or_empty(killed.low),
    }


def _type(event: Event) -> int | str:
    """Only what the event itself tells: against civilians, or between two sides of the watch."""
    if event.subtype == "attack-on-civilians":
        return _ONE_SIDED
    sides = {party.side for party in event.parties if party.side}
    return _STATE_BASED if len(sides) > 1 else ""


def _sides(known: Known, event: Event) -> dict[str, str]:
    first, second = ("; ".join(known.names(event, role)) for role in ("actor", "target"))
    return {"side_a": first, "side_b": second, "dyad_name": f"{first} - {second}" if first and second else ""}


def _where(known: Known, place: Location) -> dict[str, Any]:
    first, second = known.units(place)
    return {
        "where_prec": where_precision(place),
        "where_coordinates": place.name,
        "where_description": f"{place.name}, within {place.radius_m / 1000:g} km",
        "adm_1": first,
        "adm_2": second,
        "latitude": place.lat,
        "longitude": place.lon,
        "geom_wkt": f"POINT({place.lon} {place.lat})",
        "priogrid_gid": prio_cell(place),
        "country": country(place),
    }


def _when(event: Event) -> dict[str, Any]:
    found = days(event)
    if found is None:
        return {}
    return {
        "year": found[0].year,
        "date_prec": day_precision(event),
        "date_start": found[0].isoformat(),
        "date_end": found[1].isoformat(),
    }


def _or_empty(number: int | None) -> int | str:
    return "" if number is None else number
