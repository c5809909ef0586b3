"""Tests of the GraphQL API and its server."""
