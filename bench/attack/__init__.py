"""Attacks on real servers: what each costs the server, and how long everybody else waits meanwhile."""
