-- How many are listed is told by the tallies; of few certainties most statements have one, and the list is walked.
DROP INDEX listing_tally;
DROP INDEX listing_certainty;
