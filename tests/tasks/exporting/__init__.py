"""Photos taken elsewhere."""
