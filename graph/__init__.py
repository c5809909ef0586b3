"""What a client can ask: the GraphQL schema and its server."""
