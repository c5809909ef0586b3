"""Makes the base map that Kense ships, from packages that hold maps of the world."""
