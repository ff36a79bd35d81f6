"""The readers that cost most: fewer cases each."""

from hostility.targets import Target

SLOW: tuple[Target, ...] = ()
