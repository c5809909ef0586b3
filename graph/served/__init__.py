"""The edition in service, and data derived from it."""
