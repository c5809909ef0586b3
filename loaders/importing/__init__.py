"""Imports a list of offices that is not an act into the store."""
