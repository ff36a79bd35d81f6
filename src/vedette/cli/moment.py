"""Days as a user gives them, and the moments that they stand for."""

from datetime import UTC, datetime, timedelta

import click

DAY = click.DateTime(formats=["%Y-%m-%d"])


def beginning(day: datetime) -> datetime:
    return day.replace(tzinfo=UTC)


def ending(day: datetime) -> datetime:
    """The last moment of the day, UTC."""
    return day.replace(tzinfo=UTC) + timedelta(days=1, microseconds=-1)
