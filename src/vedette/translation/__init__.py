"""Translations, which an optional server makes: kept apart from every fact, and shown as what they are."""
