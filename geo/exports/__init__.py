"""The registry in the forms that other systems read: GeoJSON, vector tiles, HSDS, CSV, JSON-LD."""
