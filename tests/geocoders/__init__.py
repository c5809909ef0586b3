"""The labelled texts in the formats of geocoder-tester and of Pelias' fuzzy-tester, and what runs them."""
