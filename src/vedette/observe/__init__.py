"""Captures become observations."""
