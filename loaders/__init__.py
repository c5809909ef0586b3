"""From the text of an act to seeds, and from seeds to the store."""
