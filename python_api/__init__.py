"""The registry for scripts and notebooks: `from kense import open_registry`."""
