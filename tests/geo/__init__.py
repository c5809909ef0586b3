"""Tests of names, places, jurisdiction and exports."""
