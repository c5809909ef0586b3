"""Administrative units: their division, their history, containment."""
