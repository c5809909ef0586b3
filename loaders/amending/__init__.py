"""Amending acts: applies their operations to the printed rows of the acts that they change."""
