"""Keys that the user changed: which there are, which clash, and how they reach what they are for."""
