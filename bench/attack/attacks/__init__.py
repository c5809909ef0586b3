"""One file per attack, or per kind of attack; each registers with `bench.attack.enrolled.attack`."""
