"""Where things are: toponyms, addresses, positions, distance, containment, jurisdiction."""
