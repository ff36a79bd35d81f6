"""Web archives made by others: WARC (ISO 28500) and WACZ, read within bounds."""
