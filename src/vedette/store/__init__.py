"""The ledger: adapters of `ports.Store` and `ports.View`."""
