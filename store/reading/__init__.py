"""Reads rows of the store into the records of an edition."""
