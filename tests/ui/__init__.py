"""The window, with real widgets on a real library."""
