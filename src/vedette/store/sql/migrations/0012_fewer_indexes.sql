-- How many are listed is told by the tallies.
DROP INDEX listing_tally;
