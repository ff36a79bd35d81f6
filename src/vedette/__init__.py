"""Vedette follows a war from public sources and keeps every claim attributed."""
