"""Preferences: one dialog, a page for each matter; what is chosen is in force at once."""
