"""The directory of services over HTTP, as the API of HSDS (https://docs.openreferral.org) describes it."""
