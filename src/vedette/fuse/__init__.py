"""Statements and observations become events."""
