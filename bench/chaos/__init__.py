"""Faults of servers and stores while clients read and write, and their effects."""
