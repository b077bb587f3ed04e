"""Folders that are not there, photos that are gone: how they are shown, and what can be done."""
