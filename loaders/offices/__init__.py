"""Turns records into offices: what they are, their territory, their services, their posts."""
