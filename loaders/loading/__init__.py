"""From seeds to the store, in one transaction or not at all: `kense load` and `kense migrate`."""
