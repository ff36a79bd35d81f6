"""Fire detections of an area, day by day, as tables that are judged like any other table of fires."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from vedette.collect.collector import Given, Mark, Memory
from vedette.collect.firms import SERVICE, Days, Firms
from vedette.collect.item import Item
from vedette.collect.mail.message import held
from vedette.model.media import MediaType

# The service adds to a day until the last satellite's data came down.
_SETTLED_AFTER = timedelta(days=2)
_MOST_DAYS = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class FireDays:
    """Each settled day once. The first round takes the last `first` days; what was missed later is made up for, up to
    sixty days."""

    firms: Firms
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    first: int = 7

    @property
    def address(self) -> str:
        """Without the key."""
        return f"{SERVICE}/api/area/csv/{self.firms.source}/{self.firms.area}"

    def collect(self, memory: Memory) -> Iterator[Given]:
        until = self.clock().date() - _SETTLED_AFTER
        day = self._begin(memory, until)
        while day <= until:
            header, *rows = self.firms.lines(Days(first=day, last=day))
            # A table without a row is an answer too: nothing was seen, or nothing could be.
            payload = "".join(f"{line}\n" for line in (header, *rows)).encode()
            if rows:
                yield self._item(day, payload)
            yield Mark(memory={"last": day.isoformat()})
            day += timedelta(days=1)

    def _item(self, day: date, payload: bytes) -> Item:
        return Item(
            address=f"{self.address}/1/{day}",
            name="fires.csv",
            open=lambda: held(payload),
            media=MediaType.FIRES,
        )

    def _begin(self, memory: Memory, until: date) -> date:
        try:
            after = date.fromisoformat(str(memory.get("last"))) + timedelta(days=1)
        except (ValueError, OverflowError):
            return until - timedelta(days=self.first - 1)
        return max(after, until - timedelta(days=_MOST_DAYS - 1))
