"""Ukrainian and Russian: a light parse of our own, and what is read from it."""
