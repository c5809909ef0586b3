"""From the texts of all acts to the whole folder of seeds: what `kense reconcile` makes."""
