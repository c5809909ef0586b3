"""Synthetic countries: how the cost of the registry grows with its size."""
