"""Pictures and footage: decoded within bounds, read for what they carry, and recognised when they come again."""
