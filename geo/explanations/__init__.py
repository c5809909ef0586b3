"""Sentences that explain answers, in Kazakh, Russian and English."""
