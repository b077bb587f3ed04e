"""A library carried to another computer."""
