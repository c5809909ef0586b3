"""Act text to annexes to printed rows: one module per layout."""
