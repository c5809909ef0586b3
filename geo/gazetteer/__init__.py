"""Gazetteers of named places, matched to settlements of the registry."""
