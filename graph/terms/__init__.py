"""Terms that the whole schema shares: ids, pages, scalars, errors, limits."""
