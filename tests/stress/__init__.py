"""Many editors at once, and stores and servers that fail under them."""
