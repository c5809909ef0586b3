"""What the addresses of the page say without a script: heads, main words, the map of the site."""
