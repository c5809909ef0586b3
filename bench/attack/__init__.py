"""Attacks on real servers: what each costs the server, and how long other clients wait meanwhile."""
