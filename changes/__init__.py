"""Who may change what, and how a change becomes part of the registry."""
