"""The root fields that change the registry."""
