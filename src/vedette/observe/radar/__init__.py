"""Radar (Sentinel-1): footprints whose echo changed for good."""
