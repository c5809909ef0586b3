"""The registry as a geocoder: in GeocodeJSON, and in the formats of Photon, Nominatim and Pelias."""
