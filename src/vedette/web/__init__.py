"""The page people work in."""
