"""Use cases: one function, one transaction, one result value."""
