"""Facts carried from one workspace to another: whole, with their ids, in one file or a crate."""
