"""Sentences by which answers explain themselves, in Kazakh, Russian and English."""
