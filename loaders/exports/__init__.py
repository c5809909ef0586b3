"""Writes the registry to files in other standards; `geo.exports` makes their bytes."""
