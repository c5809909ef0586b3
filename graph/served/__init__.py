"""The edition in service, and what is derived from it."""
