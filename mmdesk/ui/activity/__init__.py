"""The strip at the bottom: work under way, and what it had to leave out."""
