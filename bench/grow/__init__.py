"""Synthetic countries: how the registry grows."""
