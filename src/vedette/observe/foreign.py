"""Kinds of observation that extensions bring: each is one more sense, in the same bounds."""

from collections.abc import Sequence
from pathlib import Path

from vedette.extension.asked import asked
from vedette.extension.checks import BrokenContractError, checked_seen
from vedette.extension.found import Extension, ExtensionError, load, taking_part
from vedette.model.capture import Capture
from vedette.model.errors import ReadError
from vedette.model.media import foreign_media, foreign_name
from vedette.model.observation import Observation, observation_id
from vedette.model.watch import Watch
from vedette.observe.sense import Findings, Sense
from vedette.ports_of_extensions import Seen

_SECONDS, _MEGABYTES = 300, 2048


def foreign_senses(use: Sequence[str]) -> tuple[Sense, ...]:
    """A new version of the package has all captures of its kind looked at again."""
    return tuple(
        Sense(
            name=one.name,
            version=one.version,
            function="vedette.observe.foreign:sense",
            media=frozenset({foreign_media(one.name)}),
            seconds=_SECONDS,
            megabytes=_MEGABYTES,
        )
        for one in taking_part(use, "observations")
    )


def sense(path: Path, capture: Capture, watch: Watch) -> Findings:
    """By whichever extension calls the bytes its own."""
    name = foreign_name(capture.media_type)
    found = [one for one in taking_part(watch.extensions, "observations") if one.name == name]
    if not found:
        raise ReadError(f"was not looked at: no package of [extensions] use brings the kind {name!r}")
    (extension,) = found
    try:
        with asked(_SECONDS):
            seen = checked_seen(load(extension).look(path, watch))
    except (ReadError, MemoryError):
        raise
    except BrokenContractError as error:
        raise ReadError(f"was not looked at: {extension.failed(str(error))}") from error
    except ExtensionError as error:
        raise ReadError(f"was not looked at: {error}") from error
    except Exception as error:
        raise ReadError(f"was not looked at: {extension.broke(error)}") from error
    return Findings(observations=tuple(observation(extension, capture, one) for one in seen))


def observation(extension: Extension, capture: Capture, seen: Seen) -> Observation:
    """Who made it stands in it: the package, its version and its kind."""
    parts = (extension.maker, extension.version, capture.id, seen.when, seen.footprint, seen.measure, seen.note)
    return Observation(
        id=observation_id("extension", *parts),
        kind="extension",
        when=seen.when,
        footprint=seen.footprint,
        measure=seen.measure,
        unit=seen.unit,
        quality=seen.quality,
        p=seen.p,
        could_observe=seen.could_observe,
        note=seen.note,
        capture=capture.id,
        method=extension.maker,
        version=extension.version,
    )
