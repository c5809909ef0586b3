"""Tests of records, values and settings."""
