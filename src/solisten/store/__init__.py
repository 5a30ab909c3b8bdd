"""The tables, their transactions, the only SQL."""
