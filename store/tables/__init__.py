"""The tables of the store, its engine and its migrations' door."""
