"""Photos taken elsewhere: what is asked before, and what is told of it."""
