"""Which office serves a place for a service, and why."""
