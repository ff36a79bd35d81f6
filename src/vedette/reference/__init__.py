"""What the world is called, read-only."""
