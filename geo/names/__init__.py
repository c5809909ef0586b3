"""Folding, transliterating and comparing names of places."""
