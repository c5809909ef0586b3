"""From rows of the store to the records of an edition."""
