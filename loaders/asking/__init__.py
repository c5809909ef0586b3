"""Lines that a person types at the command line."""
