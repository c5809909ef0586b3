"""Figures of speed and memory, printed side by side; never asserted."""
