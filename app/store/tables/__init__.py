"""Every table of the ledger, grouped by what a person would look for."""
