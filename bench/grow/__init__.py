"""Synthetic countries of several sizes: how the cost of the registry grows with its size."""
