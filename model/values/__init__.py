"""How acts and people write values: phones, e-mail addresses, hours."""
