"""The registry as a directory of services over HTTP, by the API of HSDS (https://docs.openreferral.org)."""
