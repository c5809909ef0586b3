"""Administrative units: their ladder, their past, what contains what."""
