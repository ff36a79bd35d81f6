"""As much of DER (X.690) as it takes to put the certificates of a time-stamp in the order that DER asks for.

Authorities that run OpenSSL send them as they are configured, and a strict reader refuses that. Their order is not
signed, so putting it right changes nothing that is proven. The answer itself is kept as it came.
"""

from collections.abc import Iterator
from dataclasses import dataclass

_CERTIFICATES = 0xA0
_DEEPEST_LENGTH = 4


@dataclass(frozen=True, slots=True)
class _Element:
    """`start` is where it begins, `inside` where its content does."""

    tag: int
    start: int
    inside: int
    end: int


def with_ordered_certificates(answer: bytes) -> bytes:
    """The same bytes where they are no time-stamp: who reads them will say so."""
    try:
        return _ordered(answer)
    except (ValueError, IndexError):
        return answer


def _ordered(der: bytes) -> bytes:
    """TimeStampResp { status, token { oid, [0] SignedData { version, digests, content, [0] certificates, … } } }"""
    (response,) = _elements(der, 0, len(der))
    _, token = _within(der, response)
    _, content = _within(der, token)
    (signed,) = _within(der, content)
    for one in _within(der, signed):
        if one.tag == _CERTIFICATES:
            parts = sorted(der[each.start : each.end] for each in _within(der, one))
            return der[: one.inside] + b"".join(parts) + der[one.end :]
    return der


def _within(der: bytes, element: _Element) -> list[_Element]:
    return list(_elements(der, element.inside, element.end))


def _elements(der: bytes, start: int, end: int) -> Iterator[_Element]:
    while start < end:
        length, inside = der[start + 1], start + 2
        if length & 0x80:
            more = length & 0x7F
            if not 0 < more <= _DEEPEST_LENGTH:
                raise ValueError("a length that DER does not know here")
            length, inside = int.from_bytes(der[inside : inside + more], "big"), inside + more
        if inside + length > end:
            raise ValueError("longer than what holds it")
        yield _Element(der[start], start, inside, inside + length)
        start = inside + length
