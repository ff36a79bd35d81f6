"""Who is asked to bear witness that something was there on a day."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamping:
    """`authority` is the address of one that answers RFC 3161, `ca` the file of certificates (PEM) that its own must
    lead to, `crl` one with lists of revoked certificates; `calendars` are addresses of OpenTimestamps. All empty by
    default: nobody is asked. `private` lets them be private addresses."""

    authority: str = ""
    ca: str = ""
    crl: str = ""
    calendars: tuple[str, ...] = ()
    private: bool = False

    @property
    def asks(self) -> bool:
        return bool(self.authority or self.calendars)
