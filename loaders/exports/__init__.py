"""What the store holds, written to files in the standards of others: `geo.exports` makes the bytes."""
