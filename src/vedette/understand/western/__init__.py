"""German and French, read by rules over words: a first level (`vedette.model.language`)."""
