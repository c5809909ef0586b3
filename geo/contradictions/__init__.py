"""Where sources disagree with each other or with the map."""
