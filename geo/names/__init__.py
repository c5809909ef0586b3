"""How names of places are folded, transliterated and compared."""
