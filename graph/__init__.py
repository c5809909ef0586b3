"""The GraphQL schema and its server: everything a client can request."""
