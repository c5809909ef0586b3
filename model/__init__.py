"""The lowest layer, which all others use: records, the edition, values, settings.

It knows no SQL, no HTTP and no GraphQL.
"""
