"""What a client can ask: the GraphQL schema and the HTTP around it."""
