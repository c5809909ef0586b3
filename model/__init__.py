"""The ground floor: records, the edition, values, settings. It knows no SQL, no HTTP and no GraphQL."""
