"""E-mail: single messages, mailboxes in a file, mailboxes on a server."""
