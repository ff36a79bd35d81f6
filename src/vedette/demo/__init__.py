"""A small demonstration war: paraphrased reports on the Kharkiv offensive of May 2024, read by `vedette demo`."""
