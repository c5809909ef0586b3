"""The HTTP server: routes, requests, sign-in, the page."""
