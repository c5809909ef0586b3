"""Administrative units: their ladder, their history, containment."""
