"""Understands a line as a person types it: a service, a place, and what is asked of them."""
