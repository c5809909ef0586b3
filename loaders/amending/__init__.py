"""Amending acts: their operations applied to the printed rows of the acts that they change."""
