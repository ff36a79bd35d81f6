"""Fingerprints of footage, by which it is known again."""

from dataclasses import dataclass

from vedette.model.ids import CaptureId


@dataclass(frozen=True, slots=True, kw_only=True)
class Prints:
    """All fingerprints that one method made of one capture. `payload` is the method's own form, at most 16 MB; it is
    not pickled and never executed. Derived from the bytes alone, so it can be made again."""

    capture: CaptureId
    method: str
    version: str
    payload: bytes
