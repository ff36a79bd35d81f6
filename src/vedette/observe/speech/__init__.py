"""Speech in recordings, written down in its own language."""
