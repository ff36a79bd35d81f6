"""Who may open a workspace's pages: people, sessions, tokens and the log of what they did, in a file of their own.

Nothing of it is in the store, so nothing that reads the store (exports, reports, sites) can carry it away.
"""
