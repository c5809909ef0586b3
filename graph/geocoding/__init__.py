"""The registry as a geocoder: in GeocodeJSON, and as Photon, Nominatim and Pelias answer."""
