"""A list of offices that is no act, taken into the store."""
