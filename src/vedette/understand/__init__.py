"""Documents become analyses."""
