-- What is understood of a text is kept once, packed; its statements are read from there. Older rows stay as they are.
ALTER TABLE analyses ADD COLUMN packed BLOB;
ALTER TABLE statements ADD COLUMN start INTEGER;
ALTER TABLE statements ADD COLUMN kind TEXT;
ALTER TABLE statements ADD COLUMN certainty TEXT;
