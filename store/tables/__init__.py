"""The tables of the store, its engine and the entry to its migrations."""
