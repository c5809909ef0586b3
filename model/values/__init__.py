"""How acts and people write values: phones, addresses of mail, hours."""
