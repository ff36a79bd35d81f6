-- When somebody else made the password: its holder chooses another one before anything else, and within some days.
ALTER TABLE people ADD COLUMN issued INTEGER;
