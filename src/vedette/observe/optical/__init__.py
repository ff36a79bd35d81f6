"""Optical (Sentinel-2): burnt ground and vanished vegetation, behind a mask of clouds."""
