"""Captures become documents."""
