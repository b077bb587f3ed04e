"""Actions on the files of photos, from the grid and from the loupe."""
