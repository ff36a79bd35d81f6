"""Days as a user gives them, and the moments that they stand for."""

from datetime import UTC, date, datetime, time, timedelta

import click


class _Day(click.DateTime):
    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        try:
            day: datetime = super().convert(value, param, ctx)
        except click.BadParameter:
            self.fail(f"'{value}' is no day; write it as 2024-05-13", param, ctx)
        return day


DAY = _Day(formats=["%Y-%m-%d"])


def beginning(day: datetime) -> datetime:
    return day.replace(tzinfo=UTC)


def eve(day: datetime) -> datetime:
    """The last moment before the day, UTC: what is dated by the day alone counts from the day's first moment on."""
    return beginning(day) - timedelta(microseconds=1)


def ending(day: datetime) -> datetime:
    """The last moment of the day, UTC."""
    return day.replace(tzinfo=UTC) + timedelta(days=1, microseconds=-1)


def ending_of(day: date) -> datetime:
    """The last moment of the day, UTC."""
    return datetime.combine(day, time.max, UTC)
