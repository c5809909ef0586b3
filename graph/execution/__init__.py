"""How a document is checked, limited and executed."""
