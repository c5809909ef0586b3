"""The work of `kense check`: measures, pins and prints rows, joins, readings, places, contradictions."""
