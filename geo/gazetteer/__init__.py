"""Places of gazetteers, and which of them is a settlement of the registry."""
