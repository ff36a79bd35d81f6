CREATE INDEX links_left ON links ("left");
