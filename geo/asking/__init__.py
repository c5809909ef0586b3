"""Interprets a line as a person types it: a service, a place, and the question about them."""
