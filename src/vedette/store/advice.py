"""What a user is told where a database does not answer as it should."""

DAMAGED = "the database is damaged; put back a copy of it, or add the archive to a new workspace"
