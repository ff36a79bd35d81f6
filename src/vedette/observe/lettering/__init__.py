"""Letters in pictures and footage, read where they stand."""
