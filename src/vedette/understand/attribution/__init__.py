"""Who says what: cues, speakers, contents, channels, and the outlet's own voice."""
