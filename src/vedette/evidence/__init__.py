"""What makes captures proof: daily roots and their time-stamps, the log of custody, export with evidence, backup."""
