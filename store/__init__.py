"""The database: its tables, the log of changes, and reading both."""
