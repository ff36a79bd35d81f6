"""Hostile input: what is made, what it is given to, and what watches over it. `bench/hostile.py` is the door."""
