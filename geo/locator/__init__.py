"""Finds the places that a text, an id, a code or a point may mean."""
