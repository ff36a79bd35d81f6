CREATE INDEX links_right ON links ("right");
