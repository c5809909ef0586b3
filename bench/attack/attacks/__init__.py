"""One file an attack, or a few of one kind; each enrols with `bench.attack.enrolled.attack`."""
