"""A language model that an optional server runs: asked about reports, and what it answered kept."""
