"""Measurements a user can repeat: ours and the plain way, in turn, in the same process."""
