"""Photos that are there more than once, side by side, and what is to become of them."""
