"""Faults of servers and stores while people read and write, and what came of it."""
