"""Writes the registry to files in standards of others; `geo.exports` makes the bytes."""
