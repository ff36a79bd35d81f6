"""Frozen facts, typed ids, intervals. Imports nothing of ours."""
