"""One module per shape of table: a printed row becomes an office record."""
