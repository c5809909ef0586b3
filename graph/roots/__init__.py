"""The root fields of queries and subscriptions."""
