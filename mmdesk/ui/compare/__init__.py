"""Two to four photos side by side, zoomed and panned together."""
