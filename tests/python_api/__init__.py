"""Tests of the registry as a Python object."""
