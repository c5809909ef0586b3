"""One file for each attack or kind of attack; each registers with `bench.attack.enrolled.attack`."""
