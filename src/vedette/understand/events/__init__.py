"""What happened, as the text tells it: triggers, actors, places, times."""
