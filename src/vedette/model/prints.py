"""Fingerprints of footage, by which it is known again."""

from dataclasses import dataclass

from vedette.model.ids import CaptureId


@dataclass(frozen=True, slots=True, kw_only=True)
class Prints:
    """All fingerprints that one method made of one capture. `payload` is the method's own form; it is not pickled and
    never executed. No fact: made from the bytes alone, it goes into the memory of the watch, not into the store."""

    capture: CaptureId
    method: str
    version: str
    payload: bytes
