"""Money: what is due by the procedure's data, what was asked and paid, and the ledger that keeps it."""
