"""Regions, districts, rural okrugs and villages, as the acts print them and through their changes since."""
