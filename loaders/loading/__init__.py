"""Loads seeds into the store, in one transaction or not at all: `kense load` and `kense migrate`."""
