"""Side-by-side measurements; each prints a table, then one JSON object as its last line."""
